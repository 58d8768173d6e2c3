import Domain
import JSON

@testable import Dialects

/// What the tests of the dialect share.
enum ResponsesFixtures {
    static func json(_ text: String) throws -> JSONValue { try JSONValue(parsing: Array(text.utf8)) }

    static func read(_ members: String) throws -> ConversationRequest {
        try Responses().readRequest(try json(#"{"model":"m",\#(members)}"#))
    }

    static func readInput(_ items: String) throws -> ConversationRequest { try read(#""input":[\#(items)]"#) }

    /// The written body and the names of what was lost.
    static func write(
        _ request: ConversationRequest,
        limit: Int? = nil,
        isStrict: Bool = false
    ) throws -> (body: JSONValue, lost: [ConversationField]) {
        var losses = LossReport(target: .responses, isStrict: isStrict)
        let body = try Responses().writeRequest(request, for: TargetTraits(outputLimit: limit), losses: &losses)
        return (body, losses.fields)
    }

    static func request(_ turns: [Turn], _ change: (inout ConversationRequest) -> Void = { _ in })
        -> ConversationRequest
    {
        var request = ConversationRequest(model: "m")
        request.turns = turns
        change(&request)
        return request
    }

    static func text(_ text: String) -> Part { .text(Part.Text(text)) }

    static let options = AnswerOptions(idSeed: "s", model: "up", now: 1_700_000_000)

    /// The events of frames given by their data, one a line.
    static func events(_ lines: String) throws -> [StreamEvent] {
        var reader = Responses().makeReader()
        var events: [StreamEvent] = []
        for line in lines.split(separator: "\n") {
            events += try reader.read(ServerSentEvents.Frame(data: Array(line.utf8)))
        }
        return events
    }

    /// The data of the frames that events become.
    static func frames(_ events: [StreamEvent], _ options: AnswerOptions = options) throws -> [JSONValue] {
        var writer = Responses().makeWriter(options)
        var bytes: [UInt8] = []
        for event in events { writer.write(event, to: &bytes) }
        var reader = ServerSentEvents()
        let frames = try bytes.withUnsafeBytes { try reader.append($0) }
        return try frames.map { try JSONValue(parsing: $0.data) }
    }
}
