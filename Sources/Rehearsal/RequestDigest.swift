import Dialects
import Domain

/// What identifiers are made of: a hash of the request, and a number that makes two answers to the same request differ.
///
/// Nothing here keeps a secret: FNV-1a tells requests apart, SplitMix64 spreads the result.
struct RequestDigest {
    /// Of the request alone: the same for the same one.
    let request: UInt64
    private let seed: UInt64

    init(_ operation: Operation, _ body: [UInt8], serial: UInt64) {
        let hash = Self.hash(body, from: Self.hash(Array(operation.name.utf8)))
        request = Self.spread(hash)
        seed = Self.spread(request &+ serial)
    }

    /// - Parameter ordinal: tells apart what one answer names.
    func identifier(_ prefix: String, _ ordinal: UInt64 = 0) -> String {
        let high = Self.spread(seed &+ Self.golden &* (2 * ordinal + 1))
        let low = Self.spread(seed &+ Self.golden &* (2 * ordinal + 2))
        return prefix + Self.hexadecimal(high) + Self.hexadecimal(low)
    }

    static let golden: UInt64 = 0x9E37_79B9_7F4A_7C15

    static func hash(_ bytes: [UInt8], from start: UInt64 = 0xCBF2_9CE4_8422_2325) -> UInt64 {
        bytes.reduce(start) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }

    static func spread(_ value: UInt64) -> UInt64 {
        var value = value
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    private static func hexadecimal(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
