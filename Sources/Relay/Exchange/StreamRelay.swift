import Dialects
import Domain
import NIOCore
import Routing

/// Follows one streamed answer: what it says of itself, what is held back, what may go out.
struct StreamRelay {
    private(set) var scanner: StreamScanner
    private(set) var commit = StreamCommit()
    /// Frames before the first content.
    private(set) var held = ByteBuffer()
    /// Usage was asked for by us and not by the caller: its frame must not reach them.
    private let withholdsUsage: Bool
    /// The start of a frame that is not whole yet; only while usage is withheld.
    private var partial = ByteBuffer()

    init(_ dialect: Dialect, withholdsUsage: Bool) {
        scanner = StreamScanner(dialect)
        self.withholdsUsage = withholdsUsage
    }

    /// Follows the next bytes; `forward` is then what of them the client may see.
    mutating func piece(_ bytes: ByteBuffer) -> (action: StreamCommit.Action, forward: ByteBuffer) {
        var forward = withholdsUsage ? wholeFrames(with: bytes) : bytes
        if withholdsUsage, forward.readableBytes == 0 {
            // A frame that never ends is as bad as one that is no JSON.
            let isEndless = partial.readableBytes > StreamScanner.maximumFrame
            return (isEndless ? commit.fail(.badFrame) : commit.isCommitted ? .relay : .hold, forward)
        }
        let progress = forward.withUnsafeReadableBytes { scanner.follow($0) }
        if withholdsUsage, let range = progress.usageOnlyFrame { forward = Self.cut(range, from: forward) }
        let seen = StreamCommit.Seen(
            content: progress.hasContent,
            terminator: progress.isTerminated,
            failure: progress.failure.map(AttemptFailure.init)
        )
        let action = commit.piece(seen, bytes: forward.readableBytes)
        if case .hold = action { held.writeImmutableBuffer(forward) }
        return (action, forward)
    }

    mutating func ended() -> StreamCommit.Action { commit.ended() }

    mutating func failed(_ failure: AttemptFailure) -> StreamCommit.Action { commit.fail(failure) }

    /// What was held, once.
    mutating func takeHeld() -> ByteBuffer {
        defer { held = ByteBuffer() }
        return held
    }

    private mutating func wholeFrames(with bytes: ByteBuffer) -> ByteBuffer {
        partial.writeImmutableBuffer(bytes)
        let length = partial.withUnsafeReadableBytes { StreamScanner.completePrefix(of: $0) }
        return partial.readSlice(length: length) ?? ByteBuffer()
    }

    private static func cut(_ range: Range<Int>, from buffer: ByteBuffer) -> ByteBuffer {
        var rest = ByteBuffer()
        rest.reserveCapacity(buffer.readableBytes - range.count)
        buffer.withUnsafeReadableBytes { bytes in
            _ = rest.writeBytes(bytes[..<range.lowerBound])
            _ = rest.writeBytes(bytes[range.upperBound...])
        }
        return rest
    }
}

extension AttemptFailure {
    init(_ failure: StreamFailure) {
        switch failure {
        case .errorEvent: self = .errorEvent
        case .malformedFrame, .oversizedFrame: self = .badFrame
        }
    }
}
