import Routing
import Testing

@Suite("Failover")
struct FailoverTests {
    @Test(
        "what a provider or the way to it got wrong moves on to the next model",
        arguments: [
            AttemptFailure.nameResolution, .connectRefused, .connectTimeout, .tls, .reset, .headTimeout, .status(500),
            .status(503), .status(429), .status(401), .status(301), .malformed, .cut, .unterminated, .modelBusy,
        ]
    )
    func movesOn(failure: AttemptFailure) {
        var failover = Failover(candidates: 2)
        #expect(failover.first == .attempt(0))
        #expect(failover.failed(failure) == .attempt(1))
    }

    @Test("what the caller got wrong is the caller's to see", arguments: [400, 404, 413, 422])
    func callersFault(status: Int) {
        var failover = Failover(candidates: 3)
        #expect(failover.failed(.status(status)) == .giveUp(.status(status)))
    }

    @Test("each candidate is tried once and the most telling failure is told at the end")
    func tellsTheMostTelling() {
        var failover = Failover(candidates: 3)
        #expect(failover.failed(.status(429)) == .attempt(1))
        #expect(failover.failed(.connectRefused) == .attempt(2))
        #expect(failover.failed(.status(503)) == .giveUp(.status(429)))
    }

    @Test("that a model's dialect cannot carry the request is told only when nothing else went wrong")
    func untranslatable() {
        var failover = Failover(candidates: 2)
        #expect(failover.failed(.untranslatable) == .attempt(1))
        #expect(failover.failed(.connectRefused) == .giveUp(.connectRefused))
        var hopeless = Failover(candidates: 2)
        #expect(hopeless.failed(.untranslatable) == .attempt(1))
        #expect(hopeless.failed(.untranslatable) == .giveUp(.untranslatable))
    }

    @Test("when the exchange's time is up nothing more is tried")
    func totalTimeout() {
        var failover = Failover(candidates: 3)
        #expect(failover.failed(.totalTimeout) == .giveUp(.totalTimeout))
    }

    @Test("attempts never exceed the candidates", arguments: 1...6)
    func bounded(candidates: Int) {
        var failover = Failover(candidates: candidates)
        var attempts = 1
        while case .attempt = failover.failed(.reset) { attempts += 1 }
        #expect(attempts == candidates)
    }

    @Test("labels form a closed set whatever status a provider invents")
    func closedLabels() {
        let labels = Set((100...999).map { AttemptFailure.status($0).label })
        #expect(labels.count <= 21)
        #expect(labels.contains("status_429"))
        #expect(labels.contains("status_4xx"))
    }
}
