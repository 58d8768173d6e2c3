import Domain
import HoldfastTesting
import JSON

@testable import Dialects

/// A fixture's way to another dialect.
extension Fixture {
    static let options = AnswerOptions(idSeed: "seed", model: "coast-1", now: 1_764_000_000)

    static func upstreamModel(_ target: Dialect) -> String {
        switch target {
        case .chatCompletions, .responses: "coast-1"
        case .messages: "claude-sonnet-4-5"
        }
    }

    // MARK: Requests

    func request() throws -> ConversationRequest {
        try dialect.profile.readRequest(JSONValue(parsing: body))
    }

    func translated(to target: Dialect, isStrict: Bool = false) throws -> Translation {
        try Translation(
            JSONValue(parsing: body),
            from: dialect,
            to: target,
            model: (target == .messages ? model : nil) ?? Self.upstreamModel(target),
            traits: TargetTraits(),
            isStrict: isStrict
        )
    }

    // MARK: Answers

    struct WrittenAnswer {
        var body: JSONValue
        var losses: LossReport
    }

    func answer() throws -> ConversationAnswer {
        try dialect.profile.readAnswer(JSONValue(parsing: body))
    }

    func answered(to caller: Dialect) throws -> WrittenAnswer {
        let translation = try Translation(
            asked(by: caller),
            from: caller,
            to: dialect,
            model: "coast-1",
            traits: TargetTraits(),
            isStrict: false
        )
        let told = try translation.answer(JSONValue(parsing: body), Self.options(customTools))
        return WrittenAnswer(body: told.body, losses: told.losses)
    }

    /// A request with the custom tools, if there are any.
    private func asked(by caller: Dialect) throws -> JSONValue {
        guard !custom.isEmpty else {
            let basic = Self.requests.first { $0.dialect == caller && $0.name == "basic" }
            return try JSONValue(parsing: basic?.body ?? [])
        }
        var losses = LossReport(target: caller)
        return try caller.profile.writeRequest(Self.request(customTools), for: TargetTraits(), losses: &losses)
    }

    private static func options(_ tools: [Tool]) -> AnswerOptions {
        var options = options
        if !tools.isEmpty { options.request = request(tools) }
        return options
    }

    private static func request(_ tools: [Tool]) -> ConversationRequest {
        var request = ConversationRequest(model: "coast")
        request.turns = [Turn(.user, [.text(Part.Text("Steer 090."))])]
        request.tools = tools
        return request
    }

    // MARK: Streams

    /// - Parameter pieces: how the provider's bytes come.
    /// - Parameter tools: of the request.
    static func streamed(
        _ pieces: [[UInt8]],
        from provider: Dialect,
        to caller: Dialect,
        _ tools: [Tool] = []
    ) throws -> WrittenStream {
        let stream = StreamPassage(from: provider, to: caller, options(tools))
        var written = WrittenStream(stream: stream)
        for piece in pieces { try written.follow(piece) }
        return written
    }

    struct WrittenStream {
        var stream: StreamPassage
        var bytes: [UInt8] = []

        mutating func follow(_ piece: some Sequence<UInt8>) throws {
            bytes += try Array(piece).withUnsafeBytes { try stream.follow($0) }
        }

        /// All that the passage tells beside the bytes.
        var facts: String {
            "\(stream.usage) \(stream.answerID ?? "-") \(stream.reportedModel ?? "-") \(stream.finishReason ?? "-") "
                + "\(stream.hasContent) \(stream.isEnded) \(stream.failure.map { "\($0)" } ?? "-") \(stream.losses.fields) "
                + "\(stream.seals)"
        }
    }
}
