import Control
import Settings
import Testing

@testable import Probing

@Suite("Renewing certificates")
struct RenewalsTests {
    private static let hour: UInt64 = 3_600_000
    /// 100 hours, of which the last 20 are for renewing.
    private static let policy = policy()

    private static func policy(renewal: Int = 200_000) -> Policy {
        Policy(name: "p", packs: [], validity: .seconds(360_000), renewal: renewal)
    }

    @Test(
        "it begins when the stated part of the validity is left, and not without a certificate that once held",
        arguments: [
            (GateState.Standing.valid(id: "c", until: 1000 * hour), 979 * hour, false),
            (.valid(id: "c", until: 1000 * hour), 980 * hour, true),
            (.valid(id: "c", until: 1000 * hour), 999 * hour, true),
            (.stale(id: "c", .expired), 1000 * hour, true), (.stale(id: "c", .policy), 10 * hour, true),
            (.stale(id: "c", .fingerprint), 10 * hour, true), (.missing, 10 * hour, false),
            (.refused(id: "c"), 10 * hour, false), (.void(id: "c"), 10 * hour, false),
        ]
    )
    func begins(standing: GateState.Standing, now: UInt64, isDue: Bool) {
        var renewals = Renewals()
        let begins = renewals.take("m", Self.policy, standing, now: now)
        let never = renewals.take("n", Self.policy(renewal: 0), standing, now: now)
        #expect(begins == isDue && !never)
    }

    @Test("that is so for the shortest validity too")
    func shortest() {
        var renewals = Renewals()
        let policy = Policy(name: "p", packs: [], validity: .seconds(60), renewal: 500_000)
        let due = [29_999, 30_000].map { now in
            renewals.take("m", policy, .valid(id: "c", until: 60_000), now: now)
        }
        #expect(due == [false, true])
    }

    @Test("what could not be renewed is tried again after a twentieth of its validity, six times in all")
    func again() {
        var renewals = Renewals()
        var moments: [UInt64] = []
        for hour in 980..<1100 as Range<UInt64> {
            let standing: GateState.Standing =
                hour < 1000 ? .valid(id: "c", until: 1000 * Self.hour) : .stale(id: "c", .expired)
            if renewals.take("m", Self.policy, standing, now: hour * Self.hour) { moments.append(hour) }
        }
        #expect(moments == [980, 985, 990, 995, 1000, 1005])
        // Another certificate and another model begin anew.
        let next = GateState.Standing.stale(id: "d", .expired)
        let others = [("m", 1100), ("m", 1101), ("n", 1101)].map { model, hour in
            renewals.take(model, Self.policy, next, now: UInt64(hour) * Self.hour)
        }
        #expect(others == [true, false, true])
    }
}
