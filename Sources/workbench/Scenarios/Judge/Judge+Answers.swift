import Dialects
import HoldfastTesting
import JSON

extension Judge {
    /// The client has a whole answer of one of these, nobody was stormed, and the journal says the same.
    ///
    /// - Parameters:
    ///   - sickAtLeast: 0 where the sick provider cannot be reached, or may be known to be sick by now.
    ///   - unreached: attempts that no provider's log can show, such as refused connections.
    func expectAnswer(
        _ seen: Observation,
        by allowed: Set<Role>,
        sickAtLeast: Int = 1,
        sickAtMost: Int,
        unreached: ClosedRange<Int> = 0...0,
        on stage: Stage
    ) {
        note(seen.words(on: stage))
        let server = seen.server(on: stage)
        expect(server.map(allowed.contains) ?? false, "\(seen.words(on: stage)), where a whole answer was due")
        expectAttempts(seen, sickAtLeast: sickAtLeast, sickAtMost: sickAtMost)
        guard stage.gateway != nil else { return }
        expectRecord(seen, outcome: "completed")
        let served = seen.record?["served_model"]?.string
        expect(served == server?.rawValue, "the journal says that \(served ?? "nobody") served")
        let count = seen.record?["attempts"]?.elements?.count ?? 0
        expect(
            unreached.contains(count - seen.askedOfAll),
            "\(count) attempts in the journal, \(seen.askedOfAll) at the providers"
        )
    }

    /// The provider's own answer came through as it was, and nobody else was asked.
    func expectPassedOn(_ seen: Observation, status: Int, body: String, outcome: String, on stage: Stage) {
        let isIntact = seen.answer?.status == status && seen.answer?.isComplete == true && seen.answer?.text == body
        note(
            isIntact
                ? "the provider's own \(status), \(seen.asked(.sick))+\(seen.asked(.well)) tries"
                : seen.words(on: stage)
        )
        expect(isIntact, "\(seen.words(on: stage)), where the provider's own \(status) was due")
        expect(seen.asked(.sick) == 1, "the first choice was asked \(seen.asked(.sick)) times for one refusal")
        expect(seen.asked(.well) == 0, "the refusal was taken to the substitute")
        if stage.gateway != nil { expectRecord(seen, outcome: outcome) }
    }

    /// The client was told that nobody could answer: a whole error in its dialect, under a status that says so.
    ///
    /// - Parameter statuses: what may be said; 503 unless the failure has a truer one.
    func expectHonestError(
        _ seen: Observation,
        statuses: Set<Int> = [503],
        saysWhen: Bool = true,
        outcome: String = "failed",
        on stage: Stage
    ) {
        note(seen.words(on: stage))
        let answer = seen.answer
        expect(answer?.isComplete == true, "\(seen.words(on: stage)), where a whole error was due")
        guard let answer else { return }
        let wanted = statuses.sorted().map(String.init).joined(separator: " or ")
        expect(statuses.contains(answer.status), "a \(answer.status), where a \(wanted) was due")
        expect(answer.json?["error"]?["message"]?.string != nil, "the error has no message in the dialect's shape")
        if stage.form.dialect == .messages {
            expect(answer.json?["type"]?.string == "error", "the error does not have Anthropic's shape")
        }
        if saysWhen { expect(answer.has("retry-after"), "the error does not say when to come back") }
        if stage.gateway != nil { expectRecord(seen, outcome: outcome) }
    }

    func expectRecord(_ seen: Observation, outcome: String) {
        let written = seen.record?["outcome"]?.string
        expect(written == outcome, "the journal says \(written ?? "nothing"), where \(outcome) was due")
    }

    private func expectAttempts(_ seen: Observation, sickAtLeast: Int, sickAtMost: Int) {
        expect(seen.asked(.sick) >= sickAtLeast, "the sick provider was never asked")
        expect(seen.asked(.sick) <= sickAtMost, "the sick provider was asked \(seen.asked(.sick)) times")
        for role in [Role.well, .third] {
            expect(seen.asked(role) <= 1, "the substitute \(role.rawValue) was asked \(seen.asked(role)) times")
        }
    }
}
