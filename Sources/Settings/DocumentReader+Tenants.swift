import Domain
import Yams

/// `tenants`: who may have keys.
extension DocumentReader {
    private static let tenantKeys = ["routes", "requests_per_minute", "tokens_per_day", "money_per_day"]

    func readTenants(_ value: Value) -> [Tenant] {
        guard let section = value.names() else { return [] }
        var tenants: [Tenant] = []
        for (key, value) in section.entries {
            _ = checkName(key, value)
            guard let fields = value.section(Self.tenantKeys) else { continue }
            var allowed: Set<String>?
            if let list = fields["routes"]?.texts() {
                allowed = []
                for (value, name) in list {
                    checkReference(value, "route", name)
                    allowed?.insert(name)
                }
            }
            tenants.append(
                Tenant(
                    name: key,
                    routes: allowed,
                    requestsPerMinute: fields["requests_per_minute"]?.integer(1...10_000_000),
                    limits: DayLimits(
                        tokens: fields["tokens_per_day"]?.integer(DayLimits.tokenBounds),
                        money: fields["money_per_day"].flatMap(readLimit)
                    )
                )
            )
        }
        return tenants
    }

    private func readLimit(_ value: Value) -> Money? {
        guard let money = readMoney(value) else { return nil }
        if priced.isEmpty {
            value.failEntry(
                "No model has `prices`, so what is spent could not be known.",
                hint: "Give the models their `prices`, or limit `tokens_per_day`."
            )
        }
        return money
    }

    /// An amount that may be spent.
    func readMoney(_ value: Value) -> Money? {
        guard let text = value.decimal("An amount") else { return nil }
        guard let money = DayLimits.money(text) else {
            value.fail(
                "An amount of money is a decimal above zero with at most twelve places.",
                hint: "Write it like \"12.50\"; the currency is the document's."
            )
            return nil
        }
        return money
    }

    /// Limits of a day are rebuilt from the journal when the server starts.
    func checkAge(_ value: Value?, _ age: Duration, _ tenants: [Tenant]) {
        guard age < Retention.shortestWithDayLimits, let tenant = tenants.first(where: { !$0.limits.isNone }) else {
            return
        }
        value?.fail(
            "The journal must keep a whole day: from it the limits of the tenant `\(tenant.name)` are rebuilt at a start.",
            hint: "Write 24h or more."
        )
    }
}
