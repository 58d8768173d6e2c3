import NIOCore

/// What the models of a failover lane send, made once at start.
struct FailoverAnswers: Sendable {
    static let shared = FailoverAnswers()

    let unavailable = CannedAnswers.answer(
        "503 Service Unavailable",
        #"{"error":{"message":"The server is busy.","type":"server_error","param":null,"code":null}}"#
    )
    let rateLimited = CannedAnswers.answer(
        "429 Too Many Requests",
        #"{"error":{"message":"Rate limit reached.","type":"requests","param":null,"code":"rate_limit_exceeded"}}"#
    )
    /// The head that promises a whole answer, and half of it.
    let halfAnswer: ByteBuffer
    /// The head of a stream and a frame that says who speaks, but nothing.
    let emptyStream: ByteBuffer
    private let plain: ByteBuffer
    private let plainStamp: Int
    private let stream: ByteBuffer
    private let streamStamp: Int

    init() {
        let canned = CannedAnswers.shared
        let mark = String(UnicodeScalar(FrameStamp.mark))
        plain = CannedAnswers.answer(
            "200 OK",
            CannedAnswers.plainBody(beginning: mark + String(repeating: "0", count: FrameStamp.digits))
        )
        plainStamp = plain.readableBytesView.firstIndex(of: FrameStamp.mark).map { $0 + 1 } ?? 0
        halfAnswer = plain.getSlice(at: 0, length: plain.readableBytes - CannedAnswers.plainBodyLength / 2) ?? plain
        var whole = canned.streamHead
        streamStamp = whole.readableBytes + canned.stampOffset
        whole.writeImmutableBuffer(canned.frame)
        whole.writeImmutableBuffer(canned.streamEnd)
        stream = whole
        let opening = CannedAnswers.chunkStart + #"{"role":"assistant","content":""},"finish_reason":null}]}"# + "\n\n"
        var empty = canned.streamHead
        empty.writeString(CannedAnswers.hexadecimal(opening.utf8.count) + "\r\n" + opening + "\r\n")
        emptyStream = empty
    }

    /// A whole answer that carries the time of the fault before it, as `FaultMemo.take()` gives it.
    func whole(isStream: Bool, faultAt time: UInt64) -> ByteBuffer {
        var answer = isStream ? stream : plain
        FrameStamp.write(time, to: &answer, at: isStream ? streamStamp : plainStamp)
        return answer
    }
}
