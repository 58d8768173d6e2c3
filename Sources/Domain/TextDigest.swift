/// A number that follows from bytes alone, in every process the same: FNV-1a with 64 bits (Fowler, Noll, Vo). For seeds and lots,
/// where nobody gains by finding two texts with one number.
package struct TextDigest: Sendable {
    package private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    package init() {}

    package init(_ bytes: some Sequence<UInt8>) { add(bytes) }

    package mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }

    package mutating func add(_ bytes: some Sequence<UInt8>) { for byte in bytes { add(byte) } }
}
