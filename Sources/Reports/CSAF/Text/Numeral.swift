/// A whole number from 0 of any length, written without zeros in front.
struct Numeral: Hashable, Comparable {
    static let zero = Numeral(digits: [UInt8(ascii: "0")])

    private let digits: [UInt8]

    private init(digits: [UInt8]) {
        self.digits = digits
    }

    init?(_ text: Substring) {
        let digits = Array(text.utf8)
        guard !digits.isEmpty, digits.allSatisfy(\.isDigit), digits.count == 1 || digits[0] != UInt8(ascii: "0") else {
            return nil
        }
        self.init(digits: digits)
    }

    static func < (left: Numeral, right: Numeral) -> Bool {
        left.digits.count == right.digits.count
            ? left.digits.lexicographicallyPrecedes(right.digits) : left.digits.count < right.digits.count
    }

    var next: Numeral {
        var digits = digits
        for index in digits.indices.reversed() {
            guard digits[index] == UInt8(ascii: "9") else {
                digits[index] += 1
                return Numeral(digits: digits)
            }
            digits[index] = UInt8(ascii: "0")
        }
        return Numeral(digits: [UInt8(ascii: "1")] + digits)
    }

    var text: String { String(decoding: digits, as: UTF8.self) }
}
