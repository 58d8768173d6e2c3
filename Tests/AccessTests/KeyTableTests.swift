import Control
import Testing

@testable import Access

@Suite("Key table")
struct KeyTableTests {
    private let pepper = Pepper(bytes: [UInt8](repeating: 1, count: 32))

    @Test("a key is accepted until it is revoked or expired")
    func verdicts() {
        let (grant, secret) = key(expiresAt: 1_000)
        var state = ControlState()
        state.apply(.keyCreated(grant), at: 0)
        let table = KeyTable(state, tenants: nil, pepper: pepper)
        #expect(accepted(table.verify(secret, now: 999))?.tenant == "acme")
        #expect(table.verify(secret, now: 1_000) == .expired)
        state.apply(.keyRevoked(id: grant.id, reason: nil), at: 1)
        #expect(KeyTable(state, tenants: nil, pepper: pepper).verify(secret, now: 0) == .revoked)
        #expect(KeyTable(state, tenants: nil, pepper: pepper).verify(secret, now: 1_000) == .revoked)
    }

    @Test("mistyped, foreign, unknown and otherwise peppered keys are told apart")
    func refusals() {
        let (grant, secret) = key()
        var state = ControlState()
        state.apply(.keyCreated(grant), at: 0)
        let table = KeyTable(state, tenants: nil, pepper: pepper)
        #expect(table.verify("", now: 0) == .malformed)
        #expect(table.verify(String(secret.dropLast()), now: 0) == .malformed)
        #expect(
            table.verify(
                AccessDesk(pepper: pepper).makeOperator(name: "a", role: .admin, expiresAt: nil).secret,
                now: 0
            ) == .malformed
        )
        #expect(table.verify(key().secret, now: 0) == .unknown)
        #expect(KeyTable(state, tenants: nil, pepper: nil).verify(secret, now: 0) == .malformed)
        let other = Pepper(bytes: [UInt8](repeating: 2, count: 32))
        #expect(KeyTable(state, tenants: nil, pepper: other).verify(secret, now: 0) == .unknown)
    }

    @Test("an erased key opens nothing")
    func erased() {
        var (grant, secret) = key()
        grant.hash = ""
        var state = ControlState()
        state.apply(.keyCreated(grant), at: 0)
        #expect(KeyTable(state, tenants: nil, pepper: pepper).verify(secret, now: 0) == .unknown)
        grant.id = "other"
        grant.prefix = ""
        state.apply(.keyCreated(grant), at: 0)
        #expect(KeyTable(state, tenants: nil, pepper: pepper).verify(secret, now: 0) == .unknown)
    }

    @Test(
        "a key may use what both it and its tenant allow",
        arguments: [
            (nil, nil, nil), (["a"], nil, ["a"]), (nil, ["a", "b"], ["a", "b"]), (["a", "c"], ["a", "b"], ["a"]),
            (["c"], ["a"], []),
        ] as [([String]?, Set<String>?, Set<String>?)]
    )
    func routes(own: [String]?, tenant: Set<String>?, both: Set<String>?) throws {
        let (grant, secret) = key(routes: own)
        var state = ControlState()
        state.apply(.keyCreated(grant), at: 0)
        let rules = ["acme": KeyTable.TenantRules(routes: tenant, requestsPerMinute: nil)]
        let entry = try #require(accepted(KeyTable(state, tenants: rules, pepper: pepper).verify(secret, now: 0)))
        #expect(entry.routes == both)
        #expect(entry.mayUse(route: "a") == (both?.contains("a") ?? true))
    }

    @Test("its own limit wins over the tenant's; without a tenant in the settings it is revoked")
    func tenants() throws {
        let (grant, secret) = key(requestsPerMinute: 5)
        let (plain, plainSecret) = key()
        var state = ControlState()
        state.apply(.keyCreated(grant), at: 0)
        state.apply(.keyCreated(plain), at: 0)
        let rules = ["acme": KeyTable.TenantRules(routes: nil, requestsPerMinute: 60)]
        let table = KeyTable(state, tenants: rules, pepper: pepper)
        #expect(accepted(table.verify(secret, now: 0))?.requestsPerMinute == 5)
        #expect(accepted(table.verify(plainSecret, now: 0))?.requestsPerMinute == 60)
        #expect(KeyTable(state, tenants: [:], pepper: pepper).verify(secret, now: 0) == .revoked)
    }

    @Test("a key that was proved before is still refused once it expired, and by the next table once it was revoked")
    func proved() {
        let (grant, secret) = key(expiresAt: 1_000)
        var state = ControlState()
        state.apply(.keyCreated(grant), at: 0)
        let table = KeyTable(state, tenants: nil, pepper: pepper)
        state.apply(.keyRevoked(id: grant.id, reason: nil), at: 1)
        let next = KeyTable(state, tenants: nil, pepper: pepper)
        var keys = ProvedKeys()
        func verdict(_ text: String, _ table: KeyTable, now: UInt64) -> KeyTable.Verdict {
            Array(text.utf8).withUnsafeBytes { keys.verify($0, in: table, now: now) }
        }
        let verdicts = [
            verdict(secret, table, now: 1), verdict(secret, table, now: 999), verdict(secret, table, now: 1_000),
            verdict(secret, next, now: 1), verdict(key().secret, table, now: 1), verdict("", table, now: 1),
            verdict(secret, table, now: 1),
        ]
        #expect(verdicts.map { accepted($0) != nil } == [true, true, false, false, false, false, true])
        #expect(Array(verdicts[2...5]) == [.expired, .revoked, .unknown, .malformed])
    }

    @Test("is open only while no key was ever made")
    func open() {
        var state = ControlState()
        #expect(KeyTable(state, tenants: nil, pepper: nil).isOpen)
        let (grant, _) = key()
        state.apply(.keyCreated(grant), at: 0)
        state.apply(.keyRevoked(id: grant.id, reason: nil), at: 0)
        #expect(!KeyTable(state, tenants: nil, pepper: nil).isOpen)
    }

    private func key(
        routes: [String]? = nil,
        requestsPerMinute: Int? = nil,
        expiresAt: UInt64? = nil
    ) -> (grant: KeyGrant, secret: String) {
        AccessDesk(pepper: pepper).makeKey(
            tenant: "acme",
            routes: routes,
            requestsPerMinute: requestsPerMinute,
            expiresAt: expiresAt,
            label: nil
        )
    }

    private func accepted(_ verdict: KeyTable.Verdict) -> KeyEntry? {
        if case .accepted(let entry) = verdict { entry } else { nil }
    }
}

