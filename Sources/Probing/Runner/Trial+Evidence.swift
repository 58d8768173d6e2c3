import Crypto
import Domain
import JSON

extension Trial.Outcome {
    /// Of all answers of a trial; more would fill the disk for nobody.
    private static let mostKept = 32 << 10

    /// Keeps the hash of what was answered, and the words of what a person may want to look at.
    mutating func keep(_ answers: [Answer]) {
        let texts = JSONValue.array(
            answers.map { answer in
                .object(
                    ("text", .string(answer.text)),
                    ("reasoning", answer.reasoning.isEmpty ? nil : .string(answer.reasoning)),
                    (
                        "tool_calls",
                        answer.toolCalls.isEmpty
                            ? nil
                            : .array(
                                answer.toolCalls.map {
                                    .object(("name", .string($0.name)), ("arguments", .string($0.arguments)))
                                }
                            )
                    ),
                    ("ending", .string(answer.ending.rawValue))
                )
            }
        ).bytes
        answersHash = Hex.text(SHA256.hash(data: texts))
        switch verdict {
        case .pass, .error: break
        case .hit, .unscored: self.answers = String(decoding: texts.prefix(Self.mostKept), as: UTF8.self)
        }
    }
}
