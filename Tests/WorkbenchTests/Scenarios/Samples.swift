import Dialects
import Domain
import HoldfastTesting
import JSON

@testable import workbench

/// What a judge is shown in tests: one honest case, from which each test takes one thing away.
enum Samples {
    static let words = 2

    static func errorEvent(_ dialect: Dialect) -> String {
        switch dialect {
        case .chatCompletions: "data: {\"error\":{\"message\":\"it stopped\",\"code\":\"stream_interrupted\"}}\n\n"
        case .messages:
            "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"it stopped\"}}\n\n"
        case .responses: "event: error\ndata: {\"type\":\"error\",\"sequence_number\":4,\"message\":\"it stopped\"}\n\n"
        }
    }

    static func shown(_ dialect: Dialect) -> [String] {
        BrokenStream.shown(words: words, dialect, model: GatewaySettings.id("sick"))
    }

    /// An interruption as it should be.
    static func interrupted(_ dialect: Dialect) -> Observation {
        var seen = Observation(isEnded: true)
        seen.answer = .streamed(shown(dialect).joined() + errorEvent(dialect), isComplete: false)
        seen.entries = [.sick: [.any]]
        seen.record = .object(("outcome", .string("interrupted")))
        return seen
    }

    /// The substitute's whole answer as it should be.
    static func answered(on stage: Stage) -> Observation {
        var seen = Observation()
        seen.answer =
            stage.form.isStream
            ? .streamed(stage.goodBody(of: .well), isComplete: true) : .plain(200, stage.goodBody(of: .well))
        seen.entries = [.sick: [.any], .well: [.any]]
        return seen
    }

    static func refused(_ status: Int, retryAfter: Bool = true) -> Observation {
        var seen = Observation()
        var answer = Message.plain(status, #"{"type":"error","error":{"message":"nobody can","type":"x"}}"#)
        if retryAfter { answer.fields.append(.init(name: "retry-after", value: "2")) }
        seen.answer = answer
        seen.entries = [.sick: [.any], .well: [.any]]
        return seen
    }

    /// A stage without a gateway, for judgements that need none. Its providers are never asked.
    static func stage(_ form: Form, _ judge: Judge) async throws -> Stage {
        let provider = try await ScriptedProvider.start()
        await provider.stop()
        return Stage(
            subject: .direct,
            sick: provider,
            well: provider,
            third: provider,
            cast: [.sick, .well],
            port: provider.port,
            gateway: nil,
            form: form,
            judge: judge
        )
    }
}

extension Message {
    static func streamed(_ body: String, isComplete: Bool) -> Message {
        var message = Message.plain(200, body)
        message.fields = [.init(name: "content-type", value: "text/event-stream; charset=utf-8")]
        message.isComplete = isComplete
        return message
    }

    static func plain(_ status: Int, _ body: String) -> Message {
        var message = Message()
        message.startLine = "HTTP/1.1 \(status) Any"
        message.fields = [.init(name: "content-type", value: "application/json")]
        message.body = Array(body.utf8)
        message.isComplete = true
        return message
    }
}

extension ProviderLog.Entry {
    static let any = ProviderLog.Entry(
        request: ProviderRequest(number: 1, connection: 1, message: Message()),
        arrivedAt: .now
    )
}
