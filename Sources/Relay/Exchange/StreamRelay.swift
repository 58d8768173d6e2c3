import Dialects
import Domain
import NIOCore
import Routing

/// Follows one streamed answer: what it says of itself, what is held back, what may go out.
struct StreamRelay {
    /// What the stream told of itself so far.
    struct Facts {
        var usage: Usage
        var answerID: String?
        var reportedModel: String?
        var finishReason: String?
    }

    // One of the two, for good. Not an enum: its payload cannot be changed in place, and a copy of a frame's bytes a piece
    // is what this type is there to avoid.
    /// The provider's bytes go through as they are, or repaired.
    private var scanner: StreamScanner?
    /// Puts in what the provider left out, before the scanner looks.
    private var repair: StreamRepair?
    /// The client gets frames of our own writing.
    private var translation: StreamTranslation?
    private(set) var commit = StreamCommit()
    /// Frames before the first content.
    private(set) var held = ByteBuffer()
    /// Usage was asked for by us and not by the caller: its frame must not reach them.
    private let withholdsUsage: Bool
    /// As JSON writes it: the name that answers bear in place of their model's.
    private let echoedName: [UInt8]?
    /// The error event that ended the provider's stream.
    private(set) var vendorError: UpstreamError?
    /// How many of the translation's seals were taken.
    private var translatedSeals = 0
    /// The start of a frame that is not whole yet. It waits: half a frame could not be followed by an error event.
    private var partial = ByteBuffer()

    init(_ dialect: Dialect, withholdsUsage: Bool, repair: StreamRepair? = nil, echoedName: [UInt8]? = nil) {
        self.echoedName = echoedName
        scanner = StreamScanner(dialect)
        self.repair = repair
        self.withholdsUsage = withholdsUsage
    }

    init(_ translation: StreamTranslation, echoedName: [UInt8]? = nil) {
        self.translation = translation
        self.echoedName = echoedName
        withholdsUsage = false
    }

    /// The way of a stream that stays in its dialect and that another model may have to finish: it is written as if it were
    /// translated when its content begins with text, and otherwise goes the way it would go without.
    private struct Undecided {
        let scanner: StreamScanner
        let repair: StreamRepair?
        /// All that came.
        var bytes = ByteBuffer()
    }

    private var undecided: Undecided?

    /// - Parameter translation: of a stream that stays in its dialect.
    /// - Parameter other: as it goes when nobody could go on with it.
    init(_ translation: StreamTranslation, or other: StreamRelay) {
        self = other
        undecided = other.scanner.map { Undecided(scanner: $0, repair: other.repair) }
        scanner = nil
        repair = nil
        self.translation = translation
    }

    /// Goes back to the bytes, with all that came so far.
    private mutating func leaveTranslation() -> (action: StreamCommit.Action, forward: ByteBuffer)? {
        guard let left = undecided else { return nil }
        undecided = nil
        translation = nil
        scanner = left.scanner
        repair = left.repair
        commit = StreamCommit()
        held = ByteBuffer()
        return left.bytes.readableBytes == 0 ? (.hold, ByteBuffer()) : piece(left.bytes)
    }

    var facts: Facts {
        Facts(
            usage: scanner?.usage ?? translation?.usage ?? Usage(),
            answerID: scanner?.answerID ?? translation?.answerID,
            reportedModel: scanner?.reportedModel ?? translation?.reportedModel,
            finishReason: scanner?.finishReason ?? translation?.stop?.name
        )
    }

    /// How many pieces of content came: the measure of whether the stream moves.
    var contents: Int { scanner?.contentFrames ?? translation?.contents ?? 0 }

    /// The model declined, in the field or with the word made for it.
    var isRefusal: Bool {
        if let scanner { return scanner.hasRefusal || Refusing.isWord(scanner.finishReason) }
        return translation?.hasRefusal ?? false
    }

    /// What was shown, where another model could go on with it.
    var continuable: String? { translation?.continuable }

    /// The same answer, of which another model's stream is the rest.
    func resumed(from provider: Dialect, isPrefilled: Bool, trimmed: String) -> StreamRelay {
        var next = self
        next.translation?.resume(from: provider, isPrefilled: isPrefilled, trimmed: trimmed)
        next.vendorError = nil
        return next
    }

    /// All of it was seen, its end too: whatever its connection does now changes nothing.
    var isComplete: Bool { commit.isTerminated && commit.isCommitted }

    /// The frames are ours, not the provider's.
    var isWritten: Bool { translation != nil || repair != nil }

    var losses: LossReport? { translation?.losses }

    /// For an error event after all that came by.
    var nextSequenceNumber: Int { scanner?.nextSequenceNumber ?? translation?.nextSequenceNumber ?? 0 }

