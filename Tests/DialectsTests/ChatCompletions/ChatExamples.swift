import Domain
import JSON

@testable import Dialects

func chatJSON(_ text: String) throws -> JSONValue { try JSONValue(parsing: Array(text.utf8)) }

enum ChatExamples {
    static let profile = ChatCompletions()
    static let options = AnswerOptions(idSeed: "seed1", model: "up", now: 1_700_000_000)

    /// Reads a request whose body is these members and one user message.
    static func read(_ members: String) throws -> ConversationRequest {
        try profile.readRequest(chatJSON(#"{"model":"m","messages":[{"role":"user","content":"hi"}]\#(members)}"#))
    }

    static func read(messages: String) throws -> ConversationRequest {
        try profile.readRequest(chatJSON(#"{"model":"m","messages":[\#(messages)]}"#))
    }

    static func write(
        _ request: ConversationRequest,
        _ traits: TargetTraits = TargetTraits()
    ) throws -> (body: JSONValue, lost: [ConversationField]) {
        var losses = LossReport(target: .chatCompletions)
        return (try profile.writeRequest(request, for: traits, losses: &losses), losses.fields)
    }

    static func events(_ chunks: [String]) throws -> [StreamEvent] {
        var reader = ChatStreamReader()
        return try chunks.flatMap { try reader.read(.init(data: Array($0.utf8))) }
    }

    /// A chunk with this delta and, where there is one, this reason.
    static func chunk(_ delta: String, finish: String? = nil) -> String {
        let reason = finish.map { "\"\($0)\"" } ?? "null"
        return #"{"id":"chatcmpl-1","object":"chat.completion.chunk","created":7,"model":"m","#
            + #""choices":[{"index":0,"delta":\#(delta),"finish_reason":\#(reason)}]}"#
    }

    static func written(_ events: [StreamEvent], _ options: AnswerOptions = options) -> (
        text: String, lost: [ConversationField]
    ) {
        var writer = ChatStreamWriter(options)
        var bytes: [UInt8] = []
        for event in events { writer.write(event, to: &bytes) }
        return (String(decoding: bytes, as: UTF8.self), writer.losses.fields)
    }
}
