import Dialects
import Domain
import HoldfastTesting
import JSON

/// Good answers of the sick provider that stop until a gate opens.
enum HeldAnswer {
    /// - Parameter words: of `Role.sick.text` that are sent before; 0: the opening frames alone, or half of a plain
    ///   answer; nil: not even a head.
    static func script(words: Int?, _ gate: Gate) -> Script {
        Script { request in
            guard let dialect = request.dialect else { return [.answer(404, body: "{}")] }
            let answer = GoodAnswer(Role.sick.text)
            let model = request.json?["model"]?.string ?? "?"
            guard let words else { return [.gate(gate)] + Script.good(Role.sick.text).steps(for: request) }
            guard request.wantsStream else {
                let body = answer.plain(dialect, model: model)
                let half = String(body.prefix(body.count / 2))
                let head =
                    "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: \(body.utf8.count)\r\n\r\n"
                return [.raw(head + half), .gate(gate), .raw(String(body.dropFirst(half.count)))]
            }
            let frames = answer.frames(dialect, model: model)
            let first = GoodAnswer.opening(dialect) + words
            return [
                .stream(Array(frames.prefix(first))), .gate(gate), .stream(Array(frames.dropFirst(first))), .endStream,
            ]
        }
    }

    /// What a client has read by then.
    static func shown(_ words: Int) -> String {
        Role.sick.text.split(separator: " ").prefix(words).joined(separator: " ")
    }
}
