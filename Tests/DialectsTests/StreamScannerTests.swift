import Domain
import Testing

@testable import Dialects

@Suite("Stream scanner")
struct StreamScannerTests {
    /// What a whole stream comes to, however it was cut.
    struct Outcome: Equatable {
        var contentFrames: Int
        var isTerminated: Bool
        var failure: StreamFailure?
        var usage: Usage
        var answerID: String?
        var model: String?
        var finish: String?
        var isRefusal: Bool
    }

    static let chat = [
        #"{"id":"c-1","model":"gpt","choices":[{"delta":{"role":"assistant","content":""}}],"usage":null}"#,
        #"{"id":"c-1","model":"gpt","choices":[{"delta":{"content":"h"}}],"usage":null}"#,
        #"{"choices":[{"delta":{},"finish_reason":"stop"}]}"#,
        #"{"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":4}}}"#,
        "[DONE]",
    ]
    static let messages = [
        #"{"type":"message_start","message":{"id":"m-1","model":"c","usage":{"input_tokens":3,"cache_read_input_tokens":5}}}"#,
        #"{"type":"ping"}"#,
        #"{"type":"content_block_start","content_block":{"type":"text","text":""}}"#,
        #"{"type":"content_block_delta","delta":{"type":"text_delta","text":"h"}}"#,
        #"{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":2}}"#,
        #"{"type":"message_stop"}"#,
    ]
    static let responses = [
        #"{"type":"response.created","response":{"id":"r-1","model":"gpt","status":"in_progress","usage":null}}"#,
        #"{"type":"response.output_text.delta","delta":"h"}"#,
        #"{"type":"response.completed","response":{"id":"r-1","status":"completed","usage":{"input_tokens":9,"output_tokens":2}}}"#,
    ]
    static let streams: [(Dialect, [String], Outcome)] = [
        (
            .chatCompletions, chat,
            Outcome(
                contentFrames: 1,
                isTerminated: true,
                usage: Usage(input: 9, output: 2, cachedInput: 4),
                answerID: "c-1",
                model: "gpt",
                finish: "stop",
                isRefusal: false
            )
        ),
        (
            .messages, messages,
            Outcome(
                contentFrames: 1,
                isTerminated: true,
                usage: Usage(input: 8, output: 2, cachedInput: 5),
                answerID: "m-1",
                model: "c",
                finish: "end_turn",
                isRefusal: false
            )
        ),
        (
            .responses, responses,
            Outcome(
                contentFrames: 1,
                isTerminated: true,
                usage: Usage(input: 9, output: 2),
                answerID: "r-1",
                model: "gpt",
                finish: "completed",
                isRefusal: false
            )
        ),
    ]

    @Test("follows each dialect to its terminator, cut anywhere, with any line end", arguments: ["\n", "\r\n", "\r"])
    func everySplit(end: String) {
        for (dialect, frames, expected) in Self.streams {
            let stream = Array(
                ("\u{FEFF}: hello\(end)\(end)"
                    + frames.map { "event: x\(end)id: 1\(end)data: \($0)\(end)\(end)" }.joined()).utf8
            )
            #expect(outcome(dialect, [stream]) == expected)
            #expect(outcome(dialect, stream.map { [$0] }) == expected)
            for cut in 1..<stream.count {
                let seen = outcome(dialect, [Array(stream[..<cut]), Array(stream[cut...])])
                if seen != expected { Issue.record("\(dialect) cut at \(cut): \(seen)") }
            }
        }
    }

    @Test("short streams with odd line ends come to the same at every pair of cuts")
    func everyPairOfSplits() {
        let odd = [
            "data:{\"choices\":\ndata: [{\"delta\":{\"content\":\"x\"}}]}\r\r\n: c\rdata: [DONE]\n\n",
            "\n\u{FEFF}data: x\n\n", "\u{FEFF}\r\ndata: [DONE]\r\r", "data\ndata:\n\ndata: [DONE]\r\n\r\n",
            "datax: {\n\nretry: 5\rdata:[DONE]\r\n\n", "\r\n\r\n\r\ndata: {}\n\rdata: {\"error\":1}\n\n",
        ]
        for text in odd {
            let stream = Array(text.utf8)
            let whole = outcome(.chatCompletions, [stream])
            for first in 0...stream.count {
                for second in first...stream.count {
                    let pieces = [stream[..<first], stream[first..<second], stream[second...]].map { Array($0) }
                    let seen = outcome(.chatCompletions, pieces)
                    if seen != whole { Issue.record("\(text.debugDescription) at \(first), \(second): \(seen)") }
                }
            }
        }
    }

    @Test("a frame ends with its empty line, also when the last byte is a lone carriage return")
    func carriageReturns() {
        #expect(outcome(.chatCompletions, [Array("data: [DONE]\r\r".utf8)]).isTerminated)
        #expect(outcome(.chatCompletions, [Array("data: [DONE]\r\n\r".utf8), [0x0A]]).isTerminated)
        #expect(!outcome(.chatCompletions, [Array("data: [DONE]\r\n".utf8)]).isTerminated)
        #expect(!outcome(.chatCompletions, [Array("data: [DONE]\r".utf8), [0x0A]]).isTerminated)
    }

