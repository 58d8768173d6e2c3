import NIOCore

/// The bytes that the mock upstream sends, made once at start.
struct CannedAnswers: Sendable {
    static let shared = CannedAnswers()

    /// Head and body of a plain answer.
    let plain: ByteBuffer
    let streamHead: ByteBuffer
    /// Chunk, event and JSON around a time stamp of `FrameStamp.digits` digits, which starts at `stampOffset`.
    let frame: ByteBuffer
    let stampOffset: Int
    /// The frame with the finish reason, `[DONE]` and the last chunk.
    let streamEnd: ByteBuffer
    let notFound: ByteBuffer
    let healthy: ByteBuffer

    /// The size measured for a short real answer; it keeps results comparable from release to release.
    static let plainBodyLength = 565
    static let frameLength = 250

    init() {
        plain = Self.answer("200 OK", Self.plainBody())
        notFound = Self.answer(
            "404 Not Found",
            #"{"error":{"message":"The bench upstream answers POST …/chat/completions only.","#
                + #""type":"invalid_request_error","param":null,"code":"not_found"}}"#
        )
        healthy = Self.answer("200 OK", #"{"object":"list","data":[{"id":"bench-model","object":"model"}]}"#)
        streamHead = ByteBuffer(
            string: "HTTP/1.1 200 OK\r\n" + Self.sharedFields + "content-type: text/event-stream; charset=utf-8\r\n"
                + "cache-control: no-cache\r\ntransfer-encoding: chunked\r\n\r\n"
        )
        let before = Self.chunkStart + #"{"content":""# + String(UnicodeScalar(FrameStamp.mark))
        let after = #""},"logprobs":null,"finish_reason":null}]}"# + "\n\n"
        let room = Self.frameLength - before.utf8.count - FrameStamp.digits - after.utf8.count
        let event = before + String(repeating: "0", count: FrameStamp.digits) + Self.words(room) + after
        let size = Self.hexadecimal(event.utf8.count) + "\r\n"
        frame = ByteBuffer(string: size + event + "\r\n")
        stampOffset = size.utf8.count + before.utf8.count
        let last = Self.chunkStart + #"{},"logprobs":null,"finish_reason":"stop"}]}"# + "\n\n" + "data: [DONE]\n\n"
        streamEnd = ByteBuffer(string: Self.hexadecimal(last.utf8.count) + "\r\n" + last + "\r\n0\r\n\r\n")
    }

    private static let sharedFields =
        "date: Thu, 01 Jan 2026 00:00:00 GMT\r\nx-request-id: req_0123456789abcdef0123456789abcdef\r\n"

    static let chunkStart =
        #"data: {"id":"chatcmpl-bench0123456789","object":"chat.completion.chunk","created":1767225600,"#
        + #""model":"bench-model","choices":[{"index":0,"delta":"#

    static func answer(_ status: String, _ body: String) -> ByteBuffer {
        ByteBuffer(
            string: "HTTP/1.1 \(status)\r\n" + sharedFields
                + "content-type: application/json\r\ncontent-length: \(body.utf8.count)\r\n\r\n" + body
        )
    }

    /// - Parameter beginning: of the content; the rest is filled with words.
    static func plainBody(beginning: String = "") -> String {
        let before =
            #"{"id":"chatcmpl-bench0123456789","object":"chat.completion","created":1767225600,"#
            + #""model":"bench-model","choices":[{"index":0,"message":{"role":"assistant","content":""#
        let after =
            #"","refusal":null},"logprobs":null,"finish_reason":"stop"}],"#
            + #""usage":{"prompt_tokens":180,"completion_tokens":48,"total_tokens":228},"system_fingerprint":"fp_bench"}"#
        let room = plainBodyLength - before.utf8.count - beginning.utf8.count - after.utf8.count
        return before + beginning + words(room) + after
    }

    /// Plain English of exactly so many bytes.
    static func words(_ length: Int) -> String {
        let text = "the harbour light turns slowly and the tide carries every boat home before dark "
        return String(String(repeating: text, count: length / text.utf8.count + 1).prefix(max(0, length)))
    }

    static func hexadecimal(_ value: Int) -> String {
        String(value, radix: 16)
    }
}
