/// Check digits of identifiers.
enum Checksums {
    /// Verhoeff's dihedral check (J. Verhoeff, "Error Detecting Decimal Codes", 1969), as Aadhaar uses it: zero for a valid number.
    static func verhoeff(_ digits: [UInt8]) -> UInt8 {
        var check = 0
        for (place, digit) in digits.reversed().enumerated() {
            check = dihedral(check, permuted(Int(digit), times: place % 8))
        }
        return UInt8(check)
    }

    /// The digit to append.
    static func verhoeffDigit(_ digits: [UInt8]) -> UInt8 {
        let check = Int(verhoeff(digits + [0]))
        return UInt8((0..<10).first { dihedral($0, check) == 0 && dihedral(check, $0) == 0 } ?? 0)
    }

    /// Multiplication in the dihedral group of the pentagon: 0–4 turns, 5–9 reflections.
    private static func dihedral(_ one: Int, _ other: Int) -> Int {
        switch (one < 5, other < 5) {
        case (true, true): (one + other) % 5
        case (true, false): (one + other - 5) % 5 + 5
        case (false, true): (one - 5 - other + 5) % 5 + 5
        case (false, false): (one - other + 5) % 5
        }
    }

    private static let permutation = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]

    private static func permuted(_ digit: Int, times: Int) -> Int {
        (0..<times).reduce(digit % 10) { value, _ in permutation[value] }
    }

    /// ISO/IEC 7812-1, annex B: divisible by ten for a valid number.
    static func luhn(_ digits: [UInt8]) -> Int {
        digits.reversed().enumerated().reduce(0) { sum, item in
            let value = Int(item.element) * (item.offset % 2 == 1 ? 2 : 1)
            return sum + value / 10 + value % 10
        }
    }

    /// The fifteenth character of a GSTIN: Luhn's check modulo 36 over the first fourteen, factors 1 and 2 in turn from the left.
    static func gstin(_ characters: some Sequence<UInt8>) -> UInt8? {
        var sum = 0
        for (place, character) in characters.enumerated() {
            guard let value = alphabet.firstIndex(of: character) else { return nil }
            let product = value * (place % 2 == 0 ? 1 : 2)
            sum += product / 36 + product % 36
        }
        return alphabet[(36 - sum % 36) % 36]
    }

    static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
}
