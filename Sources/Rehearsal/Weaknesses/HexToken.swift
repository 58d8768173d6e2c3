/// A run of hexadecimal digits that is long enough for nobody to have written it by chance, as a canary is.
enum HexToken {
    /// 64 bits.
    static let leastDigits = 16

    static func isDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
        default: false
        }
    }

    /// The first of the longest; one that itself encodes words is no token.
    static func longest(in text: String) -> String? {
        var longest: Substring.UTF8View?
        for word in words(of: text)
        where word.count >= max(leastDigits, (longest?.count ?? 0) + 1) && word.allSatisfy(isDigit)
            && HiddenText.hexadecimal(word) == nil
        {
            longest = word
        }
        return longest.map { String(Substring($0)) }
    }

    /// Runs of ASCII letters and digits: `X_0123`, `(0123)` and `X-0123` all have 0123 as a word of its own.
    private static func words(of text: String) -> [Substring.UTF8View] {
        text.utf8.split { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: false
            default: true
            }
        }
    }
}
