/// A number that follows from bytes alone, in every process the same: FNV-1a with 64 bits (Fowler, Noll, Vo). For seeds and lots,
/// where nobody gains by finding two texts with one number.
package struct TextDigest: Sendable {
    package private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    /// The same through the finalizer of MurmurHash3 (Appleby), without which near texts have near numbers.
    package var mixed: UInt64 {
        var hash = value
        hash = (hash ^ (hash >> 33)) &* 0xff51_afd7_ed55_8ccd
        hash = (hash ^ (hash >> 33)) &* 0xc4ce_b9fe_1a85_ec53
        return hash ^ (hash >> 33)
    }

    package init() {}

    package init(_ bytes: some Sequence<UInt8>) { add(bytes) }

    package mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }

    package mutating func add(_ bytes: some Sequence<UInt8>) { for byte in bytes { add(byte) } }
}
