/// Of the depths from 1 to `JSONReader.maximumDepth`: a bit each.
struct DepthSet {
    private var words: (UInt64, UInt64) = (0, 0)

    @inline(__always)
    func contains(_ depth: Int) -> Bool {
        (depth <= 64 ? words.0 : words.1) & Self.bit(depth) != 0
    }

    @inline(__always)
    mutating func insert(_ depth: Int) {
        if depth <= 64 { words.0 |= Self.bit(depth) } else { words.1 |= Self.bit(depth) }
    }

    @inline(__always)
    mutating func remove(_ depth: Int) {
        if depth <= 64 { words.0 &= ~Self.bit(depth) } else { words.1 &= ~Self.bit(depth) }
    }

    @inline(__always)
    private static func bit(_ depth: Int) -> UInt64 { 1 << UInt64(truncatingIfNeeded: (depth &- 1) & 63) }
}