    /// Follows the next bytes; `forward` is then what of them the client may see.
    mutating func piece(_ bytes: ByteBuffer) -> (action: StreamCommit.Action, forward: ByteBuffer) {
        if translation != nil { return translate(bytes) }
        guard let bytes = repaired(bytes) else { return (commit.fail(.badFrame), ByteBuffer()) }
        var forward = withholdsUsage ? wholeFrames(with: bytes) : bytes
        if withholdsUsage, forward.readableBytes == 0 {
            // A frame that never ends is as bad as one that is no JSON.
            let isEndless = partial.readableBytes > StreamScanner.maximumFrame
            return (isEndless ? commit.fail(.badFrame) : commit.isCommitted ? .relay : .hold, forward)
        }
        guard let progress = forward.withUnsafeReadableBytes({ scanner?.follow($0) }) else { return (.hold, forward) }
        if progress.failure == .errorEvent, let scanner {
            var frames = withholdsUsage ? ByteBuffer() : partial
            frames.writeImmutableBuffer(forward)
            vendorError = AnswerError.read(frames: frames, scanner.dialect)
        }
        if let failedAt = progress.failedAt {
            forward = goodFrames(of: forward, before: failedAt)
        } else if !withholdsUsage {
            forward = wholeFrames(of: forward)
        }
        if withholdsUsage {
            for range in progress.usageOnlyFrames.reversed() { forward = Self.cut(range, from: forward) }
        }
        forward = named(forward)
        let seen = StreamCommit.Seen(
            content: progress.hasContent,
            terminator: progress.isTerminated,
            failure: progress.failure.map(AttemptFailure.init)
        )
        let action = commit.piece(seen, bytes: forward.readableBytes)
        if case .hold = action { held.writeImmutableBuffer(forward) }
        return (action, forward)
    }

    /// nil: the stream cannot be repaired.
    private mutating func repaired(_ bytes: ByteBuffer) -> ByteBuffer? {
        guard repair != nil else { return bytes }
        return bytes.withUnsafeReadableBytes { try? repair?.follow($0) }.map { ByteBuffer(bytes: $0) }
    }

    private mutating func translate(_ bytes: ByteBuffer) -> (action: StreamCommit.Action, forward: ByteBuffer) {
        undecided?.bytes.writeImmutableBuffer(bytes)
        let written: [UInt8]? = bytes.withUnsafeReadableBytes { try? translation?.follow($0) }
        if written == nil || translation?.isForItself == true, let other = leaveTranslation() { return other }
        guard let written else {
            return (commit.fail(.badFrame), named(ByteBuffer(bytes: translation?.rescued ?? [])))
        }
        let seen = StreamCommit.Seen(
            content: translation?.hasContent ?? false,
            terminator: translation?.isEnded ?? false,
            failure: translation?.failure == nil ? nil : .errorEvent
        )
        vendorError = translation?.failure
        let forward = named(ByteBuffer(bytes: written))
        let action = commit.piece(seen, bytes: forward.readableBytes)
        // What was shown cannot be shown another way.
        if case .hold = action { held.writeImmutableBuffer(forward) } else { undecided = nil }
        return (action, forward)
    }

    /// Whole frames, with the name that they are to bear.
    private func named(_ frames: ByteBuffer) -> ByteBuffer {
        guard let echoedName else { return frames }
        let renamed = frames.withUnsafeReadableBytes { ModelNames.renamed(frames: $0, to: echoedName) }
        return renamed.map { ByteBuffer(bytes: $0) } ?? frames
    }

    /// The seals of reasoning that came by since this was last asked.
    mutating func takeSeals() -> [String] {
        if scanner != nil { return scanner?.takeSeals() ?? [] }
        guard let all = translation?.seals, all.count > translatedSeals else { return [] }
        defer { translatedSeals = all.count }
        return all[translatedSeals...].map(\.text)
    }

    /// Bytes that wait: for the first content, or for the rest of their frame, which the scanner keeps a copy of.
    var waitingBytes: Int {
        held.readableBytes + partial.readableBytes + (undecided?.bytes.readableBytes ?? 0)
            + (scanner?.incompleteBytes ?? 0)
    }

    mutating func ended() -> StreamCommit.Action {
        // Nothing was shown of it, and nothing of it was content.
        _ = leaveTranslation()
        return commit.ended()
    }

    mutating func failed(_ failure: AttemptFailure) -> StreamCommit.Action { commit.fail(failure) }

    /// What was held, once.
    mutating func takeHeld() -> ByteBuffer {
        defer { held = ByteBuffer() }
        return held
    }

    /// What of the bytes that were just followed ends with a whole frame, with what had waited for it.
    private mutating func wholeFrames(of bytes: ByteBuffer) -> ByteBuffer {
        let incomplete = scanner?.incompleteBytes ?? 0
        if partial.readableBytes == 0, incomplete == 0 { return bytes }
        partial.writeImmutableBuffer(bytes)
        let whole = partial.readSlice(length: max(0, partial.readableBytes - incomplete)) ?? ByteBuffer()
        partial.discardReadBytes()
        return whole
    }

    /// What stands before the frame that made the stream fail.
    private mutating func goodFrames(of bytes: ByteBuffer, before end: Int) -> ByteBuffer {
        var all = withholdsUsage ? ByteBuffer() : partial
        all.writeImmutableBuffer(bytes)
        partial = ByteBuffer()
        return all.readSlice(length: min(end, all.readableBytes)) ?? ByteBuffer()
    }

    private mutating func wholeFrames(with bytes: ByteBuffer) -> ByteBuffer {
        partial.writeImmutableBuffer(bytes)
        let length = partial.withUnsafeReadableBytes { StreamScanner.completePrefix(of: $0) }
        return partial.readSlice(length: length) ?? ByteBuffer()
    }

    private static func cut(_ range: Range<Int>, from buffer: ByteBuffer) -> ByteBuffer {
        var rest = ByteBuffer()
        rest.write(atMost: buffer.readableBytes - range.count) { writer in
            buffer.withUnsafeReadableBytes { bytes in
                writer.write(Bytes(rebasing: bytes[..<range.lowerBound]))
                writer.write(Bytes(rebasing: bytes[range.upperBound...]))
            }
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
