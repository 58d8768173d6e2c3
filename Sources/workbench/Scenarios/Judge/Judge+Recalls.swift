import HoldfastTesting
import JSON

extension Judge {
    /// The recalled model was given nothing: judged by its provider's own log.
    ///
    /// - Parameter before: how many requests it had taken when the order was in effect.
    func expectUnasked(_ role: Role = .sick, since before: Int, on stage: Stage) {
        let further = stage.provider(role).requests.count - before
        note("\(further) requests to \(role.rawValue) after the order")
        expect(further == 0, "\(further) requests reached \(role.rawValue) after it was recalled")
    }

    /// Somebody else's whole answer: the recalled model was not asked, or had been asked before the order.
    func expectMoved(_ seen: Observation, sickAtMost: Int = 0, on stage: Stage) {
        // What is passed over stands in the journal and in no provider's log.
        expectAnswer(seen, by: [.well], sickAtLeast: 0, sickAtMost: sickAtMost, unreached: 0...2, on: stage)
    }

    /// The words that had been shown, the error event that names the recall, and an abnormal close.
    func expectRecalled(_ seen: Observation, by id: String?, words: Int, on stage: Stage) {
        let shown = BrokenStream.shown(words: words, stage.form.upstream, model: stage.model(of: .sick))
        expectInterrupted(seen, shown: shown, on: stage)
        expectNamed(seen.reading(on: stage)?.errors.last, id)
    }

    /// A whole error that names the recall, because nobody is left.
    func expectNobodyLeft(_ seen: Observation, by id: String?, on stage: Stage) {
        expectHonestError(seen, saysWhen: false, on: stage)
        expectNamed(seen.answer?.json, id)
    }

    private func expectNamed(_ error: JSONValue?, _ id: String?) {
        let words = error.map { String(decoding: $0.bytes, as: UTF8.self) } ?? ""
        expect(words.contains("model_recalled"), "the error does not say that the model was recalled")
        expect(id.map { !$0.isEmpty && words.contains($0) } ?? false, "the error does not name the recall")
    }
}
