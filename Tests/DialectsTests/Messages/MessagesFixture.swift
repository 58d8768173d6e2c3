import Domain
import JSON

@testable import Dialects

/// Reads, writes and compares Messages in as few words as a table has room for.
enum MessagesFixture {
    static let options = AnswerOptions(idSeed: "seed", model: "claude", now: 0)

    static func json(_ text: String) throws -> JSONValue {
        try JSONValue(parsing: Array(text.utf8))
    }

    static func text(_ value: JSONValue) -> String {
        String(decoding: value.bytes, as: UTF8.self)
    }

    /// Members are laid over a request of one message.
    static func read(_ members: String) throws -> ConversationRequest {
        var body: [String: JSONValue] = [:]
        let least = #"{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"Hi"}]}"#
        for text in [least, members] {
            for member in try json(text).members ?? [] { body[member.key] = member.value }
        }
        let order = body.keys.sorted().map { JSONValue.Member($0, body[$0] ?? .null) }
        return try Messages().readRequest(.object(order))
    }

    static func write(
        _ model: String = "claude-sonnet-4-5",
        limit: Int? = nil,
        _ change: (inout ConversationRequest) -> Void
    ) throws -> (body: JSONValue, losses: [ConversationField]) {
        var request = ConversationRequest(model: model)
        request.turns = [Turn(.user, [.text(Part.Text("Hi"))])]
        change(&request)
        var losses = LossReport(target: .messages)
        let body = try Messages().writeRequest(request, for: TargetTraits(outputLimit: limit), losses: &losses)
        return (body, losses.fields)
    }

    static func events(_ frames: [String]) throws -> [StreamEvent] {
        var reader = Messages().makeReader()
        return try frames.flatMap { try reader.read(ServerSentEvents.Frame(data: Array($0.utf8))) }
    }

    /// The data of each frame, after checking that it is named as its `type`.
    static func frames(_ events: [StreamEvent], losses: inout [ConversationField]) throws -> [JSONValue] {
        var writer = Messages().makeWriter(options)
        var bytes: [UInt8] = []
        for event in events { writer.write(event, to: &bytes) }
        losses = writer.losses.fields
        var reader = ServerSentEvents()
        let frames = try bytes.withUnsafeBytes { try reader.append($0) }
        return try frames.map { frame in
            let data = try JSONValue(parsing: frame.data)
            guard frame.event == data["type"]?.string else { throw TranslationFault("A frame is misnamed.") }
            return data
        }
    }
}
