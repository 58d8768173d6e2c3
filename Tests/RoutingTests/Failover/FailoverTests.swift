import Domain
import Routing
import Testing

@Suite("Failover")
struct FailoverTests {
    /// An exchange whose attempts all fail, on a clock of its own.
    struct Walk {
        var failover: Failover
        var now: UInt64
        var mayRetry = true
        private var random: SeededRandom

        init(
            _ candidates: Int,
            _ rules: Failover.Rules = .init(),
            seed: Int = 1,
            start: UInt64 = 5,
            total: UInt64 = 900_000
        ) {
            now = start
            failover = Failover(candidates: candidates, rules: rules, deadline: start + total * ms)
            random = SystemRandomNumberGenerator.seeded(seed)
        }

        /// The present candidate is asked, and fails.
        mutating func fail(_ loss: Failover.Loss, after milliseconds: UInt64 = 10) -> Failover.Step {
            _ = failover.began(now: now)
            now += milliseconds * ms
            let mayRetry = mayRetry
            return failover.failed(loss, now: now, using: &random) { mayRetry }
        }

        mutating func fail(_ failure: FailureClass, floor: Duration? = nil, credentials: Int = 1) -> Failover.Step {
            fail(.init(.status(599), failure, advice: RetryAdvice(floor: floor), credentials: credentials))
        }
    }

    private static func ending(_ step: Failover.Step) throws -> Failover.Ending {
        guard case .giveUp(let ending) = step else {
            Issue.record("\(step) is no end")
            return try #require(nil)
        }
        return ending
    }

    private static func wait(_ step: Failover.Step) throws -> Duration {
        guard case .attempt(_, _, let wait) = step else {
            Issue.record("\(step) is no attempt")
            return try #require(nil)
        }
        return wait
    }

    @Test("what a model said counts no more once it is recalled; what another one said does")
    func recalled() throws {
        var alone = Walk(1)
        let asked = alone.fail(.rateLimited, floor: .seconds(1))
        #expect(try Self.wait(asked) >= .seconds(1))
        let alonePassed = alone.failover.passedOver(.recalled, now: alone.now)
        #expect(try Self.ending(alonePassed).failure == .recalled)
        var two = Walk(2)
        let moved = two.fail(.rateLimited)
        #expect(moved == .attempt(candidate: 1))
        let twoPassed = two.failover.passedOver(.recalled, now: two.now)
        #expect(try Self.ending(twoPassed).failureClass == .rateLimited)
    }

    @Test("what is not the caller's moves on to the next model at once", arguments: FailureClass.allCases)
    func movesOn(failure: FailureClass) throws {
        var walk = Walk(2)
        #expect(walk.failover.first == .attempt(candidate: 0))
        let step = walk.fail(failure)
        switch failure {
        case .callersFault, .contentRefused: #expect(try Self.ending(step).failureClass == failure)
        case .transient, .overloaded, .rateLimited, .quota, .credential, .modelGone, .region, .contextTooLong,
            .malformed, .ours:
            #expect(step == .attempt(candidate: 1))
        }
    }

    @Test("what a substitute objects to moves on, and is not what the caller is told")
    func substitute() throws {
        var walk = Walk(3)
        #expect(walk.fail(.overloaded) == .attempt(candidate: 1))
        #expect(walk.failover.isSubstitute)
        #expect(walk.fail(.callersFault) == .attempt(candidate: 2))
        #expect(!walk.failover.newestIsTold)
        let ending = try Self.ending(walk.fail(.contextTooLong))
        #expect(ending.failureClass == .overloaded)
        #expect(ending.answer == .providersOwn)
    }

    @Test("a model is no substitute for one that was not asked")
    func passedOver() throws {
        var walk = Walk(2)
        #expect(walk.failover.passedOver(.modelBusy, now: walk.now) == .attempt(candidate: 1))
        #expect(!walk.failover.isSubstitute)
        let ending = try Self.ending(walk.fail(.callersFault))
        #expect(ending.failureClass == .callersFault)
        #expect(ending.answer == .providersOwn)
        #expect(walk.failover.attempts == 1)
    }

    @Test("a refusal of content is taken to another model only where the route says so")
    func refusals() throws {
        var strict = Walk(2)
        #expect(try Self.ending(strict.fail(.contentRefused)).answer == .providersOwn)
        var shopping = Walk(2, .init(refusalsMove: true))
        #expect(shopping.fail(.contentRefused) == .attempt(candidate: 1))
        #expect(try Self.ending(shopping.fail(.credential)).failureClass == .contentRefused)
    }

    @Test("the next credential of the same provider comes before anything else")
    func credentials() throws {
        var walk = Walk(2)
        #expect(walk.fail(.rateLimited, floor: .seconds(60), credentials: 3) == .attempt(candidate: 0, credential: 1))
        #expect(walk.fail(.quota, credentials: 3) == .attempt(candidate: 0, credential: 2))
        #expect(walk.fail(.credential, credentials: 3) == .attempt(candidate: 1))
        #expect(walk.fail(.modelGone, credentials: 3) != .attempt(candidate: 1, credential: 1))
    }

    @Test("credentials leave an attempt to each model that was not asked yet")
    func reserve() {
        var walk = Walk(3, .init(attempts: 4))
        #expect(walk.fail(.quota, credentials: 9) == .attempt(candidate: 0, credential: 1))
        #expect(walk.fail(.quota, credentials: 9) == .attempt(candidate: 1))
        #expect(walk.fail(.quota, credentials: 9) == .attempt(candidate: 2))
    }

