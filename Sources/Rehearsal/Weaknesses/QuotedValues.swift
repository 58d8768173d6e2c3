/// What a text has that a caller of a tool could put into its arguments: what stands in quotation marks, addresses,
/// identifiers and numbers, in their order.
struct QuotedValues: Equatable {
    /// No tool asks for more.
    private static let most = 64
    private static let longestQuote = 200
    /// A number of so many digits may be an account's.
    private static let longNumber = 6
    private static let pairs: [Character: Character] = ["\"": "\"", "“": "”", "«": "»", "`": "`", "「": "」"]

    private(set) var texts: [String] = []
    /// As JSON has them.
    private(set) var numbers: [String] = []

    init(in text: String) {
        var plain = ""
        var index = text.startIndex
        while index < text.endIndex {
            if let quote = Self.quote(text, at: index) {
                take(plain)
                plain = ""
                if let inner = quote.text, texts.count < Self.most { texts.append(inner) }
                index = quote.end
            } else {
                plain.append(text[index])
                index = text.index(after: index)
            }
        }
        take(plain)
    }

    /// - Returns: nil where no quotation begins; its text is nil where it is empty or a key of JSON.
    private static func quote(_ text: String, at start: String.Index) -> (text: String?, end: String.Index)? {
        guard let close = pairs[text[start]] else { return nil }
        let inner = text[text.index(after: start)...].prefix(longestQuote).prefix { $0 != close && !$0.isNewline }
        guard inner.endIndex < text.endIndex, text[inner.endIndex] == close else { return nil }
        let end = text.index(after: inner.endIndex)
        let isKey = text[end...].first { !$0.isWhitespace } == ":"
        return (inner.isEmpty || isKey ? nil : String(inner), end)
    }

    private mutating func take(_ plain: String) {
        for word in Self.words(plain) {
            let bare = Self.bare(word)
            if let number = Self.number(bare) {
                if numbers.count < Self.most { numbers.append(number) }
                if number.utf8.count < Self.longNumber || bare.utf8.contains(UInt8(ascii: ",")) { continue }
            } else if !Self.isIdentifier(bare), !Self.isAddress(bare) {
                continue
            }
            if texts.count < Self.most { texts.append(String(bare)) }
        }
    }

    /// `amount=5` is two words, unless it stands in an address of the web.
    private static func words(_ plain: String) -> [Substring] {
        plain.split { $0.isWhitespace || "\"()[]{}<>|;".contains($0) }
            .flatMap { $0.contains("://") ? [$0] : $0.split(separator: "=") }
    }

    private static func bare(_ word: Substring) -> Substring {
        var word = word
        while let last = word.last, ".,:!?'’".contains(last) { word.removeLast() }
        while let first = word.first, ",:'’".contains(first) { word.removeFirst() }
        return word
    }

    /// `9500`, `9,500` or `12.50`.
    private static func number(_ word: Substring) -> String? {
        let parts = word.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first?.filter({ $0 != "," }), (1...15).contains(whole.utf8.count),
            parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2C } }),
            whole == "0" || !whole.hasPrefix("0")
        else { return nil }
        guard parts.count == 2 else { return String(whole) }
        return parts[1].contains(",") ? nil : "\(whole).\(parts[1])"
    }

    /// Letters and digits in one word.
    private static func isIdentifier(_ word: Substring) -> Bool {
        word.contains { $0.isNumber } && word.contains { $0.isLetter }
    }

    /// Of mail, of the web, of a file.
    private static func isAddress(_ word: Substring) -> Bool {
        if word.contains("://") { return true }
        if word.hasPrefix("/") { return word.utf8.count > 2 }
        let parts = word.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty }), let host = parts.last else { return false }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        // Of abbreviations such as `e.g.` a host has longer labels.
        let least = parts.count == 2 ? 1 : 2
        return labels.count >= 2 && labels.allSatisfy { $0.utf8.count >= least && $0.first?.isLetter == true }
    }
}
