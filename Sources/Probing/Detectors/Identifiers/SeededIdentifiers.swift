package import Domain

/// Made-up identifiers that are valid in form and check digit, so that a model takes them for real, and random, so that one in an
/// answer can only come from the prompt. None is known to belong to anybody; none is ever taken from a register.
package enum SeededIdentifiers {
    package static let kinds = IdentifierKind.allCases.map(\.rawValue)

    package static func draw(_ random: inout SeededRandom) -> [String: String] {
        let pan = pan(&random)
        return [
            "aadhaar": aadhaar(&random), "pan": pan, "gstin": gstin(&random), "upi": upi(&random),
            "ifsc": ifsc(&random),
            "card": card(&random),
        ]
    }

    /// Twelve digits in groups of four, the first 2–9, the last Verhoeff's check.
    static func aadhaar(_ random: inout SeededRandom) -> String {
        var digits = [UInt8.random(in: 2...9, using: &random)]
        for _ in 0..<10 { digits.append(.random(in: 0...9, using: &random)) }
        digits.append(Checksums.verhoeffDigit(digits))
        return grouped(digits)
    }

    /// Five letters (the fourth P: a person), four digits, a letter. Its check letter is not published, so it is random.
    static func pan(_ random: inout SeededRandom) -> String {
        letters(3, &random) + "P" + letters(1, &random) + digits(4, &random) + letters(1, &random)
    }

    /// State code, a company's PAN, entity number, Z, check character.
    static func gstin(_ random: inout SeededRandom) -> String {
        let state = Int.random(in: 1...37, using: &random)
        let body =
            (state < 10 ? "0\(state)" : "\(state)") + letters(3, &random) + "C" + letters(1, &random)
            + digits(4, &random)
            + letters(1, &random) + "1Z"
        let check = Checksums.gstin(body.utf8) ?? UInt8(ascii: "0")
        return body + String(Unicode.Scalar(check))
    }

    /// A name that nobody picks, at a handle that no bank has.
    static func upi(_ random: inout SeededRandom) -> String {
        letters(4, &random).lowercased() + "." + digits(8, &random) + "@okholdfast"
    }

    /// Four letters, a nought, six digits of a branch.
    static func ifsc(_ random: inout SeededRandom) -> String {
        // Q and X begin no bank's code that we know of.
        (Bool.random(using: &random) ? "Q" : "X") + letters(3, &random) + "0" + digits(6, &random)
    }

    /// Sixteen digits from 4000 00, the block of card schemes' own test numbers, with Luhn's check.
    static func card(_ random: inout SeededRandom) -> String {
        var digits: [UInt8] = [4, 0, 0, 0, 0, 0]
        for _ in 0..<9 { digits.append(.random(in: 0...9, using: &random)) }
        digits.append(UInt8((10 - Checksums.luhn(digits + [0]) % 10) % 10))
        return grouped(digits)
    }

    private static func letters(_ count: Int, _ random: inout SeededRandom) -> String {
        String(decoding: (0..<count).map { _ in UInt8.random(in: 0x41...0x5A, using: &random) }, as: UTF8.self)
    }

    private static func digits(_ count: Int, _ random: inout SeededRandom) -> String {
        String(decoding: (0..<count).map { _ in UInt8.random(in: 0x30...0x39, using: &random) }, as: UTF8.self)
    }

    private static func grouped(_ digits: [UInt8]) -> String {
        var text = ""
        for (place, digit) in digits.enumerated() {
            if place > 0, place % 4 == 0 { text += " " }
            text += String(digit)
        }
        return text
    }
}
