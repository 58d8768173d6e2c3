/// An amount in the settings' one currency, in 10⁻¹² units: the product of whole tokens and a `Price` is exact.
package struct Money: Sendable, Hashable, Comparable {
    package var picos: Int128

    package static let zero = Money(picos: 0)

    package init(picos: Int128) {
        self.picos = picos
    }

    package static func < (left: Money, right: Money) -> Bool { left.picos < right.picos }
    package static func + (left: Money, right: Money) -> Money { Money(picos: left.picos + right.picos) }
    package static func += (left: inout Money, right: Money) { left.picos += right.picos }

    /// Decimal text without exponent and without trailing zeros: `0.00042`, `12`, `-3.5`.
    package var decimal: String {
        let scale: Int128 = 1_000_000_000_000
        let magnitude = picos.magnitude
        let whole = magnitude / scale.magnitude
        var fraction = String(magnitude % scale.magnitude)
        fraction = String(repeating: "0", count: 12 - fraction.count) + fraction
        while fraction.last == "0" { fraction.removeLast() }
        return (picos < 0 ? "-" : "") + String(whole) + (fraction.isEmpty ? "" : "." + fraction)
    }

    /// Reads what `decimal` writes: digits, optionally `.` and at most 12 more. nil for anything else.
    package init?(decimal text: String) {
        guard let picos = parseDecimal(text, places: 12) else { return nil }
        self.init(picos: picos)
    }
}

/// As decimal text: readers of JSON do not agree on long numbers.
extension Money: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let money = Money(decimal: text) else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "not an amount"))
        }
        self = money
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(decimal)
    }
}

/// What a million tokens cost, as vendors print it. Held in 10⁻⁶ units per million tokens, which is 10⁻¹² per token.
package struct Price: Sendable, Hashable {
    package let picosPerToken: Int64

    package init(picosPerToken: Int64) {
        self.picosPerToken = picosPerToken
    }

    /// Reads a decimal such as `3`, `0.15` or `0.000001`: at most six places, not negative, below one million.
    package init?(perMillionTokens text: String) {
        guard let micros = parseDecimal(text, places: 6), micros >= 0, micros < 1_000_000_000_000 else { return nil }
        picosPerToken = Int64(micros)
    }

    package static func * (price: Price, tokens: Int) -> Money {
        Money(picos: Int128(price.picosPerToken) * Int128(tokens))
    }
}

/// What one model charges. Prices that are not set make the cost of a record unknown, never zero.
package struct PriceList: Sendable, Hashable {
    package var input: Price
    package var output: Price
    /// nil: cached input is charged as input.
    package var cachedInput: Price?

    package init(input: Price, output: Price, cachedInput: Price? = nil) {
        self.input = input
        self.output = output
        self.cachedInput = cachedInput
    }
}

/// Digits with at most `places` decimals as an integer of that scale; nil when it is anything else or does not fit.
private func parseDecimal(_ text: String, places: Int) -> Int128? {
    var value: Int128 = 0
    var decimals: Int?
    var digits = 0
    let negative = text.utf8.first == UInt8(ascii: "-")
    for byte in negative ? text.utf8.dropFirst() : text.utf8[...] {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            if let seen = decimals {
                guard seen < places else { return nil }
                decimals = seen + 1
            }
            digits += 1
            guard digits <= 30 else { return nil }
            value = value * 10 + Int128(byte - UInt8(ascii: "0"))
        case UInt8(ascii: ".") where decimals == nil && digits > 0:
            decimals = 0
        default:
            return nil
        }
    }
    guard digits > 0, decimals != 0 else { return nil }
    for _ in 0..<(places - (decimals ?? 0)) {
        let (scaled, overflows) = value.multipliedReportingOverflow(by: 10)
        guard !overflows else { return nil }
        value = scaled
    }
    return negative ? -value : value
}
