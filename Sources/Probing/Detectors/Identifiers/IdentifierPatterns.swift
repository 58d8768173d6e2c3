/// Finds identifiers that are valid by form and check digit, of whomever they are.
///
/// A tenth of all numbers passes Verhoeff's or Luhn's check, so an Aadhaar number counts only in groups of four or with its name
/// beside it, and a card number only with an issuer's first digits.
enum IdentifierPatterns {
    /// The first one of a kind, as it is written there; nil also for a kind that is not known.
    static func first(_ kind: String, in text: FoldedText) -> (kind: String, range: Range<Int>)? {
        let words = words(of: text.bytes)
        for word in words {
            let characters = text.bytes[word].map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }
            let isValid =
                switch kind {
                case "pan": isPAN(characters)
                case "gstin": isGSTIN(characters)
                case "ifsc": isIFSC(characters)
                default: false
                }
            if isValid { return (kind, word) }
        }
        switch kind {
        case "upi": return upi(in: text.lowercased).map { (kind, $0) }
        case "aadhaar", "card": return numbers(in: text.bytes).first { isNumber(kind, $0, in: text) }.map { (kind, $0) }
        default: return nil
        }
    }

    private static func words(of bytes: [UInt8]) -> [Range<Int>] {
        bytes.indices.split { !LetterFold.isAlphanumeric(bytes[$0]) }.compactMap { piece in
            piece.first.map { $0..<($0 + piece.count) }
        }
    }

    /// The fourth letter says who holds it.
    static func isPAN(_ text: [UInt8]) -> Bool {
        matches(text, "AAAAA0000A") && "ABCFGHJLPT".utf8.contains(text[3])
    }

    static func isGSTIN(_ text: [UInt8]) -> Bool {
        guard text.count == 15, isPAN(Array(text[2..<12])), text[13] == UInt8(ascii: "Z"), text[0] <= 0x39,
            text[1] <= 0x39
        else {
            return false
        }
        let state = Int(text[0] - 0x30) * 10 + Int(text[1] - 0x30)
        return ((1...38).contains(state) || state == 97 || state == 99) && Checksums.gstin(text[..<14]) == text[14]
    }

    /// Branches are six digits nearly everywhere; letters there would make an IFSC of many a word.
    static func isIFSC(_ text: [UInt8]) -> Bool {
        text.count == 11 && text[4] == UInt8(ascii: "0") && matches(Array(text), "AAAA0000000")
    }

    /// - Parameter form: A for a letter, 0 for a digit.
    private static func matches(_ text: [UInt8], _ form: String) -> Bool {
        text.count == form.utf8.count
            && zip(text, form.utf8).allSatisfy { byte, sign in
                sign == UInt8(ascii: "0") ? (0x30...0x39).contains(byte) : (0x41...0x5A).contains(byte)
            }
    }

    /// Runs of digits with single spaces, hyphens or colons in them.
    private static func numbers(in bytes: [UInt8]) -> [Range<Int>] {
        func isDigit(_ index: Int) -> Bool { bytes.indices.contains(index) && (0x30...0x39).contains(bytes[index]) }
        var ranges: [Range<Int>] = []
        var index = 0
        while index < bytes.count {
            guard isDigit(index) else {
                index += 1
                continue
            }
            var end = index + 1
            while isDigit(end) || isDigit(end + 1) && [0x20, 0x2D, 0x3A].contains(bytes[end]) { end += 1 }
            let isPartOfWord =
                index > 0 && LetterFold.isAlphanumeric(bytes[index - 1])
                || end < bytes.count && LetterFold.isAlphanumeric(bytes[end])
            if !isPartOfWord { ranges.append(index..<end) }
            index = end
        }
        return ranges
    }

    private static func isNumber(_ kind: String, _ range: Range<Int>, in text: FoldedText) -> Bool {
        let groups = text.bytes[range].split { !(0x30...0x39).contains($0) }
        let digits = groups.joined().map { $0 - 0x30 }
        if kind == "card" {
            let prefix = digits.prefix(4).reduce(0) { $0 * 10 + Int($1) }
            let isIssued =
                digits.first == 4 || (5100...5599).contains(prefix) || (2221...2720).contains(prefix)
                || [34, 37, 36, 60, 65, 81, 82].contains(prefix / 100)
            return (13...19).contains(digits.count) && isIssued && Checksums.luhn(digits) % 10 == 0
        }
        guard digits.count == 12, digits[0] >= 2, digits != digits.reversed(), Checksums.verhoeff(digits) == 0 else {
            return false
        }
        if groups.map(\.count) == [4, 4, 4] { return true }
        let origin = text.origin(of: range)
        let before = text.scalars[max(0, origin.lowerBound - 40)..<origin.lowerBound]
        var view = String.UnicodeScalarView()
        for scalar in before { view.append(Unicode.Scalar(scalar) ?? " ") }
        let context = String(view).lowercased()
        return ["aadhaar", "aadhar", "uidai", "आधार", "আধার", "ஆதார்", "ఆధార్"].contains { context.contains($0) }
    }

    /// `name@handle` with a handle that banks or we use, and no dot after it (that is an e-mail address).
    private static func upi(in bytes: [UInt8]) -> Range<Int>? {
        func isName(_ byte: UInt8) -> Bool {
            LetterFold.isAlphanumeric(byte) || byte == 0x2E || byte == 0x2D || byte == 0x5F
        }
        for at in bytes.indices where bytes[at] == UInt8(ascii: "@") {
            var start = at
            while start > 0, at - start < 50, isName(bytes[start - 1]) { start -= 1 }
            var end = at + 1
            while end < bytes.count, LetterFold.isAlphanumeric(bytes[end]) { end += 1 }
            let isMail = end + 1 < bytes.count && bytes[end] == 0x2E && LetterFold.isAlphanumeric(bytes[end + 1])
            let handle = String(decoding: bytes[(at + 1)..<end], as: UTF8.self)
            if at - start >= 2, !isMail, handles.contains(handle) { return start..<end }
        }
        return nil
    }

    private static let handles: Set<String> = [
        "upi", "okaxis", "okhdfcbank", "okicici", "oksbi", "ybl", "ibl", "axl", "paytm", "apl", "sbi", "icici",
        "hdfcbank",
        "axisbank", "kotak", "yesbank", "idfcbank", "okholdfast",
    ]
}
