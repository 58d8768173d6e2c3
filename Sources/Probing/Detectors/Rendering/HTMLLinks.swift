/// Addresses in HTML tags: attributes that fetch, follow or send, `srcset`, and `url(…)` and `@import` in styles (HTML Standard,
/// section 13.2.5, as far as tags and attributes go).
struct HTMLLinks {
    private let bytes: [UInt8]
    private(set) var links: [RenderedLink] = []

    /// - Parameter bytes: without code and comments (`CodeMask`).
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        read()
    }

    private mutating func read() {
        var index = 0
        var styleStart: Int?
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "<") else {
                index += 1
                continue
            }
            if bytes[index...].starts(with: "</".utf8), let start = styleStart {
                links += CSSAddresses.all(in: bytes[start..<index]).map { RenderedLink(kind: .style, address: $0) }
                styleStart = nil
            }
            let name = bytes[(index + 1)...].prefix { LetterFold.isAlphanumeric($0) || $0 == 0x2D || $0 == 0x3A }.map(
                LetterFold.lower
            )
            guard let first = name.first, (0x61...0x7A).contains(first) else {
                index += 1
                continue
            }
            let tag = String(decoding: name, as: UTF8.self)
            index = readAttributes(of: tag, from: index + 1 + name.count)
            if tag == "style" { styleStart = index }
        }
        if let start = styleStart {
            links += CSSAddresses.all(in: bytes[start...]).map { RenderedLink(kind: .style, address: $0) }
        }
    }

    /// Returns where the tag ends. An unclosed tag ends with the text, or where another one begins outside quotes.
    private mutating func readAttributes(of tag: String, from start: Int) -> Int {
        var index = start
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: ">") { return index + 1 }
            if byte == UInt8(ascii: "<") { return index }
            guard byte > 0x20, byte != UInt8(ascii: "/") else {
                index += 1
                continue
            }
            let name = bytes[index...].prefix { $0 > 0x20 && !"=>/<".utf8.contains($0) }
            index += max(1, name.count)
            while index < bytes.count, bytes[index] <= 0x20 { index += 1 }
            guard index < bytes.count, bytes[index] == UInt8(ascii: "=") else { continue }
            index += 1
            while index < bytes.count, bytes[index] <= 0x20 { index += 1 }
            guard index < bytes.count else { return index }
            let quote = bytes[index]
            let value: ArraySlice<UInt8>
            if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
                value = bytes[(index + 1)...].prefix { $0 != quote }
                index = min(bytes.count, value.endIndex + 1)
            } else {
                value = bytes[index...].prefix { $0 > 0x20 && $0 != UInt8(ascii: ">") }
                index = value.endIndex
            }
            add(tag, String(decoding: name, as: UTF8.self).lowercased(), Array(value))
        }
        return index
    }

    private mutating func add(_ tag: String, _ attribute: String, _ value: [UInt8]) {
        func append(_ kind: RenderedLink.Kind, _ address: String) {
            links.append(RenderedLink(kind: kind, address: address))
        }
        let text = Entities.undone(value)
        switch attribute {
        case "src", "data", "poster", "background", "lowsrc", "dynsrc":
            let kind: RenderedLink.Kind =
                switch tag {
                case "script": .script
                case "iframe", "frame", "object", "embed": .frame
                case "video", "audio", "source", "track": .media
                default: .image
                }
            append(kind, text)
        case "srcset", "imagesrcset":
            for candidate in text.split(separator: ",") {
                if let address = candidate.split(whereSeparator: \.isWhitespace).first {
                    append(.image, String(address))
                }
            }
        case "href", "xlink:href":
            append(tag == "link" ? .style : tag == "image" || tag == "use" ? .image : .link, text)
        case "action", "formaction": append(.form, text)
        case "ping", "cite", "longdesc", "manifest": append(.link, text)
        case "style":
            for address in CSSAddresses.all(in: Array(text.utf8)[...]) { append(.style, address) }
        case "content" where tag == "meta":
            // `5; url=https://…`: everything after the first equals sign.
            if let equals = text.firstIndex(of: "="), text[..<equals].lowercased().hasSuffix("url") {
                append(.frame, String(text[text.index(after: equals)...].drop { $0 == "'" || $0 == " " }))
            }
        default: break
        }
    }
}
