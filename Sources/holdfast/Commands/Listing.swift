import Control
import Domain
import JSON

/// Keys and tokens as lists show them; the same for commands and the operator API.
struct Listing {
    let cells: [String]
    let json: JSONValue

    static func keys(_ state: ControlState) -> [Listing] {
        state.keys.values.sorted { ($0.createdAt, $0.grant.id) < ($1.createdAt, $1.grant.id) }.map { key in
            let grant = key.grant
            return Listing(
                cells: [
                    grant.id, grant.tenant, grant.routes?.joined(separator: ",") ?? "all",
                    grant.requestsPerMinute.map(String.init) ?? "tenant's",
                    grant.limits.tokens.map(String.init) ?? "", grant.limits.money?.decimal ?? "",
                    date(key.createdAt), grant.expiresAt.map(date) ?? "never", key.revokedAt.map(date) ?? "",
                    grant.label ?? "",
                ],
                json: .object(
                    ("id", .string(grant.id)),
                    ("tenant", .string(grant.tenant)),
                    ("routes", grant.routes.map { .array($0.map { .string($0) }) }),
                    ("requests_per_minute", grant.requestsPerMinute.map { .integer($0) }),
                    ("tokens_per_day", grant.limits.tokens.map { .integer($0) }),
                    ("money_per_day", grant.limits.money.map { .string($0.decimal) }),
                    ("created_at", .string(date(key.createdAt))),
                    ("expires_at", grant.expiresAt.map { .string(date($0)) }),
                    ("revoked_at", key.revokedAt.map { .string(date($0)) }),
                    ("label", grant.label.map { .string($0) })
                )
            )
        }
    }

    static func operators(_ state: ControlState) -> [Listing] {
        state.operators.values.sorted { ($0.createdAt, $0.grant.id) < ($1.createdAt, $1.grant.id) }.map { one in
            let grant = one.grant
            return Listing(
                cells: [
                    grant.id, grant.name, grant.role.rawValue, "", "", "", date(one.createdAt),
                    grant.expiresAt.map(date) ?? "never",
                    one.revokedAt.map(date) ?? "", "",
                ],
                json: .object(
                    ("id", .string(grant.id)),
                    ("name", .string(grant.name)),
                    ("role", .string(grant.role.rawValue)),
                    ("created_at", .string(date(one.createdAt))),
                    ("expires_at", grant.expiresAt.map { .string(date($0)) }),
                    ("revoked_at", one.revokedAt.map { .string(date($0)) })
                )
            )
        }
    }

    static func table(_ listings: [Listing]) -> String {
        let isOperators = listings.first?.cells[0].hasPrefix("op_") ?? false
        let titles =
            isOperators
            ? ["id", "name", "role", "", "", "", "created", "expires", "revoked", ""]
            : [
                "id", "tenant", "routes", "per minute", "tokens a day", "money a day", "created", "expires", "revoked",
                "label",
            ]
        if listings.isEmpty { return "There are none." }
        var table = Table(titles.filter { !$0.isEmpty }.map { .init($0) })
        for listing in listings {
            table.add(zip(titles, listing.cells).filter { !$0.0.isEmpty }.map(\.1))
        }
        return table.text
    }

    private static func date(_ milliseconds: UInt64) -> String { ClockText.rfc3339(unixMilliseconds: milliseconds) }
}
