/// Links and images of a Markdown text (CommonMark 0.31, sections 4.7 and 6.3–6.5; bare addresses as GitHub's dialect has them).
///
/// One pass: brackets are kept on a stack, so nesting costs nothing; a destination ends where CommonMark says.
struct MarkdownLinks {
    private let bytes: [UInt8]
    private var definitions: [String: String] = [:]
    /// Bytes of the longest label that is defined: no longer one need be looked up.
    private var longestLabel = 0
    private(set) var links: [RenderedLink] = []

    /// - Parameter bytes: without code (`CodeMask`).
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        readDefinitions()
        readLinks()
        links += BareAddresses.all(in: bytes)
    }

    private func byte(_ index: Int) -> UInt8? { bytes.indices.contains(index) ? bytes[index] : nil }

    /// `[label]: destination` at the start of a line.
    private mutating func readDefinitions() {
        var start = 0
        while start < bytes.count {
            var index = start
            while byte(index) == 0x20 || byte(index) == UInt8(ascii: ">") { index += 1 }
            if byte(index) == UInt8(ascii: "["), let end = labelEnd(from: index + 1), byte(end + 1) == UInt8(ascii: ":")
            {
                let label = Self.label(bytes[(index + 1)..<end])
                if let (address, _) = destination(from: end + 2, isInline: false), definitions[label] == nil {
                    definitions[label] = address
                    longestLabel = max(longestLabel, end - index)
                }
            }
            while start < bytes.count, bytes[start] != 0x0A { start += 1 }
            start += 1
        }
    }

    /// A label has at most 999 characters (section 4.7).
    private func labelEnd(from start: Int) -> Int? {
        var index = start
        while let next = byte(index), index - start <= 999 {
            if next == UInt8(ascii: "]") { return index }
            if next == UInt8(ascii: "[") { return nil }
            index += next == UInt8(ascii: "\\") ? 2 : 1
        }
        return nil
    }

    /// Case and runs of white space make no difference.
    private static func label(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes, as: UTF8.self).lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private mutating func readLinks() {
        var open: [(start: Int, isImage: Bool)] = []
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\\"): index += 1
            case UInt8(ascii: "["): open.append((index + 1, index > 0 && bytes[index - 1] == UInt8(ascii: "!")))
            case UInt8(ascii: "]"):
                guard let bracket = open.popLast() else { break }
                let kind: RenderedLink.Kind = bracket.isImage ? .image : .link
                if byte(index + 1) == UInt8(ascii: "("), let (address, _) = destination(from: index + 2, isInline: true)
                {
                    links.append(RenderedLink(kind: kind, address: address))
                } else if let address = reference(bracket.start..<index) {
                    links.append(RenderedLink(kind: bracket.isImage ? .image : .reference, address: address))
                }
            default: break
            }
            index += 1
        }
    }

    /// `[text][label]`, `[label][]`, `[label]`.
    private func reference(_ text: Range<Int>) -> String? {
        guard !definitions.isEmpty else { return nil }
        if byte(text.upperBound + 1) == UInt8(ascii: "["), let end = labelEnd(from: text.upperBound + 2),
            end > text.upperBound + 2
        {
            return definitions[Self.label(bytes[(text.upperBound + 2)..<end])]
        }
        guard text.count <= longestLabel + 32 else { return nil }
        return definitions[Self.label(bytes[text])]
    }

    /// Between `<` and `>`, or up to white space with parentheses in pairs; backslashes before marks and entities are undone.
    private func destination(from start: Int, isInline: Bool) -> (String, end: Int)? {
        var index = start
        while let next = byte(index), next == 0x20 || next == 0x0A || next == 0x09 || next == 0x0D { index += 1 }
        let isBracketed = byte(index) == UInt8(ascii: "<")
        if isBracketed { index += 1 }
        var address: [UInt8] = []
        var depth = 0
        while let next = byte(index) {
            if next == UInt8(ascii: "\\"), let escaped = byte(index + 1), escaped > 0x20, escaped < 0x7F,
                !LetterFold.isAlphanumeric(escaped)
            {
                address.append(escaped)
                index += 2
                continue
            }
            if isBracketed {
                if next == UInt8(ascii: ">") { break }
                if next == 0x0A || next == UInt8(ascii: "<") { return nil }
            } else {
                if next <= 0x20 { break }
                if next == UInt8(ascii: "(") { depth += 1 }
                // As CommonMark's own parsers have it; deeper ones would cost quadratic time.
                guard depth <= 32 else { return nil }
                if next == UInt8(ascii: ")"), isInline {
                    if depth == 0 { break }
                    depth -= 1
                }
            }
            address.append(next)
            index += 1
        }
        guard !address.isEmpty else { return nil }
        return (Entities.undone(address), index)
    }
}
