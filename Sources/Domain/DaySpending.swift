/// Sums of many exchanges, by id of the key and name of the tenant.
package struct DaySpending: Sendable, Equatable {
    package private(set) var keys: [String: Spending] = [:]
    package private(set) var tenants: [String: Spending] = [:]

    package init() {}

    package mutating func add(_ spending: Spending, key: String, tenant: String) {
        keys[key, default: Spending()] += spending
        tenants[tenant, default: Spending()] += spending
    }

    package static func += (left: inout DaySpending, right: DaySpending) {
        for (key, spending) in right.keys { left.keys[key, default: Spending()] += spending }
        for (tenant, spending) in right.tenants { left.tenants[tenant, default: Spending()] += spending }
    }

    package mutating func removeAll() {
        keys.removeAll(keepingCapacity: true)
        tenants.removeAll(keepingCapacity: true)
    }
}
