/// One of the texts of an answer.
struct AnswerPart {
    enum Place: String {
        case text, reasoning, tool
    }

    var place: Place
    var text: String

    /// What a rule adds to say that the evidence does not stand in the text.
    var suffix: String { place == .text ? "" : "@\(place.rawValue)" }

    /// The parts that are not empty, the text first; of what is over `AnswerStanding.longest`, only the beginning.
    static func all(of answer: Answer) -> [AnswerPart] {
        var parts = [AnswerPart(place: .text, text: answer.text)]
        for call in answer.toolCalls {
            parts.append(AnswerPart(place: .tool, text: call.name))
            parts.append(AnswerPart(place: .tool, text: call.arguments))
        }
        parts.append(AnswerPart(place: .reasoning, text: answer.reasoning))
        var room = AnswerStanding.longest
        return parts.compactMap { part in
            guard !part.text.isEmpty, room > 0 else { return nil }
            let length = part.text.utf8.count
            defer { room -= length }
            guard length > room else { return part }
            return AnswerPart(place: part.place, text: String(decoding: part.text.utf8.prefix(room), as: UTF8.self))
        }
    }
}
