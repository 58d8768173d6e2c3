import Domain
import JSON
import Testing

@testable import Dialects

@Suite("Responses: streams are written")
struct ResponsesStreamWritingTests {
    typealias Fixtures = ResponsesFixtures

    private static let started = StreamEvent.started(id: "chatcmpl-1", model: "m", createdAt: 5)

    @Test("a text lives through every event in order, and the last one waits for usage")
    func text() throws {
        let frames = try Fixtures.frames([
            Self.started, .opened(0, .text), .delta(0, "Hel"), .delta(0, "lo"), .closed(0),
            .stopped(.endOfTurn, sequence: nil), .usage(Usage(input: 3, output: 2)), .ended,
        ])
        #expect(
            frames.map { $0["type"]?.string } == [
                "response.created", "response.in_progress", "response.output_item.added", "response.content_part.added",
                "response.output_text.delta", "response.output_text.delta", "response.output_text.done",
                "response.content_part.done", "response.output_item.done", "response.completed",
            ]
        )
        #expect(frames.map { $0["sequence_number"]?.integer } == Array(0..<10))
        #expect(
            frames[5]
                == (try Fixtures.json(
                    #"{"type":"response.output_text.delta","sequence_number":5,"item_id":"msg_s0","output_index":0,"content_index":0,"delta":"lo","logprobs":[]}"#
                ))
        )
        #expect(frames[6]["text"] == .string("Hello"))
        let answer = try Responses().readAnswer(try #require(frames[9]["response"]))
        #expect(answer.parts == [Fixtures.text("Hello")])
        #expect(answer.usage.output == 2)
        #expect(answer.createdAt == 5)
        #expect(frames[0]["response"]?["output"] == .array([]))
        #expect(frames[0]["response"]?["status"] == .string("in_progress"))
    }

    @Test("the full object is the plain answer to the same content")
    func sameAsPlain() throws {
        let frames = try Fixtures.frames([
            .started(id: nil, model: nil, createdAt: nil), .opened(0, .reasoning(isSummary: true)), .delta(0, "s"),
            .closed(0), .opened(1, .reasoning(isSummary: false)), .delta(1, "c"), .sealed(1, .encrypted("E")),
            .closed(1),
            .opened(2, .text), .closed(2), .opened(3, .text), .opened(4, .toolCall(id: "1", name: "f")), .delta(3, "t"),
            .closed(3), .closed(4), .opened(5, .refusal), .delta(5, "no"), .closed(5),
            .usage(Usage(input: 3, output: 2)), .stopped(.toolCalls, sequence: nil), .ended,
        ])
        var answer = ConversationAnswer()
        answer.parts = [
            .reasoning(Reasoning("s", isSummary: true)), .reasoning(Reasoning("c", seal: .encrypted("E"))),
            .toolCall(ToolCall(id: "1", name: "f", arguments: "")), Fixtures.text("t"), .refusal("no"),
        ]
        answer.stop = .toolCalls
        answer.usage = Usage(input: 3, output: 2)
        var losses = LossReport(target: .responses)
        let plain = Responses().writeAnswer(answer, Fixtures.options, losses: &losses)
        #expect(frames.last?["response"] == plain)
    }

    @Test("what is written is read as the same events")
    func roundTrip() throws {
        let events: [StreamEvent] = [
            .started(id: "resp_1", model: "m", createdAt: 5), .opened(0, .reasoning(isSummary: true)), .delta(0, "s"),
            .sealed(0, .encrypted("E")), .closed(0), .opened(1, .text), .delta(1, "ü"), .closed(1),
            .opened(2, .refusal),
            .delta(2, "no"), .closed(2), .opened(3, .toolCall(id: "1", name: "f")),
            .opened(4, .toolCall(id: "2", name: "g")), .delta(4, "{"), .delta(3, "[]"), .delta(4, "}"), .closed(3),
            .closed(4), .usage(Usage(input: 1, output: 2, cachedInput: 0, cacheWrite: 0, reasoning: 0)),
            .stopped(.toolCalls, sequence: nil), .ended,
        ]
        let lines = try Fixtures.frames(events).map { String(decoding: $0.bytes, as: UTF8.self) }
        #expect(try Fixtures.events(lines.joined(separator: "\n")) == events)
    }

    @Test("an answer that was cut ends as incomplete, one that failed as failed with a code of the dialect's")
    func endings() throws {
        let cut = try Fixtures.frames([Self.started, .stopped(.outputLimit, sequence: nil), .ended])
        #expect(cut.last?["type"] == .string("response.incomplete"))
        let error = UpstreamError(type: "overloaded_error", code: "odd", message: "busy")
        let failed = try Fixtures.frames([Self.started, .opened(0, .text), .delta(0, "x"), .failed(error), .ended])
        #expect(failed.last?["type"] == .string("response.failed"))
        let expected = #"{"code":"server_error","message":"busy","type":"overloaded_error"}"#
        #expect(failed.last?["response"]?["error"] == (try Fixtures.json(expected)))
    }

    @Test("nothing is ended before the provider ended it")
    func unended() throws {
        let frames = try Fixtures.frames([Self.started, .opened(0, .text), .delta(0, "x"), .closed(0)])
        #expect(frames.last?["type"] == .string("response.output_item.done"))
    }

    @Test("an answer larger than its last event can be is given up, never ended")
    func bound() throws {
        let piece = String(repeating: "x", count: ResponsesStreamWriter.mostText / 2)
        let frames = try Fixtures.frames([
            Self.started, .opened(0, .text), .delta(0, piece), .delta(0, piece), .closed(0),
            .stopped(.endOfTurn, sequence: nil), .ended,
        ])
        #expect(frames.last?["type"] == .string("response.output_text.delta"))
    }

    @Test("signatures and stop sequences are told as lost")
    func losses() {
        var writer = Responses().makeWriter(Fixtures.options)
        var bytes: [UInt8] = []
        let events: [StreamEvent] = [
            Self.started, .opened(0, .reasoning(isSummary: false)), .delta(0, "c"), .sealed(0, .signature("S")),
            .closed(0), .stopped(.stopSequence, sequence: "END"), .ended,
        ]
        for event in events { writer.write(event, to: &bytes) }
        #expect(writer.losses.fields == [.answerReasoningSeal, .stopSequence])
    }
}
