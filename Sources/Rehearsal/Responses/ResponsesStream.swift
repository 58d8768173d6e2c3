import JSON

/// The events of a Responses stream: life cycle of the response around that of each item around that of its parts.
struct ResponsesStream {
    private let answer: ResponsesAnswer
    private var frames: [RehearsalReply.Frame] = []

    private init(_ answer: ResponsesAnswer) {
        self.answer = answer
    }

    static func frames(of answer: ResponsesAnswer) -> [RehearsalReply.Frame] {
        var stream = ResponsesStream(answer)
        stream.run()
        return stream.frames
    }

    private mutating func run() {
        let opened = answer.response(.inProgress, output: [])
        add("response.created", ("response", opened))
        add("response.in_progress", ("response", opened))
        switch answer.speech {
        case .text(let pieces, _): say(pieces)
        case .calls(let calls): for (index, call) in calls.enumerated() { self.call(call, index) }
        }
        add("response.\(answer.end.rawValue)", ("response", answer.body))
    }

    private mutating func say(_ pieces: [String]) {
        let text = pieces.joined()
        let place: [(String, JSONValue?)] = [
            ("item_id", .string(answer.itemID(0))), ("output_index", .integer(0)), ("content_index", .integer(0)),
        ]
        add(
            "response.output_item.added",
            ("output_index", .integer(0)),
            ("item", answer.message(.inProgress, content: []))
        )
        add("response.content_part.added", place + [("part", answer.part(""))])
        for piece in pieces {
            add(
                "response.output_text.delta",
                place + [("delta", .string(piece)), ("logprobs", .array([]))],
                isContent: true
            )
        }
        add("response.output_text.done", place + [("text", .string(text)), ("logprobs", .array([]))])
        add("response.content_part.done", place + [("part", answer.part(text))])
        add("response.output_item.done", ("output_index", .integer(0)), ("item", answer.items[0]))
    }

    private mutating func call(_ call: Speech.Call, _ index: Int) {
        let place: [(String, JSONValue?)] = [
            ("item_id", .string(answer.itemID(index))), ("output_index", .integer(index)),
        ]
        add(
            "response.output_item.added",
            ("output_index", .integer(index)),
            ("item", answer.call(call, index, .inProgress, arguments: ""))
        )
        for piece in call.pieces {
            add("response.function_call_arguments.delta", place + [("delta", .string(piece))], isContent: true)
        }
        add("response.function_call_arguments.done", place + [("arguments", .string(call.arguments))])
        add("response.output_item.done", ("output_index", .integer(index)), ("item", answer.items[index]))
    }

    private mutating func add(_ type: String, _ members: (String, JSONValue?)...) {
        add(type, members)
    }

    private mutating func add(_ type: String, _ members: [(String, JSONValue?)], isContent: Bool = false) {
        let head: [(String, JSONValue?)] = [("type", .string(type)), ("sequence_number", .integer(frames.count))]
        let data = JSONValue.object(
            (head + members).compactMap { name, value in value.map { JSONValue.Member(name, $0) } }
        )
        frames.append(.init(event: type, data, isContent: isContent))
    }
}
