import Dialects
import Domain
import HoldfastTesting
import JSON

extension Judge {
    /// An answer that broke after its beginning had been shown: what was shown is untouched, then comes one error event
    /// of the dialect, then an abnormal close. Nobody else was asked, and the journal says `interrupted`.
    ///
    /// - Parameters:
    ///   - shown: the sick provider's whole frames before its fault, at least one of them content.
    ///   - isAll: false where the fault has no certain place, so that the client may have seen fewer.
    func expectInterrupted(_ seen: Observation, shown: [String], isAll: Bool = true, on stage: Stage) {
        note(seen.words(on: stage))
        guard let answer = seen.answer, let reading = seen.reading(on: stage) else {
            return expect(false, "no answer at all, where the beginning of one was due")
        }
        expect(answer.status == 200, "a \(answer.status), where the beginning of a stream was due")
        expect(reading.ending == .toldAndBroken, "the stream: \(reading.ending.rawValue)")
        expect(reading.terminators == 0, "the stream has its dialect's terminator")
        expect(reading.errors.count == 1, "\(reading.errors.count) error events")
        expect(Self.hasMessage(reading.errors.last, stage.form.dialect), "no error event with a message")
        expectUntouched(reading, shown, isAll, on: stage)
        expect(seen.asked(.sick) == 1, "the sick provider was asked \(seen.asked(.sick)) times")
        expect(seen.asked(.well) == 0, "the substitute was asked although words had been shown")
        if stage.gateway != nil { expectRecord(seen, outcome: "interrupted") }
    }

    /// Content that had been shown is not changed, doubled or taken back. Where the gateway writes the stream,
    /// the words are compared: the frames are others.
    private func expectUntouched(_ reading: StreamReading, _ shown: [String], _ isAll: Bool, on stage: Stage) {
        let words = StreamReading(frames: shown, stage.form.upstream).text
        expect(
            isAll ? reading.text == words : words.hasPrefix(reading.text) && !reading.text.isEmpty,
            "the client was shown “\(reading.text.prefix(80))”, the provider said “\(words.prefix(80))”"
        )
        guard !stage.form.isTranslated, !stage.isWritten || stage.subject != .holdfast else { return }
        let before = reading.frames.dropLast(reading.errors.count).filter { !$0.hasPrefix(":") }
        expect(
            isAll ? before == shown : before == Array(shown.prefix(before.count)),
            "the frames before the error event are not the provider's"
        )
    }

    private static func hasMessage(_ event: JSONValue?, _ dialect: Dialect) -> Bool {
        let places =
            switch dialect {
            case .chatCompletions, .messages: [event?["error"]?["message"]]
            case .responses: [event?["message"], event?["response"]?["error"]?["message"]]
            }
        return places.contains { $0?.string?.isEmpty == false }
    }
}
