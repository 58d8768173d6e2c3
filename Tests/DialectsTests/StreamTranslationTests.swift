import Domain
import JSON
import Testing

@testable import Dialects

@Suite("Streams between dialects: failure and foreign content")
struct StreamTranslationTests {
    private static let options = AnswerOptions(idSeed: "s", model: "up", now: 1)

    private static func follow(_ stream: inout StreamTranslation, _ text: String) throws -> String {
        let bytes = try Array(text.utf8).withUnsafeBytes { try stream.follow($0) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func chunk(_ delta: String) -> String {
        "data: {\"id\":\"chatcmpl-1\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":\(delta)}]}\n\n"
    }

    @Test("a writer that gives up fails the stream and leaves no end")
    func givenUp() throws {
        var stream = StreamTranslation(from: .chatCompletions, to: .responses, Self.options)
        let piece = String(repeating: "x", count: ResponsesStreamWriter.mostText / 2 + 1)
        _ = try Self.follow(&stream, Self.chunk("{\"content\":\"\(piece)\"}"))
        #expect(stream.failure == nil)
        let last = try Self.follow(
            &stream,
            Self.chunk("{\"content\":\"\(piece)\"}")
                + "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
                + "data: [DONE]\n\n"
        )
        #expect(stream.failure?.code == "server_error")
        #expect(!stream.isEnded)
        #expect(!last.contains("response.completed"))
        #expect(try Self.follow(&stream, "data: [DONE]\n\n") == "")
        #expect(!stream.isEnded)
    }

    @Test("reasoning that the caller's dialect does not show is a sign of life and no content")
    func hiddenReasoning() throws {
        let thinking = """
            data: {"type":"message_start","message":{"id":"m","usage":{}}}

            data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":""}}

            data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}}


            """
        var chat = StreamTranslation(from: .messages, to: .chatCompletions, Self.options)
        _ = try Self.follow(&chat, thinking)
        #expect(chat.contents == 1 && !chat.hasContent)
        let text = """
            data: {"type":"content_block_stop","index":0}

            data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"a"}}


            """
        _ = try Self.follow(&chat, text)
        #expect(chat.contents == 2 && chat.hasContent)
        var responses = StreamTranslation(from: .messages, to: .responses, Self.options)
        _ = try Self.follow(&responses, thinking)
        #expect(responses.hasContent)
    }

    @Test("a chunk that holds a message in place of a piece of one is read")
    func wholeMessage() throws {
        var stream = StreamTranslation(from: .chatCompletions, to: .messages, Self.options)
        let chunk = #"data: {"choices":[{"index":0,"message":{"content":"all of it"},"finish_reason":"stop"}]}"#
        let written = try Self.follow(&stream, chunk + "\n\ndata: [DONE]\n\n")
        #expect(written.contains("all of it") && stream.isEnded)
    }

    @Test("an error event after a stream has the number that comes next")
    func sequenceNumber() throws {
        let frames = Self.chunk(#"{"content":"a"}"#)
        var stream = StreamTranslation(from: .chatCompletions, to: .responses, Self.options)
        let written = try Self.follow(&stream, frames)
        let events = written.split(separator: "\n").count { $0.hasPrefix("data:") }
        #expect(events > 0)
        #expect(stream.nextSequenceNumber == events)
        var scanner = StreamScanner(.responses)
        _ = Array(written.utf8).withUnsafeBytes { scanner.follow($0) }
        #expect(scanner.frames == events)
        #expect(scanner.nextSequenceNumber == events)
        let error = ErrorShape.streamEvent(
            for: Refusal(.streamInterrupted, "m"),
            .responses,
            ErrorMarks(requestID: "r", upstreamRequestID: nil, sequenceNumber: scanner.nextSequenceNumber)
        )
        #expect(String(decoding: error, as: UTF8.self).contains("\"sequence_number\":\(events)"))
    }

    @Test(
        "what no other dialect can carry is told as lost",
        arguments: [
            (Dialect.chatCompletions, chunk(#"{"images":[{}]}"#), ConversationField.answerVendorContent),
            (.chatCompletions, chunk(#"{"content":[{"type":"image"}]}"#), .answerVendorContent),
            (.chatCompletions, chunk(#"{"annotations":[{}]}"#), .answerCitations),
            (
                .chatCompletions, "data: {\"choices\":[{\"index\":0,\"delta\":{},\"logprobs\":{\"content\":[]}}]}\n\n",
                .answerLogProbabilities
            ),
            (
                .messages,
                "data: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"server_tool_use\"}}\n\n",
                .answerVendorContent
            ),
            (
                .messages,
                "data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"citations_delta\"}}\n\n",
                .answerCitations
            ),
            (
                .responses,
                "data: {\"type\":\"response.output_item.added\",\"item\":{\"type\":\"web_search_call\"}}\n\n",
                .answerVendorContent
            ),
            (.responses, "data: {\"type\":\"response.output_text.annotation.added\"}\n\n", .answerCitations),
            (
                .responses,
                "data: {\"type\":\"response.output_text.delta\",\"delta\":\"a\",\"logprobs\":[{\"token\":\"a\"}]}\n\n",
                .answerLogProbabilities
            ),
        ]
    )
    func foreign(provider: Dialect, frame: String, field: ConversationField) throws {
        for caller in Dialect.allCases where caller != provider {
            var stream = StreamTranslation(from: provider, to: caller, Self.options)
            _ = try Self.follow(&stream, frame)
            #expect(stream.losses.fields == [field], "\(caller)")
        }
    }

    private static func frames(_ data: [String]) -> String { data.map { "data: \($0)\n\n" }.joined() }

    @Test("the counts of the first event reach a caller of another dialect's first event, too")
    func countsFirst() throws {
        var stream = StreamTranslation(from: .chatCompletions, to: .messages, Self.options)
        let written = try Self.follow(
            &stream,
            Self.frames([
                #"{"id":"c","choices":[{"index":0,"delta":{"content":"a"}}],"usage":{"prompt_tokens":7,"completion_tokens":1,"prompt_tokens_details":{"cached_tokens":3}}}"#
            ])
        )
        #expect(written.contains(#""usage":{"input_tokens":4,"cache_read_input_tokens":3,"output_tokens":1}"#))
    }

    @Test("a caller of another dialect is told that what stands beside a call is lost")
    func callSeals() throws {
        let data = [
            #"{"id":"chatcmpl-1","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{}"},"extra_content":{"google":{"thought_signature":"S"}}}]}}]}"#
        ]
        var translated = StreamTranslation(from: .chatCompletions, to: .messages, Self.options)
        _ = try Self.follow(&translated, Self.frames(data))
        #expect(translated.losses.fields == [.answerReasoningSeal])
    }
}
