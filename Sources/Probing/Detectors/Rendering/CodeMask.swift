/// Which bytes of a Markdown text are code, and so shown as they are, or a comment, and so not shown (CommonMark 0.31, sections 4.5,
/// 6.1 and 6.6).
enum CodeMask {
    /// The text with its code and its closed comments overwritten by spaces; line ends stay. Of the same length.
    static func without(_ text: [UInt8]) -> [UInt8] {
        var bytes = text
        maskFences(&bytes)
        maskSpans(&bytes)
        maskComments(&bytes)
        return bytes
    }

    private static func maskComments(_ bytes: inout [UInt8]) {
        let (opening, closing) = (Array("<!--".utf8), Array("-->".utf8))
        var index = 0
        while let start = CSSAddresses.index(of: opening, in: bytes, from: index) {
            guard let end = CSSAddresses.index(of: closing, in: bytes, from: start + opening.count) else { return }
            blank(&bytes, start..<(end + closing.count))
            index = end + closing.count
        }
    }

    private static func maskFences(_ bytes: inout [UInt8]) {
        var fence: (sign: UInt8, count: Int)?
        var start = 0
        while start < bytes.count {
            var end = start
            while end < bytes.count, bytes[end] != 0x0A { end += 1 }
            let line = bytes[start..<end]
            let body = line.drop { $0 == 0x20 }
            let sign = body.first ?? 0
            let count = body.prefix { $0 == sign }.count
            let isFence =
                (sign == UInt8(ascii: "`") || sign == UInt8(ascii: "~")) && count >= 3 && line.count - body.count <= 3
            if let open = fence {
                let isEnd =
                    isFence && sign == open.sign && count >= open.count
                    && body.dropFirst(count).allSatisfy { $0 <= 0x20 }
                blank(&bytes, start..<end)
                if isEnd { fence = nil }
            } else if isFence, sign == UInt8(ascii: "~") || !body.dropFirst(count).contains(UInt8(ascii: "`")) {
                fence = (sign, count)
                blank(&bytes, start..<end)
            }
            start = end + 1
        }
    }

    /// A run of backticks up to the next run of the same length; without one it is text.
    private static func maskSpans(_ bytes: inout [UInt8]) {
        var runs: [Range<Int>] = []
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "`") else {
                index += 1
                continue
            }
            let start = index
            while index < bytes.count, bytes[index] == UInt8(ascii: "`") { index += 1 }
            runs.append(start..<index)
        }
        // The next run of the same length, for each.
        var next = [Int?](repeating: nil, count: runs.count)
        var latest: [Int: Int] = [:]
        for place in runs.indices.reversed() {
            next[place] = latest[runs[place].count]
            latest[runs[place].count] = place
        }
        var place = 0
        while place < runs.count {
            let isEscaped = runs[place].lowerBound > 0 && bytes[runs[place].lowerBound - 1] == UInt8(ascii: "\\")
            guard !isEscaped, let end = next[place] else {
                place += 1
                continue
            }
            blank(&bytes, runs[place].lowerBound..<runs[end].upperBound)
            place = end + 1
        }
    }

    private static func blank(_ bytes: inout [UInt8], _ range: Range<Int>) {
        for index in range where bytes[index] != 0x0A { bytes[index] = 0x20 }
    }
}
