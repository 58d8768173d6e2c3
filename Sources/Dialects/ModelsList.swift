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
                ("created_at", .string(timestamp(entry.createdAt)))
            )
        }
    }

    /// RFC 3339 in UTC. Days to a date by the era arithmetic of Hinnant's `civil_from_days`.
    private static func timestamp(_ seconds: Int) -> String {
        let days = seconds / 86_400 + 719_468
        let era = days / 146_097
        let day = days - era * 146_097
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365
        let ofYear = day - (365 * year + year / 4 - year / 100)
        let shifted = (5 * ofYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let two = { (value: Int) in value < 10 ? "0\(value)" : "\(value)" }
        let time = seconds % 86_400
        return "\(year + era * 400 + (month <= 2 ? 1 : 0))-\(two(month))-\(two(ofYear - (153 * shifted + 2) / 5 + 1))"
            + "T\(two(time / 3600)):\(two(time / 60 % 60)):\(two(time % 60))Z"
    }
}
