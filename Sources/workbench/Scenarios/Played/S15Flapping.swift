import HoldfastTesting
import JSON

extension Scenario {
    private static let requests = 100
    /// A retry for every fifth request, and ten at once beside that.
    private static let mostAttempts = requests + requests / 5 + 10

    /// One second well, one second sick, and so on: shortened from a minute to ten seconds.
    static let s15 = Scenario(
        number: "S15",
        title: "a provider that flaps (10 s, 100 requests)",
        expected: "all answered; sick asked at most \(mostAttempts) times",
        forms: Form.two
    ) { stage in
        let began = ContinuousClock.now
        stage.sick.play(
            Script { request in
                let isWell = (ContinuousClock.now - began).components.seconds.isMultiple(of: 2)
                return (isWell ? .good(Role.sick.text) : Complaint.unavailable.always).steps(for: request)
            }
        )
        var unanswered = 0
        for number in 1...requests {
            let answer = try? await stage.call.send(port: stage.port)
            let seen = Observation(answer: answer, isEnded: true)
            if seen.server(on: stage) == nil { unanswered += 1 }
            try await Task.sleep(until: began + .milliseconds(100 * number))
        }
        let asked = stage.sick.requests.count
        stage.judge.note("\(requests - unanswered) of \(requests) answered, sick asked \(asked) times")
        stage.judge.expect(unanswered == 0, "\(unanswered) of \(requests) requests got no whole answer")
        stage.judge.expect(asked <= mostAttempts, "the sick provider was asked \(asked) times")
        stage.judge.expect(stage.well.requests.count <= requests, "the substitute was asked more than once a request")
        guard let gateway = stage.gateway else { return }
        let records = try await gateway.journal(atLeast: requests)
        let attempts = records.reduce(0) { $0 + ($1["attempts"]?.elements?.count ?? 0) }
        let seen = asked + stage.well.requests.count
        stage.judge.expect(attempts == seen, "\(attempts) attempts in the journal, \(seen) at the providers")
    }
}
