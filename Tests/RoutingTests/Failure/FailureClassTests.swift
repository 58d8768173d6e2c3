import Domain
import Routing
import Testing

@Suite("Failure class")
struct FailureClassTests {
    private typealias Row = (
        moves: Bool, substituteMoves: Bool, breaker: FailureClass.BreakerVerdict, retries: Bool, nextCredential: Bool,
        final: FailureClass.FinalAnswer
    )

    private static let table: [FailureClass: Row] = [
        .transient: (true, true, .failure, true, false, .providersOwn),
        .overloaded: (true, true, .failure, true, false, .providersOwn),
        .rateLimited: (true, true, .neutral, true, true, .providersOwn),
        .quota: (true, true, .neutral, false, true, .ours(.upstreamUnavailable)),
        .credential: (true, true, .failure, false, true, .ours(.credentialUnavailable)),
        .modelGone: (true, true, .failure, false, false, .ours(.upstreamUnavailable)),
        .region: (true, true, .failure, false, false, .ours(.upstreamUnavailable)),
        .contextTooLong: (true, true, .neutral, false, false, .providersOwn),
        .contentRefused: (false, false, .success, false, false, .providersOwn),
        .malformed: (true, true, .failure, true, false, .ours(.upstreamMalformed)),
        .callersFault: (false, true, .neutral, false, false, .providersOwn),
        .ours: (true, true, .neutral, false, false, .ours(.upstreamUnavailable)),
    ]

    @Test("has the consequences that the documentation names", arguments: FailureClass.allCases)
    func consequences(failure: FailureClass) throws {
        let row = try #require(Self.table[failure])
        #expect(failure.movesOn(isSubstitute: false, refusalsMove: false) == row.moves)
        #expect(failure.movesOn(isSubstitute: true, refusalsMove: false) == row.substituteMoves)
        #expect(failure.breakerVerdict == row.breaker)
        #expect(failure.retriesSameModel == row.retries)
        #expect(failure.triesNextCredential == row.nextCredential)
        #expect(failure.finalAnswer(isSubstitute: false) == row.final)
    }

    @Test("a refusal moves only where the route says so, whoever refused", arguments: [true, false])
    func refusals(isSubstitute: Bool) {
        #expect(!FailureClass.contentRefused.movesOn(isSubstitute: isSubstitute, refusalsMove: false))
        #expect(FailureClass.contentRefused.movesOn(isSubstitute: isSubstitute, refusalsMove: true))
        #expect(!FailureClass.callersFault.movesOn(isSubstitute: false, refusalsMove: true))
    }

    @Test(
        "a caller never sees a substitute's objection as its own fault",
        arguments: [FailureClass.callersFault, .contextTooLong]
    )
    func substitutesObjection(failure: FailureClass) {
        #expect(failure.finalAnswer(isSubstitute: true) == .ours(.upstreamUnavailable))
    }

    @Test("what does not move and is not the caller's to see does not exist", arguments: FailureClass.allCases)
    func endsHonestly(failure: FailureClass) {
        for isSubstitute in [true, false] where !failure.movesOn(isSubstitute: isSubstitute, refusalsMove: false) {
            #expect(failure.finalAnswer(isSubstitute: isSubstitute) == .providersOwn)
        }
    }

    @Test("names are stable")
    func names() {
        #expect(
            FailureClass.allCases.map(\.rawValue) == [
                "transient", "overloaded", "rate_limited", "quota", "credential", "model_gone", "region",
                "context_too_long", "content_refused", "malformed", "callers_fault", "ours",
            ]
        )
    }
}
