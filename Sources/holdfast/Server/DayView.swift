import Access
import Control
import Domain
import JSON
import Settings
import Telemetry

/// What operators see of the limits of a day: who has one, and how much of it is used.
enum DayView {
    struct Line {
        /// nil: the tenant's own.
        var key: String?
        var tenant: String
        var limits: DayLimits
        var used: Spending
    }

    /// Tenants in the settings' order, then keys in the order of their making; those that have a limit.
    static func lines(_ settings: Settings, _ state: ControlState, _ accounts: DayAccounts, now: UInt64) -> [Line] {
        let day = Day(unixMilliseconds: now)
        let tenants = settings.tenants.filter { !$0.limits.isNone }.map { tenant in
            Line(
                tenant: tenant.name,
                limits: tenant.limits,
                used: accounts.spending(tenant: tenant.name, on: day)
            )
        }
        let keys = state.keys.values.filter { !$0.grant.limits.isNone && $0.revokedAt == nil }
        return tenants
            + keys.sorted { ($0.createdAt, $0.grant.id) < ($1.createdAt, $1.grant.id) }.map { key in
                Line(
                    key: key.grant.id,
                    tenant: key.grant.tenant,
                    limits: key.grant.limits,
                    used: accounts.spending(key: key.grant.id, on: day)
                )
            }
    }

    static func json(_ line: Line, currency: String) -> JSONValue {
        .object(
            ("key", line.key.map { .string($0) }),
            ("tenant", .string(line.tenant)),
            ("tokens_used", .integer(line.used.tokens)),
            ("tokens_per_day", line.limits.tokens.map { .integer($0) }),
            ("money_used", .string(line.used.money.decimal)),
            ("money_per_day", line.limits.money.map { .string($0.decimal) }),
            ("currency", .string(currency))
        )
    }

    /// In a few words, for people.
    static func words(_ line: JSONValue) -> String {
        var parts: [String] = []
        if let limit = line["tokens_per_day"]?.integer {
            parts.append("\(line["tokens_used"]?.integer ?? 0) of \(limit) tokens")
        }
        if let limit = line["money_per_day"]?.string {
            parts.append("\(line["money_used"]?.string ?? "0") of \(limit) \(line["currency"]?.string ?? "")")
        }
        let owner = line["key"]?.string ?? "tenant \(line["tenant"]?.string ?? "-")"
        return "\(owner): \(parts.joined(separator: ", ")) used"
    }

    /// Of tenants only: keys come and go without end. Money in millionths, for the readings are whole numbers.
    static func readings(_ lines: [Line]) -> [Reading] {
        let tenants = lines.filter { $0.key == nil }
        let tokens = tenants.compactMap { line in line.limits.tokens.map { (line, $0) } }
        let money = tenants.compactMap { line in line.limits.money.map { (line, $0) } }
        func reading(_ name: String, _ help: String, _ line: Line, _ value: Int) -> Reading {
            Reading(name, help, .gauge, value, labels: [("tenant", line.tenant)])
        }
        var readings = tokens.map { line, _ in
            reading("holdfast_tenant_day_tokens", "Tokens that a tenant used today.", line, line.used.tokens)
        }
        readings += tokens.map { line, limit in
            reading("holdfast_tenant_day_tokens_limit", "Tokens that a tenant has a day.", line, limit)
        }
        readings += money.map { line, _ in
            reading(
                "holdfast_tenant_day_money_micros",
                "Millionths of the currency that a tenant used today.",
                line,
                micros(line.used.money)
            )
        }
        readings += money.map { line, limit in
            reading(
                "holdfast_tenant_day_money_limit_micros",
                "Millionths of the currency that a tenant has a day.",
                line,
                micros(limit)
            )
        }
        return readings
    }

    private static func micros(_ money: Money) -> Int { Int(clamping: money.picos / 1_000_000) }
}
