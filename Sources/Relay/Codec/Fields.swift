/// One pass over the field lines of a complete head, each checked strictly before it is handed on.
enum Fields {
    /// 64 KiB: four times what common servers take, far below what a flood of slow heads would need to hurt.
    static let maximumHead = 64 * 1024
    static let maximumCount = 128

    /// Offset just behind the empty line that ends the head, or nil if it has not arrived.
    ///
    /// - Parameter scanned: how far an earlier call looked; moved on, so that a head that drips in is read once.
    static func end(of bytes: Bytes, scanned: inout Int) throws(HeadFault) -> Int? {
        while let feed = bytes.first(.lf, from: scanned) {
            guard feed > 0, bytes[feed - 1] == .cr else { throw .bareLineFeed }
            scanned = feed + 1
            if feed >= 3, bytes[feed - 2] == .lf { return feed + 1 }
            guard scanned <= maximumHead else { throw .tooLarge }
        }
        guard bytes.count <= maximumHead else { throw .tooLarge }
        scanned = bytes.count
        return nil
    }

    /// Calls `visit` with name and trimmed value of each field line from `start` to the empty line that ends at `end`.
    @inline(__always)
    static func walk(
        _ bytes: Bytes,
        from start: Int,
        to end: Int,
        _ visit: (Piece, Piece) throws(HeadFault) -> Void
    ) throws(HeadFault) {
        var position = start
        var count = 0
        // The last two bytes are the empty line's.
        while position < end - 2 {
            guard let feed = bytes.first(.lf, from: position) else { throw .startLine }
            let line = position..<(feed - 1)
            guard let first = line.first.map({ bytes[$0] }) else { throw .fieldName }
            if first == .space || first == .tab { throw .foldedField }
            var colon = line.lowerBound
            while colon < line.upperBound, bytes[colon].isToken { colon += 1 }
            guard colon < line.upperBound, bytes[colon] == .colon, colon > line.lowerBound else { throw .fieldName }
            guard bytes.isFieldValue((colon + 1)..<line.upperBound) else { throw .fieldValue }
            count += 1
            guard count <= maximumCount else { throw .tooManyFields }
            try visit(line.lowerBound..<colon, bytes.trimmed((colon + 1)..<line.upperBound))
            position = feed + 1
        }
    }

    /// The same walk over a head that was checked when it arrived, for copying fields onward: name, and the whole line
    /// with its end.
    @inline(__always)
    static func walkChecked(_ bytes: Bytes, from start: Int, to end: Int, _ visit: (Piece, Piece) -> Void) {
        var position = start
        while position < end - 2, let feed = bytes.first(.lf, from: position),
            let colon = bytes.first(.colon, from: position), colon < feed
        {
            visit(position..<colon, position..<(feed + 1))
            position = feed + 1
        }
    }
}

/// How the length of a body is told (RFC 9112 §6).
enum Framing: Equatable {
    case none
    case length(Int)
    case chunked
    /// Only of an answer: it ends when the connection does.
    case untilClose
}

/// Collects the two fields that frame a body and refuses every combination that parsers read differently.
struct FramingFields {
    private(set) var length: Int?
    private(set) var isChunked = false

    mutating func contentLength(_ bytes: Bytes, _ value: Piece) throws(HeadFault) {
        guard length == nil else { throw .duplicateField(.init(text: "content-length")) }
        guard let number = bytes.decimal(value) else { throw .contentLength }
        length = number
    }

    mutating func transferEncoding(_ bytes: Bytes, _ value: Piece) throws(HeadFault) {
        guard !isChunked else { throw .duplicateField(.init(text: "transfer-encoding")) }
        guard bytes.equals(value, "chunked") else { throw .transferEncoding }
        isChunked = true
    }

    /// nil: neither field was there.
    func framing() throws(HeadFault) -> Framing? {
        switch (length, isChunked) {
        case (.some, true): throw .conflictingLengths
        case (.some(let length), false): .length(length)
        case (nil, true): .chunked
        case (nil, false): nil
        }
    }
}