    @Test(
        "only the dialect's own mark ends a stream",
        arguments: [
            (.chatCompletions, "[DONE]", true), (.responses, "[DONE]", false),
            (.messages, #"{"type":"message_stop"}"#, true),
            (.chatCompletions, #"{"type":"message_stop"}"#, false),
            (.responses, #"{"type":"response.incomplete"}"#, true),
            (.responses, #"{"type":"response.completed"}"#, true),
            (.messages, #"{"type":"response.completed"}"#, false),
            (.chatCompletions, #"{"choices":[{"finish_reason":"stop"}]}"#, false),
            (.messages, #"{"type":"message_delta","delta":{"stop_reason":"end_turn"}}"#, false),
        ] as [(Dialect, String, Bool)]
    )
    func terminators(dialect: Dialect, data: String, ends: Bool) {
        #expect(outcome(dialect, [Array("data: \(data)\n\n".utf8)]).isTerminated == ends)
    }

    @Test(
        "an error event or a frame that is no JSON object fails the stream",
        arguments: [
            (.chatCompletions, #"{"error":{"message":"x"}}"#, .errorEvent), (.chatCompletions, #"{"error":null}"#, nil),
            (.messages, #"{"type":"error","error":{"type":"overloaded_error"}}"#, .errorEvent),
            (.responses, #"{"type":"error","code":"x"}"#, .errorEvent),
            (.responses, #"{"type":"response.failed","response":{}}"#, .errorEvent),
            (.responses, #"{"type":"response.completed","response":{"error":null}}"#, nil),
            (.chatCompletions, "{", .malformedFrame), (.chatCompletions, "[]", .malformedFrame),
            (.messages, "[DONE]", .malformedFrame), (.chatCompletions, "<html>", .malformedFrame),
        ] as [(Dialect, String, StreamFailure?)]
    )
    func failures(dialect: Dialect, data: String, failure: StreamFailure?) {
        #expect(outcome(dialect, [Array("data: \(data)\n\n".utf8)]).failure == failure)
    }

    @Test("after a failure nothing counts any more")
    func staysFailed() {
        let seen = outcome(
            .chatCompletions,
            [Array("data: {\n\ndata: [DONE]\n\n".utf8), Array("data: [DONE]\n\n".utf8)]
        )
        #expect(seen.failure == .malformedFrame)
        #expect(!seen.isTerminated)
    }

    @Test("a frame that never ends is given up at its bound")
    func oversized() {
        var scanner = StreamScanner(.chatCompletions)
        let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
        var failures: [StreamFailure?] = []
        for _ in 0...(StreamScanner.maximumFrame >> 20) {
            failures.append(piece.withUnsafeBytes { scanner.follow($0).failure })
        }
        #expect(failures.dropLast().allSatisfy { $0 == nil })
        #expect(failures.last == .oversizedFrame)
    }

    @Test("a frame of usage and nothing else is shown where it lies, new or not")
    func usageOnlyFrame() {
        let before = #"data: {"choices":[{"delta":{"content":"x"}}],"usage":{"completion_tokens":2}}"# + "\n\n"
        let usage = #"data: {"choices":[],"usage":{"completion_tokens":2}}"# + "\r\n\r\n"
        let first = #"data: {"choices":[],"prompt_filter_results":[]}"# + "\n\n"
        var scanner = StreamScanner(.chatCompletions)
        let stream = Array((first + usage + before + usage + "data: [DONE]\n\n").utf8)
        let ranges = stream.withUnsafeBytes { scanner.follow($0).usageOnlyFrames }
        #expect(ranges.map { String(decoding: stream[$0], as: UTF8.self) } == [usage, usage])
    }

    @Test(
        "an event of ours has the number behind the largest that came by; where none did, events are counted",
        arguments: [
            ([], 0), ([0, 1], 2), ([10, 15], 16), ([3, 1], 4), ([nil, nil, nil], 3), ([nil, 7, nil], 8),
            // What is no number of an event.
            ([-1], 1), ([1 << 60, 4], 5),
        ] as [([Int?], Int)]
    )
    func sequenceNumber(numbers: [Int?], next: Int) {
        var scanner = StreamScanner(.responses)
        for number in numbers {
            let member = number.map { ",\"sequence_number\":\($0)" } ?? ""
            let frame = "data: {\"type\":\"response.output_text.delta\"\(member),\"delta\":\"x\"}\n\n"
            _ = Array(frame.utf8).withUnsafeBytes { scanner.follow($0) }
        }
        #expect(scanner.nextSequenceNumber == next)
        // An error event is not passed on.
        let error = #"data: {"type":"error","sequence_number":99,"message":"m"}"# + "\n\n"
        _ = Array(error.utf8).withUnsafeBytes { scanner.follow($0) }
        if numbers.contains(where: { $0 == 4 || $0 == 15 }) { #expect(scanner.nextSequenceNumber == next) }
    }

    @Test(
        "the prefix of whole frames ends behind the last empty line",
        arguments: [
            ("", 0), ("data: x\n", 0), ("data: x\n\n", 9), ("data: x\n\ndata: y\n", 9), ("a\r\n\r\nb", 5), ("\n", 1),
            ("a\r\rb", 3), ("a\r\r", 3), ("a\r", 0), ("\r", 1), ("a\r\n\r", 4),
        ]
    )
    func completePrefix(text: String, length: Int) {
        #expect(Array(text.utf8).withUnsafeBytes { StreamScanner.completePrefix(of: $0) } == length)
    }

    private func outcome(_ dialect: Dialect, _ pieces: [[UInt8]]) -> Outcome {
        var scanner = StreamScanner(dialect)
        var progress = StreamScanner.Progress(hasContent: false, isTerminated: false)
        for piece in pieces { progress = piece.withUnsafeBytes { scanner.follow($0) } }
        return Outcome(
            contentFrames: scanner.contentFrames,
            isTerminated: progress.isTerminated,
            failure: progress.failure,
            usage: scanner.usage,
            answerID: scanner.answerID,
            model: scanner.reportedModel,
            finish: scanner.finishReason,
            isRefusal: scanner.hasRefusal
        )
    }
}