    @Test("the last model is asked once more, after a wait; one with a substitute is not")
    func lastModel() throws {
        var walk = Walk(2)
        #expect(walk.fail(.transient) == .attempt(candidate: 1))
        let wait = try Self.wait(walk.fail(.transient))
        #expect(wait >= .zero && wait <= Backoff.defaultBase)
        #expect(try Self.ending(walk.fail(.transient)).isSpent == false)
    }

    @Test("a route may retry a model while another stands ready, but push-back moves at once")
    func sameModel() throws {
        var walk = Walk(2, .init(sameModelRetries: 1))
        guard case .attempt(0, 0, _) = walk.fail(.transient) else { Issue.record("no retry"); return }
        #expect(walk.fail(.transient) == .attempt(candidate: 1))
        for pushBack in [FailureClass.rateLimited, .overloaded] {
            var walk = Walk(2, .init(sameModelRetries: 3))
            #expect(walk.fail(pushBack) == .attempt(candidate: 1))
        }
    }

    @Test("what the provider asks for is a floor of the wait")
    func floor() throws {
        var walk = Walk(1)
        let wait = try Self.wait(walk.fail(.rateLimited, floor: .seconds(3)))
        #expect(wait >= .seconds(3) && wait <= .seconds(3) + Backoff.defaultBase)
    }

    @Test("a wait that is too long, or leaves no time, is the caller's to take", arguments: [(6, 900_000), (3, 3_000)])
    func noWait(floor: Int64, total: UInt64) throws {
        var walk = Walk(1, total: total)
        let ending = try Self.ending(walk.fail(.rateLimited, floor: .seconds(floor)))
        #expect(ending.floor == .seconds(floor))
        #expect(!ending.isSpent)
    }

    @Test("of several floors the soonest is told")
    func soonestFloor() throws {
        var walk = Walk(3)
        _ = walk.fail(.rateLimited, floor: .seconds(60))
        _ = walk.fail(.overloaded, floor: .seconds(7))
        #expect(try Self.ending(walk.fail(.rateLimited, floor: .seconds(30))).floor == .seconds(7))
    }

    @Test("a provider that says not to is not asked again")
    func shouldNot() throws {
        var walk = Walk(1)
        let loss = Failover.Loss(.status(500), .transient, advice: RetryAdvice(shouldRetry: false))
        #expect(try Self.ending(walk.fail(loss)).isSpent == false)
    }

    @Test("the model's retry budget is asked only for a retry, and its refusal is told")
    func retryBudget() throws {
        var walk = Walk(2)
        walk.mayRetry = false
        #expect(walk.fail(.transient) == .attempt(candidate: 1))
        #expect(try Self.ending(walk.fail(.transient)).isSpent)
        var asked = 0
        var random = SystemRandomNumberGenerator.seeded(1)
        var failover = Failover(candidates: 2)
        for failure in [FailureClass.transient, .quota] {
            _ = failover.failed(.init(.status(500), failure), now: 0, using: &random) {
                asked += 1
                return true
            }
        }
        #expect(asked == 0)
    }

    @Test("a spent budget of attempts is told")
    func attemptBudget() throws {
        var walk = Walk(3, .init(attempts: 2))
        #expect(walk.fail(.overloaded) == .attempt(candidate: 1))
        let ending = try Self.ending(walk.fail(.transient))
        #expect(ending.isSpent)
        #expect(ending.failureClass == .overloaded)
    }

    @Test("a budget that is spent before the credentials are is told, too")
    func spentOnCredentials() throws {
        var walk = Walk(1, .init(attempts: 2))
        #expect(walk.fail(.quota, credentials: 3) == .attempt(candidate: 0, credential: 1))
        #expect(try Self.ending(walk.fail(.quota, credentials: 3)).isSpent)
        var enough = Walk(1, .init(attempts: 3))
        for place in 1...2 { #expect(enough.fail(.quota, credentials: 3) == .attempt(candidate: 0, credential: place)) }
        #expect(try !Self.ending(enough.fail(.quota, credentials: 3)).isSpent)
    }

    @Test("when the exchange's time is up nothing more is tried, and that is what is told")
    func totalTimeout() throws {
        var walk = Walk(3)
        _ = walk.fail(.rateLimited)
        let ending = try Self.ending(walk.fail(.init(.totalTimeout, .transient)))
        #expect(ending.failure == .totalTimeout)
        #expect(walk.failover.timeIsUp().failure == .totalTimeout)
    }

    @Test("the failure that tells a caller most is told at the end")
    func tellsTheMostTelling() throws {
        let ranks: [(AttemptFailure, FailureClass)] = [
            (.untranslatable, .ours), (.reset, .transient), (.status(401), .credential), (.status(503), .transient),
            (.status(429), .rateLimited), (.status(413), .contextTooLong),
        ]
        for (lower, less) in ranks.enumerated() {
            for more in ranks[(lower + 1)...] {
                for pair in [[less, more], [more, less]] {
                    var walk = Walk(3, .init(lastModelRetries: 0))
                    // The first model's objection is news, whoever else fails.
                    let isFirst = more.1 != .contextTooLong || pair[0].0 == more.0
                    guard isFirst else { continue }
                    for (failure, kind) in pair { _ = walk.fail(.init(failure, kind)) }
                    let ending = try Self.ending(walk.fail(.init(.reset, .transient)))
                    #expect(ending.failure == (less.0 == .untranslatable && more.0 == .reset ? .reset : more.0))
                }
            }
        }
    }
}
