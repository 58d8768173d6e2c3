import Domain
import HoldfastTesting

/// Small injuries to bytes that are well.
enum Mutation {
    /// - Parameter tokens: what is put in, beside single random bytes: the words of the format that is attacked.
    static func apply(_ bytes: [UInt8], tokens: [[UInt8]], _ source: inout SeededRandom) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<source.pick([0, 1, 1, 1, 2, 3, 6]) {
            let place = source.below(bytes.count + 1)
            switch source.below(7) {
            case 0 where place < bytes.count: bytes[place] = UInt8(truncatingIfNeeded: source.next())
            case 1 where place < bytes.count: bytes[place] ^= 1 << source.below(8)
            case 2: bytes.removeSubrange(place..<min(bytes.count, place + source.pick([1, 1, 2, 8])))
            case 3:
                let copied = Array(bytes[place..<min(bytes.count, place + source.pick([1, 4, 16, 48]))])
                bytes.insert(contentsOf: copied, at: source.below(bytes.count + 1))
            case 4: bytes = Array(bytes.prefix(place))
            default: bytes.insert(contentsOf: source.pick(tokens), at: place)
            }
        }
        return bytes
    }
}
