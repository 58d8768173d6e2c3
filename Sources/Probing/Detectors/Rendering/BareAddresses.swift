/// Addresses that stand in a text as they are, or between `<` and `>` (GitHub Flavored Markdown 0.29, sections 6.8 and 6.9).
enum BareAddresses {
    static func all(in bytes: [UInt8]) -> [RenderedLink] {
        ranges(in: bytes).map { range in
            let isBracketed = range.lowerBound > 0 && bytes[range.lowerBound - 1] == UInt8(ascii: "<")
            var address = bytes[range]
            if !isBracketed { trim(&address) }
            let text = Entities.undone(Array(address))
            let hasScheme = text.utf8.contains(UInt8(ascii: ":")) && !text.lowercased().hasPrefix("www.")
            return RenderedLink(kind: isBracketed ? .autolink : .bare, address: hasScheme ? text : "https://" + text)
        }
    }

    /// Where addresses stand, trailing marks included.
    static func ranges(in bytes: [UInt8]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var index = 0
        while index < bytes.count {
            guard index == 0 || !LetterFold.isAlphanumeric(bytes[index - 1]), startsAddress(bytes, index) else {
                index += 1
                continue
            }
            var end = index
            while end < bytes.count, !isEnd(bytes[end]) { end += 1 }
            ranges.append(index..<end)
            index = end
        }
        return ranges
    }

    private static func isEnd(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "\"")
    }

    private static let starts = ["http://", "https://", "ftp://", "ws://", "wss://", "www."].map { Array($0.utf8) }

    private static func startsAddress(_ bytes: [UInt8], _ index: Int) -> Bool {
        // Only these letters begin one.
        guard [0x68, 0x48, 0x66, 0x46, 0x77, 0x57].contains(bytes[index]) else { return false }
        return starts.contains { start in
            index + start.count < bytes.count
                && zip(bytes[index...], start).allSatisfy { LetterFold.lower($0) == $1 }
                && !isEnd(bytes[index + start.count])
        }
    }

    /// Marks at the end belong to the sentence, and so does a bracket that closes more than was opened.
    private static func trim(_ address: inout ArraySlice<UInt8>) {
        var surplus = address.reduce(0) { $0 + ($1 == UInt8(ascii: ")") ? 1 : $1 == UInt8(ascii: "(") ? -1 : 0) }
        while let last = address.last {
            if last == UInt8(ascii: ")") {
                guard surplus > 0 else { return }
                surplus -= 1
            } else if !"?!.,:;*_~'`]}|".utf8.contains(last) {
                return
            }
            address.removeLast()
        }
    }
}
