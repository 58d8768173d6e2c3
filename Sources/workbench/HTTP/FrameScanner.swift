/// Follows server-sent events across reads: counts frames, picks out their time stamps, sees the terminator.
struct FrameScanner {
    struct Frame: Equatable {
        /// nil: the frame carries no stamp (first, finishing and usage frames of real providers).
        var stamp: UInt64?
    }

    private(set) var sawDone = false
    private var isLineEmpty = true
    private var lineLength = 0
    private var frameLength = 0
    private var doneMatched = 0
    private var digitsLeft = 0
    private var stamp: UInt64 = 0
    private var hasStamp = false

    /// A whole line.
    private let done: [UInt8]

    init(_ dialect: LoadDialect = .chatCompletions) {
        done = Array(dialect.terminator.utf8)
    }

    /// Calls `found` at the blank line that ends each event; comments alone are no event.
    mutating func scan(_ bytes: UnsafeRawBufferPointer, found: (Frame) -> Void) {
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\r"):
                continue
            case UInt8(ascii: "\n"):
                if isLineEmpty {
                    endFrame(found)
                } else {
                    if doneMatched == done.count, lineLength == doneMatched { sawDone = true }
                    isLineEmpty = true
                    lineLength = 0
                    doneMatched = 0
                }
                digitsLeft = 0
            default:
                read(byte)
            }
        }
    }

    private mutating func read(_ byte: UInt8) {
        if isLineEmpty {
            isLineEmpty = false
            // A line that starts with a colon is a comment.
            if byte != UInt8(ascii: ":") { frameLength += 1 }
        }
        if doneMatched == lineLength, doneMatched < done.count, byte == done[doneMatched] { doneMatched += 1 }
        lineLength += 1
        if byte == FrameStamp.mark {
            stamp = 0
            hasStamp = true
            digitsLeft = FrameStamp.digits
        } else if digitsLeft > 0 {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else {
                digitsLeft = 0
                hasStamp = false
                return
            }
            stamp = stamp &* 10 &+ UInt64(byte - UInt8(ascii: "0"))
            digitsLeft -= 1
        }
    }

    private mutating func endFrame(_ found: (Frame) -> Void) {
        if frameLength > 0, !sawDone { found(Frame(stamp: hasStamp ? stamp : nil)) }
        frameLength = 0
        hasStamp = false
    }
}