extension KeyTable {
    fileprivate func verify(_ text: String, now: UInt64) -> Verdict {
        Array(text.utf8).withUnsafeBytes { verify($0, now: now) }
    }
}

@Suite("Operator table and desk")
struct OperatorTableTests {
    private let pepper = Pepper(bytes: [UInt8](repeating: 1, count: 32))

    @Test("a token counts until it is revoked or expired, with its role", arguments: OperatorGrant.Role.allCases)
    func verdicts(role: OperatorGrant.Role) {
        let (grant, secret) = AccessDesk(pepper: pepper).makeOperator(name: "ada", role: role, expiresAt: 10)
        var state = ControlState()
        state.apply(.operatorCreated(grant), at: 0)
        let table = OperatorTable(state, pepper: pepper)
        let token = Array(secret.utf8)
        #expect(table.verify(token, now: 9) == .init(id: grant.id, name: "ada", role: role))
        #expect(table.verify(token, now: 10) == nil)
        #expect(table.verify(token.dropLast(), now: 9) == nil)
        #expect(OperatorTable(state, pepper: nil).verify(token, now: 9) == nil)
        state.apply(.operatorRevoked(id: grant.id, reason: nil), at: 1)
        #expect(OperatorTable(state, pepper: pepper).verify(token, now: 9) == nil)
    }

    @Test("an application's key is no token")
    func kinds() {
        let (grant, secret) = AccessDesk(pepper: pepper).makeKey(
            tenant: "a",
            routes: nil,
            requestsPerMinute: nil,
            expiresAt: nil,
            label: nil
        )
        var state = ControlState()
        state.apply(.keyCreated(grant), at: 0)
        #expect(OperatorTable(state, pepper: pepper).verify(Array(secret.utf8), now: 0) == nil)
    }

    @Test("a key is found by id, by prefix or by the secret itself, of which nothing is repeated")
    func findsKeys() throws {
        let desk = AccessDesk(pepper: pepper)
        let (grant, secret) = desk.makeKey(tenant: "a", routes: nil, requestsPerMinute: nil, expiresAt: nil, label: nil)
        var state = ControlState()
        state.apply(.keyCreated(grant), at: 0)
        for text in [grant.id, grant.prefix, secret, "hf_\(grant.prefix)"] {
            #expect(try AccessDesk.findKey(text, in: state).grant.id == grant.id)
        }
        let (_, other) = SecretText.make(.key)
        let failure = #expect(throws: AccessDesk.Failure.self) { try AccessDesk.findKey(other, in: state) }
        #expect(failure?.description.contains(other.suffix(36)) == false)
        state.apply(.keyRevoked(id: grant.id, reason: nil), at: 0)
        #expect(throws: AccessDesk.Failure.self) { try AccessDesk.findKey(grant.id, in: state) }
    }

    @Test("a name with several tokens is not guessed at")
    func ambiguousNames() throws {
        let desk = AccessDesk(pepper: pepper)
        var state = ControlState()
        let first = desk.makeOperator(name: "ada", role: .viewer, expiresAt: nil).grant
        let second = desk.makeOperator(name: "ada", role: .admin, expiresAt: nil).grant
        state.apply(.operatorCreated(first), at: 0)
        state.apply(.operatorCreated(second), at: 0)
        let failure = #expect(throws: AccessDesk.Failure.self) { try AccessDesk.findOperator("ada", in: state) }
        #expect(failure?.description.contains(first.id) == true && failure?.description.contains(second.id) == true)
        #expect(try AccessDesk.findOperator(first.id, in: state).grant == first)
        state.apply(.operatorRevoked(id: first.id, reason: nil), at: 0)
        #expect(try AccessDesk.findOperator("ada", in: state).grant == second)
    }
}
