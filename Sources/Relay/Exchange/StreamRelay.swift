import Dialects
import Domain
import NIOCore
import Routing

/// Follows one streamed answer: what it says of itself, what is held back, what may go out.
struct StreamRelay {
    private enum Follower {
        /// The provider's bytes go through as they are.
        case scanner(StreamScanner)
        /// The client gets frames of our own writing.
        case translation(StreamTranslation)
    }

    /// What the stream told of itself so far.
    struct Facts {
        var usage: Usage
        var answerID: String?
        var reportedModel: String?
        var finishReason: String?
    }

    private var follower: Follower
    private(set) var commit = StreamCommit()
    /// Frames before the first content.
    private(set) var held = ByteBuffer()
    /// Usage was asked for by us and not by the caller: its frame must not reach them.
    private let withholdsUsage: Bool
    /// The start of a frame that is not whole yet; only while usage is withheld.
    private var partial = ByteBuffer()

    init(_ dialect: Dialect, withholdsUsage: Bool) {
        follower = .scanner(StreamScanner(dialect))
        self.withholdsUsage = withholdsUsage
    }

    init(_ translation: StreamTranslation) {
        follower = .translation(translation)
        withholdsUsage = false
    }

    var facts: Facts {
        switch follower {
        case .scanner(let scanner):
            Facts(
                usage: scanner.usage,
                answerID: scanner.answerID,
                reportedModel: scanner.reportedModel,
                finishReason: scanner.finishReason
            )
        case .translation(let translation):
            Facts(
                usage: translation.usage,
                answerID: translation.answerID,
                reportedModel: translation.reportedModel,
                finishReason: translation.stop.map { "\($0)" }
            )
        }
    }

    /// The frames are ours, not the provider's.
    var isWritten: Bool {
        switch follower {
        case .scanner: false
        case .translation: true
        }
    }

    var losses: LossReport? {
        switch follower {
        case .scanner: nil
        case .translation(let translation): translation.losses
        }
    }

    /// Follows the next bytes; `forward` is then what of them the client may see.
    mutating func piece(_ bytes: ByteBuffer) -> (action: StreamCommit.Action, forward: ByteBuffer) {
        if case .translation(var translation) = follower {
            // Taken out while it works, so that it stays the only owner of its buffers.
            follower = .scanner(StreamScanner(.chatCompletions))
            defer { follower = .translation(translation) }
            return translate(bytes, &translation)
        }
        var forward = withholdsUsage ? wholeFrames(with: bytes) : bytes
        if withholdsUsage, forward.readableBytes == 0 {
            // A frame that never ends is as bad as one that is no JSON.
            let isEndless = partial.readableBytes > StreamScanner.maximumFrame
            return (isEndless ? commit.fail(.badFrame) : commit.isCommitted ? .relay : .hold, forward)
        }
        let progress = follow(forward)
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

    private mutating func follow(_ bytes: ByteBuffer) -> StreamScanner.Progress {
        guard case .scanner(var scanner) = follower else {
            return StreamScanner.Progress(hasContent: false, isTerminated: false)
        }
        follower = .scanner(StreamScanner(.chatCompletions))
        defer { follower = .scanner(scanner) }
        return bytes.withUnsafeReadableBytes { scanner.follow($0) }
    }

    private mutating func translate(
        _ bytes: ByteBuffer,
        _ translation: inout StreamTranslation
    ) -> (action: StreamCommit.Action, forward: ByteBuffer) {
        let written = bytes.withUnsafeReadableBytes { try? translation.follow($0) }
        guard let written else { return (commit.fail(.badFrame), ByteBuffer()) }
        let seen = StreamCommit.Seen(
            content: translation.hasContent,
            terminator: translation.isEnded,
            failure: translation.failure == nil ? nil : .errorEvent
        )
        let forward = ByteBuffer(bytes: written)
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
