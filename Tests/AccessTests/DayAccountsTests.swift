import Control
import Domain
import Testing

@testable import Access

@Suite("Accounts of a day")
struct DayAccountsTests {
    private static let today = Day(unixMilliseconds: 1_795_737_600_000)
    private static let tomorrow = Day(unixMilliseconds: today.end)
    private static let yesterday = Day(unixMilliseconds: today.start - 1)

    private static func cost(_ tokens: Int, _ picos: Int128 = 0) -> Spending {
        Spending(tokens: tokens, money: Money(picos: picos))
    }

    @Test("keys and their tenant are charged together")
    func sums() {
        var book = DayBook()
        book.charge(Self.cost(3, 30), key: "a", tenant: "t", on: Self.today)
        book.charge(Self.cost(4, 40), key: "b", tenant: "t", on: Self.today)
        book.charge(Self.cost(5, 50), key: "c", tenant: "u", on: Self.today)
        book.charge(Self.cost(1, 10), key: "a", tenant: "t", on: Self.today)
        #expect(book.spending(key: "a", on: Self.today) == Self.cost(4, 40))
        #expect(book.spending(key: "b", on: Self.today) == Self.cost(4, 40))
        #expect(book.spending(tenant: "t", on: Self.today) == Self.cost(8, 80))
        #expect(book.spending(tenant: "u", on: Self.today) == Self.cost(5, 50))
        #expect(book.spending(tenant: "nobody", on: Self.today) == Spending())
    }

    @Test("a new day begins at nothing, and what began before it is charged to nobody")
    func roll() {
        var book = DayBook()
        book.charge(Self.cost(3), key: "a", tenant: "t", on: Self.today)
        book.charge(Self.cost(9), key: "a", tenant: "t", on: Self.yesterday)
        #expect(book.spending(key: "a", on: Self.today) == Self.cost(3))
        // Nobody has been charged yet on the new day.
        #expect(book.spending(key: "a", on: Self.tomorrow) == Spending())
        book.charge(Self.cost(1), key: "b", tenant: "t", on: Self.tomorrow)
        #expect(book.spending(key: "a", on: Self.tomorrow) == Spending())
        #expect(book.spending(tenant: "t", on: Self.tomorrow) == Self.cost(1))
        book.charge(Self.cost(7), key: "a", tenant: "t", on: Self.today)
        #expect(book.spending(tenant: "t", on: Self.tomorrow) == Self.cost(1))
        #expect(book.spending(tenant: "t", on: Self.today) == Spending())
    }

    @Test("what was used before is laid beside what is used now, whichever comes first", arguments: [true, false])
    func base(isFirst: Bool) {
        var before = DaySpending()
        before.add(Self.cost(100, 1), key: "a", tenant: "t")
        before.add(Self.cost(50, 2), key: "b", tenant: "t")
        var book = DayBook()
        if isFirst { book.add(before, on: Self.today) }
        book.charge(Self.cost(5, 4), key: "a", tenant: "t", on: Self.today)
        if !isFirst { book.add(before, on: Self.today) }
        #expect(book.spending(key: "a", on: Self.today) == Self.cost(105, 5))
        #expect(book.spending(key: "b", on: Self.today) == Self.cost(50, 2))
        #expect(book.spending(tenant: "t", on: Self.today) == Self.cost(155, 7))
        // The day passed while it was being read.
        book.charge(Self.cost(1), key: "a", tenant: "t", on: Self.tomorrow)
        book.add(before, on: Self.today)
        #expect(book.spending(tenant: "t", on: Self.tomorrow) == Self.cost(1))
    }

    @Test("the limit that is used up is named with its owner, the key's own first")
    func exhaustion() throws {
        let accounts = DayAccounts()
        let (own, ownSecret) = Self.key(DayLimits(tokens: 10, money: Money(picos: 1_000)))
        let (plain, plainSecret) = Self.key(DayLimits())
        var state = ControlState()
        state.apply(.keyCreated(own), at: 0)
        state.apply(.keyCreated(plain), at: 0)
        let rules = ["acme": KeyTable.TenantRules(routes: nil, requestsPerMinute: nil, limits: DayLimits(tokens: 15))]
        let table = KeyTable(state, tenants: rules, pepper: Self.pepper)
        #expect(table.hasDayLimits && table.hasMoneyLimits)
        let limited = try #require(Self.entry(table, ownSecret))
        let free = try #require(Self.entry(table, plainSecret))
        accounts.charge(Self.cost(9), key: limited.id, tenant: "acme", on: Self.today)
        #expect(accounts.exhaustion(of: limited, on: Self.today) == nil)
        accounts.charge(Self.cost(1), key: limited.id, tenant: "acme", on: Self.today)
        #expect(accounts.exhaustion(of: limited, on: Self.today) == .init(owner: .key, limit: .tokens(10)))
        #expect(accounts.exhaustion(of: free, on: Self.today) == nil)
        accounts.charge(Self.cost(5, 1_000), key: free.id, tenant: "acme", on: Self.today)
        #expect(accounts.exhaustion(of: free, on: Self.today) == .init(owner: .tenant("acme"), limit: .tokens(15)))
        #expect(accounts.exhaustion(of: limited, on: Self.today)?.owner == .key)
        #expect(accounts.exhaustion(of: limited, on: Self.tomorrow) == nil)
        accounts.charge(Self.cost(0, 1_000), key: limited.id, tenant: "acme", on: Self.tomorrow)
        let money = DayAccounts.Exhaustion(owner: .key, limit: .money(Money(picos: 1_000)))
        #expect(accounts.exhaustion(of: limited, on: Self.tomorrow) == money)
    }

    @Test("a limit of a revoked key, or of no key, is none of the table's")
    func revoked() {
        let (grant, _) = Self.key(DayLimits(money: Money(picos: 1)))
        var state = ControlState()
        state.apply(.keyCreated(grant), at: 0)
        state.apply(.keyRevoked(id: grant.id, reason: nil), at: 1)
        let table = KeyTable(state, tenants: nil, pepper: Self.pepper)
        #expect(!table.hasDayLimits && !table.hasMoneyLimits)
    }

    private static let pepper = Pepper(bytes: [UInt8](repeating: 1, count: 32))

    private static func key(_ limits: DayLimits) -> (grant: KeyGrant, secret: String) {
        AccessDesk(pepper: pepper).makeKey(
            tenant: "acme",
            routes: nil,
            requestsPerMinute: nil,
            limits: limits,
            expiresAt: nil,
            label: nil
        )
    }

    private static func entry(_ table: KeyTable, _ secret: String) -> KeyEntry? {
        let verdict = Array(secret.utf8).withUnsafeBytes { table.verify($0, now: 0) }
        return if case .accepted(let entry) = verdict { entry } else { nil }
    }
}
