package import Domain
import JSON

/// `GET /v1/models` in both vendors' shapes.
package enum ModelsList {
    package struct Entry: Sendable, Equatable {
        package var id: String
        /// Unix seconds.
        package var createdAt: Int
        package var ownedBy: String
        package var displayName: String

        package init(id: String, createdAt: Int, ownedBy: String, displayName: String) {
            self.id = id
            self.createdAt = createdAt
            self.ownedBy = ownedBy
            self.displayName = displayName
        }
    }

    package static func body(_ entries: [Entry], _ vendor: Vendor) -> [UInt8] {
        let values = entries.map { value($0, vendor) }
        switch vendor {
        case .openAI:
            return JSONValue.object(("object", .string("list")), ("data", .array(values))).bytes
        case .anthropic:
            return JSONValue.object(
                ("data", .array(values)),
                ("has_more", .bool(false)),
                ("first_id", entries.first.map { .string($0.id) } ?? .null),
                ("last_id", entries.last.map { .string($0.id) } ?? .null)
            ).bytes
        }
    }

    package static func single(_ entry: Entry, _ vendor: Vendor) -> [UInt8] {
        value(entry, vendor).bytes
    }

    private static func value(_ entry: Entry, _ vendor: Vendor) -> JSONValue {
        switch vendor {
        case .openAI:
            .object(
                ("id", .string(entry.id)),
                ("object", .string("model")),
                ("created", .integer(entry.createdAt)),
                ("owned_by", .string(entry.ownedBy))
            )
        case .anthropic:
            .object(
                ("type", .string("model")),
                ("id", .string(entry.id)),
                ("display_name", .string(entry.displayName)),
                ("created_at", .string(ClockText.rfc3339(unixSeconds: Int64(entry.createdAt))))
            )
        }
    }
}
