package import Domain
import JSON

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Why a stream is no longer one.
package enum StreamFailure: Sendable, Equatable {
    /// The provider said so itself, in the dialect's error event.
    case errorEvent
    /// A frame's data is neither JSON nor the dialect's end mark.
    case malformedFrame
    /// A frame is larger than `StreamScanner.maximumFrame`.
    case oversizedFrame
}

/// Follows a stream of server-sent events without decoding its content: where frames end, which of them are content,
/// whether the dialect's terminator came, what usage was told.
///
/// Accepts every framing the standard allows (WHATWG HTML §9.2: LF, CR or CRLF, comments, several `data` lines, a byte
/// order mark at the start), split anywhere. A frame that lies whole in a piece is read in place; only a partial one is
/// carried over. Content is a text, reasoning, tool-call or refusal delta that is not empty; the frame that merely opens
/// a tool call is not, for its first fragment follows at once.
package struct StreamScanner: Sendable {
    /// 8 MiB: the last frame of a Responses stream repeats the whole answer.
    package static let maximumFrame = 8 << 20

    /// JSON has integers up to here; a server that counts further does not count.
    static let largestNumber = 1 << 53

    /// 1 MiB: of a seal in pieces, no more is joined.
    private static let longestSeal = 1 << 20

    /// What is known after a piece.
    package struct Progress: Sendable, Equatable {
        /// A content frame has been completed, now or before.
        package var hasContent: Bool
        package var isTerminated: Bool
        package var failure: StreamFailure?
        /// Where the frame begins that made the stream fail, from the first byte that is not in a whole frame yet.
        package var failedAt: Int?
        /// Chat Completions frames that hold usage and no choice and lie whole in the piece, in its order.
        package var usageOnlyFrames: [Range<Int>] = []
    }

    package let dialect: Dialect
    private var fields = UsageFields()
    package private(set) var answerID: String?
    package private(set) var reportedModel: String?
    /// As the provider wrote it.
    package private(set) var finishReason: String?
    package private(set) var hasRefusal = false
    package private(set) var contentFrames = 0
    /// Frames with data that is JSON.
    package private(set) var frames = 0
    /// The largest `sequence_number` that came by.
    private var sequenceNumber: Int?
    private var isTerminated = false
    private var failure: StreamFailure?
    private var failedAt: Int?
    /// Seals of reasoning that came by and that nobody took yet.
    private var seals: [String] = []
    /// The seal of the newest frames that had one, and the number of the last of them.
    private var openSeal = (text: "", frame: 0)

    /// The frame that is not whole yet, from its first byte.
    private var carry: [UInt8] = []
    /// How far into it no line end was found, and where its current line begins.
    private var searched = 0
    private var lineStart = 0
    private var data = Data()
    private var isStart = true

    /// The `data` lines of the frame at hand: one range while there is one line, joined bytes when there are more.
    private struct Data {
        var first: Range<Int>?
        var joined: [UInt8]?
    }

    package init(_ dialect: Dialect) {
        self.dialect = dialect
    }

    package var usage: Usage { fields.usage }

    /// For an event of ours behind all that came by. Responses numbers its events from 0 on, so that of a stream which tells
    /// no numbers they can be counted.
    package var nextSequenceNumber: Int { sequenceNumber.map { $0 + 1 } ?? frames }

    /// Bytes at the end of what was followed that belong to a frame which is not whole yet.
    package var incompleteBytes: Int { carry.count }

    /// The seals that came by since this was last asked.
    package mutating func takeSeals() -> [String] {
        guard !seals.isEmpty else { return [] }
        defer { seals = [] }
        return seals
    }

    package mutating func follow(_ piece: UnsafeRawBufferPointer) -> Progress {
        var usageOnly: [Range<Int>] = []
        if failure == nil {
            if carry.isEmpty {
                let rest = scan(piece, &usageOnly)
                if rest < piece.count { carry.append(contentsOf: piece[rest...]) }
            } else {
                let carried = carry.count
                carry.append(contentsOf: piece)
                let whole = carry
                let rest = whole.withUnsafeBytes { scan($0, &usageOnly) }
                carry.removeFirst(rest)
                usageOnly = usageOnly.compactMap {
                    $0.lowerBound >= carried ? ($0.lowerBound - carried)..<($0.upperBound - carried) : nil
                }
            }
            if carry.count > Self.maximumFrame, failure == nil { failure = .oversizedFrame }
        }
        return Progress(
            hasContent: contentFrames > 0,
            isTerminated: isTerminated,
            failure: failure,
            failedAt: failedAt,
            usageOnlyFrames: usageOnly
        )
    }

    /// Length of the prefix that ends with a whole frame; 0 when there is none.
    package static func completePrefix(of bytes: UnsafeRawBufferPointer) -> Int {
        var complete = 0
        var start = 0
        while let (end, next) = lineEnd(bytes, from: start) {
            if end == start { complete = next }
            start = next
        }
        // An empty line, whether or not a line feed follows.
        if start == bytes.count - 1, bytes[start] == 0x0D { complete = bytes.count }
        return complete
    }

    // MARK: Lines

    /// - Returns: where the frame that is not whole begins.
    private mutating func scan(_ bytes: UnsafeRawBufferPointer, _ usageOnly: inout [Range<Int>]) -> Int {
        var frameStart = 0
        var start = lineStart
        var from = searched
        if isStart {
            let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
            let seen = min(bytes.count, mark.count)
            // While it may still become a mark there is no line end in it, and it is carried.
            isStart = seen < mark.count && bytes.prefix(seen).elementsEqual(mark.prefix(seen))
            if bytes.prefix(mark.count).elementsEqual(mark) { start = max(start, mark.count) }
        }
        while let (end, next) = Self.lineEnd(bytes, from: max(start, from)) {
            if end == start {
                frame(bytes, frameStart..<next, &usageOnly)
                data = Data()
                if failure != nil { failedAt = frameStart }
                frameStart = next
            } else {
                line(bytes, start..<end, frameStart: frameStart)
            }
            start = next
            from = next
            if failure != nil { break }
        }
        if failure == nil, start == bytes.count - 1, bytes[start] == 0x0D {
            // An empty line, whether or not a line feed follows: that would make another one, which ends no frame.
            frame(bytes, frameStart..<bytes.count, &usageOnly)
            data = Data()
            if failure != nil { failedAt = frameStart }
            start = bytes.count
            frameStart = start
        }
        lineStart = start - frameStart
        // A lone CR at the very end may be half of a CRLF: look at it again with what follows.
        searched = max(lineStart, bytes.count - frameStart - 1)
        return frameStart
    }

    /// The end of the line that `start` lies in, and the start of the next; nil while it is not known.
    private static func lineEnd(_ bytes: UnsafeRawBufferPointer, from start: Int) -> (end: Int, next: Int)? {
        guard start < bytes.count, let base = bytes.baseAddress else { return nil }
        let feed = memchr(base + start, 0x0A, bytes.count - start).map { UnsafeRawPointer($0) - base }
        let limit = feed ?? bytes.count
        guard let found = memchr(base + start, 0x0D, limit - start) else { return feed.map { ($0, $0 + 1) } }
        let carriage = UnsafeRawPointer(found) - base
        guard carriage + 1 < bytes.count else { return nil }
        return (carriage, bytes[carriage + 1] == 0x0A ? carriage + 2 : carriage + 1)
    }

    private mutating func line(_ bytes: UnsafeRawBufferPointer, _ line: Range<Int>, frameStart: Int) {
        // `data:` only: event names repeat what the data says, ids and retries are not ours to use.
        guard line.count >= 5, bytes[line.lowerBound] == UInt8(ascii: "d"),
            bytes[line.lowerBound + 1] == UInt8(ascii: "a"),
            bytes[line.lowerBound + 2] == UInt8(ascii: "t"), bytes[line.lowerBound + 3] == UInt8(ascii: "a"),
            bytes[line.lowerBound + 4] == UInt8(ascii: ":")
        else { return }
        var start = line.lowerBound + 5
        if start < line.upperBound, bytes[start] == 0x20 { start += 1 }
        if data.joined != nil {
            data.joined?.append(0x0A)
            data.joined?.append(contentsOf: bytes[start..<line.upperBound])
        } else if let first = data.first {
            var joined = Array(bytes[(first.lowerBound + frameStart)..<(first.upperBound + frameStart)])
            joined.append(0x0A)
            joined.append(contentsOf: bytes[start..<line.upperBound])
            data.joined = joined
        } else {
            data.first = (start - frameStart)..<(line.upperBound - frameStart)
        }
    }

    // MARK: Frames

    private mutating func frame(_ bytes: UnsafeRawBufferPointer, _ frame: Range<Int>, _ usageOnly: inout [Range<Int>]) {
        if let joined = data.joined {
            joined.withUnsafeBytes { read($0, frame, &usageOnly) }
        } else if let first = data.first {
            let start = frame.lowerBound + first.lowerBound
            read(UnsafeRawBufferPointer(rebasing: bytes[start..<(start + first.count)]), frame, &usageOnly)
        }
    }

    private mutating func read(_ data: UnsafeRawBufferPointer, _ frame: Range<Int>, _ usageOnly: inout [Range<Int>]) {
        if data.isEmpty { return }
        if Self.isDone(data) {
            switch dialect.profile.doneMark {
            case .ends: isTerminated = true
            case .ignored: break
            case .fault: failure = .malformedFrame
            }
            return
        }
        let wantsIdentity = answerID == nil || reportedModel == nil
        // Streams tell usage in pieces (Messages: input first, output at the end).
        guard let facts = try? dialect.profile.facts(in: data, wantsIdentity: wantsIdentity, known: fields) else {
            failure = .malformedFrame
            return
        }
        frames += 1
        answerID = answerID ?? facts.id
        reportedModel = reportedModel ?? facts.model
        fields = facts.usage
        finishReason = facts.finishReason ?? finishReason
        hasRefusal = hasRefusal || facts.hasRefusal
        if facts.hasError || facts.kind == .error || facts.kind == .responseFailed {
            failure = .errorEvent
            return
        }
        if let number = facts.sequenceNumber, (0..<Self.largestNumber).contains(number) {
            sequenceNumber = max(number, sequenceNumber ?? number)
        }
        if facts.mayHoldSeals { note(SealFinder.seals(in: data)) }
        if facts.hasContent { contentFrames += 1 }
        if facts.kind == .end(dialect) { isTerminated = true }
        if facts.choicesEmpty, facts.toldUsage { usageOnly.append(frame) }
    }

    /// A seal may come in pieces, each in a frame right behind the last one: whoever keeps it keeps one piece or all of them.
    private mutating func note(_ found: [String]) {
        guard !found.isEmpty else { return }
        seals += found
        guard found.count == 1, openSeal.frame == frames - 1, openSeal.text.utf8.count < Self.longestSeal else {
            openSeal = (found.count == 1 ? found[0] : "", frames)
            return
        }
        openSeal = (openSeal.text + found[0], frames)
        if openSeal.text != found[0] { seals.append(openSeal.text) }
    }

    private static func isDone(_ data: UnsafeRawBufferPointer) -> Bool {
        data.count == 6 && data.elementsEqual("[DONE]".utf8)
    }
}
