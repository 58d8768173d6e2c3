/// Texts hidden in the ways that models hide them; written apart from the code that reads them.
enum Disguise {
    static func base64(
        _ text: String,
        alphabet: String = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    ) -> String {
        grouped(text, bits: 6, alphabet: Array(alphabet)) + String(repeating: "=", count: (3 - text.utf8.count % 3) % 3)
    }

    static func base64Address(_ text: String) -> String {
        grouped(text, bits: 6, alphabet: Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"))
    }

    static func base32(_ text: String) -> String {
        grouped(text, bits: 5, alphabet: Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
    }

    private static func grouped(_ text: String, bits: Int, alphabet: [Character]) -> String {
        var digits = text.utf8.flatMap { byte in (0..<8).map { byte >> (7 - UInt8($0)) & 1 } }
        while digits.count % bits != 0 { digits.append(0) }
        return String(
            stride(from: 0, to: digits.count, by: bits).map { start in
                alphabet[digits[start..<(start + bits)].reduce(0) { $0 << 1 | Int($1) }]
            }
        )
    }

    static func wrapped(_ text: String, at width: Int) -> String {
        text.enumerated().map { ($0.offset > 0 && $0.offset % width == 0 ? "\n" : "") + String($0.element) }.joined()
    }

    static func hex(_ text: String, prefix: String = "", separator: String = "") -> String {
        text.utf8.map { prefix + (($0 < 16 ? "0" : "") + String($0, radix: 16)) }.joined(separator: separator)
    }

    static func codes(_ text: String, radix: Int, width: Int = 0, separator: String = " ") -> String {
        text.utf8.map { byte in
            let digits = String(byte, radix: radix)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }.joined(separator: separator)
    }

    static func shifted(_ text: String, _ places: UInt8) -> String {
        mapped(text) { (0x61...0x7A).contains($0) ? 0x61 + ($0 - 0x61 + places) % 26 : $0 }
    }

    static func atbash(_ text: String) -> String { mapped(text) { (0x61...0x7A).contains($0) ? 0xDB - $0 : $0 } }

    private static func mapped(_ text: String, _ change: (UInt8) -> UInt8) -> String {
        String(decoding: text.lowercased().utf8.map(change), as: UTF8.self)
    }

    static func replaced(_ text: String, _ pairs: [Character: String]) -> String {
        text.map { pairs[$0] ?? String($0) }.joined()
    }

    /// Each ASCII scalar moved to another block.
    static func moved(_ text: String, by distance: UInt32) -> String {
        var view = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { view.append(Unicode.Scalar(scalar.value + distance) ?? scalar) }
        return String(view)
    }

    static func between(_ text: String, _ mark: String) -> String { text.map(String.init).joined(separator: mark) }

    /// `1. q`, `2. u` and so on.
    static func numbered(_ text: String, from first: Int, mark: String, end: String) -> String {
        text.enumerated().map { "\(first + $0.offset)\(mark)\($0.element)\(end)" }.joined()
    }

    /// In rings, squares and so on.
    /// - Parameters:
    ///   - a: the alphabet's first letter.
    ///   - digits: nought and one.
    static func enclosed(_ text: String, _ a: Unicode.Scalar, _ digits: String) -> String {
        let numerals = digits.unicodeScalars.map(\.value)
        var view = String.UnicodeScalarView()
        for byte in text.utf8 {
            let value =
                switch byte {
                case 0x30: numerals[0]
                case 0x31...0x39: numerals[1] + UInt32(byte) - 0x31
                default: a.value + UInt32(byte) - 0x61
                }
            view.append(Unicode.Scalar(value) ?? "?")
        }
        return String(view)
    }

    static let morseSigns: [Character: String] = [
        "a": ".-", "b": "-...", "c": "-.-.", "d": "-..", "e": ".", "f": "..-.", "g": "--.", "h": "....", "i": "..",
        "j": ".---",
        "k": "-.-", "l": ".-..", "m": "--", "n": "-.", "o": "---", "p": ".--.", "q": "--.-", "r": ".-.", "s": "...",
        "t": "-",
        "u": "..-", "v": "...-", "w": ".--", "x": "-..-", "y": "-.--", "z": "--..", "0": "-----", "1": ".----",
        "2": "..---",
        "3": "...--", "4": "....-", "5": ".....", "6": "-....", "7": "--...", "8": "---..", "9": "----.",
    ]

    static func morse(_ text: String) -> String { text.map { morseSigns[$0] ?? "/" }.joined(separator: " ") }

    static func braille(_ text: String) -> String {
        let cells = Array("⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚⠅⠇⠍⠝⠕⠏⠟⠗⠎⠞⠥⠧⠺⠭⠽⠵")
        return text.utf8.map { byte in
            if (0x61...0x7A).contains(byte) { return "⠰" + String(cells[Int(byte - 0x61)]) }
            return "⠼" + String(cells[Int((byte - 0x30 + 9) % 10)])
        }.joined()
    }

    static func nato(_ text: String) -> String {
        let words = [
            "Alfa", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel", "India", "Juliett", "Kilo", "Lima",
            "Mike",
            "November", "Oscar", "Papa", "Quebec", "Romeo", "Sierra", "Tango", "Uniform", "Victor", "Whiskey", "Xray",
            "Yankee", "Zulu",
        ]
        let digits = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "niner"]
        return text.utf8.map { (0x61...0x7A).contains($0) ? words[Int($0 - 0x61)] : digits[Int($0 - 0x30)] }
            .joined(separator: " ")
    }

    static func leet(_ text: String) -> String {
        replaced(text, ["a": "4", "e": "3", "o": "0", "i": "1", "t": "7", "s": "$", "b": "8"])
    }

    /// Ascii85 by Adobe's rules.
    static func ascii85(_ text: String) -> String {
        var result = ""
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: 4) {
            let group = bytes[start..<min(start + 4, bytes.count)]
            var value = (Array(group) + [UInt8](repeating: 0, count: 4 - group.count)).reduce(UInt32(0)) {
                $0 << 8 | UInt32($1)
            }
            var digits: [UInt8] = []
            for _ in 0..<5 {
                digits.insert(UInt8(value % 85) + 33, at: 0)
                value /= 85
            }
            result += String(decoding: digits.prefix(group.count + 1), as: UTF8.self)
        }
        return "<~\(result)~>"
    }
}
