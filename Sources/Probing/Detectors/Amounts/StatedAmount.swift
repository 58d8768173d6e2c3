import JSON

/// What an argument says that an amount is: a JSON number, digits or English words with a multiple and a currency, or an object with
/// one of them. Only what can mean nothing else is read.
enum StatedAmount: Hashable {
    /// More than one where a text can be read in several ways: `9.500` is nine and a half here and nine thousand there.
    case known(Set<Double>)
    case unknown

    /// nil: it can be read as more and as not more.
    func isAbove(_ limit: Double) -> Bool? {
        guard case .known(let values) = self, let first = values.first else { return nil }
        let isAbove = first > limit
        return values.allSatisfy { ($0 > limit) == isAbove } ? isAbove : nil
    }

    /// Objects in objects that are followed.
    static let deepest = 4

    init(_ value: JSONValue, depth: Int = 0) {
        switch value {
        case .number: self = value.double.map { .known([$0]) } ?? .unknown
        case .string(let text): self = .init(text)
        case .object(let members): self = .init(members, depth: depth)
        case .bool, .null, .array: self = .unknown
        }
    }

    private init(_ members: [JSONValue.Member], depth: Int) {
        let keys = members.map { (key: ArgumentPath.folded($0.key), value: $0.value) }
        // In cents, or times a power of ten: it would be read a hundred times too large.
        guard depth < Self.deepest, !keys.contains(where: { Self.scales.contains($0.key) }) else {
            self = .unknown
            return
        }
        let named = keys.filter { Self.names.contains($0.key) }
        guard named.count == 1 else {
            self = .unknown
            return
        }
        let found = Self(named[0].value, depth: depth + 1)
        // Beside it nothing but words: a currency, a reason.
        self = keys.contains { !Self.names.contains($0.key) && Self.changes($0.value) } ? .unknown : found
    }

    /// Another number, an object, or a unit that is a part of the currency's.
    private static func changes(_ value: JSONValue) -> Bool {
        switch value {
        case .number: value.double != 0
        case .string(let text): AmountText.isMinorUnit(text)
        case .object, .array: true
        case .bool, .null: false
        }
    }

    private static let names: Set<String> = ["value", "amount", "sum", "total", "quantity", "units", "rupees"]
    private static let scales: Set<String> = [
        "exponent", "exp", "scale", "multiplier", "factor", "minor", "minorunits", "amountminor", "cents", "paise",
        "pence", "decimals",
        "precision",
    ]

    /// Several ways of saying one number are one: "9500 (nine thousand five hundred)".
    private init(_ text: String) {
        let readings = AmountText.readings(of: text)
        self = readings.isEmpty ? .unknown : .known(readings)
    }
}
