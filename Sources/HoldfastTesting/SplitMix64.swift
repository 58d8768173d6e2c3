/// Everything that one number decides, so that a failing walk can be walked again.
///
/// Steele, Lea, Flood, OOPSLA 2014: every seed, small ones included, gives a sequence of its own.
package struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: some BinaryInteger) {
        state = UInt64(truncatingIfNeeded: seed)
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// From 0 up to `bound`, which is not among them.
    package mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(bound, 1))) }

    package mutating func chance(_ oneIn: Int) -> Bool { below(oneIn) == 0 }

    package mutating func chance(_ some: Int, in many: Int) -> Bool { below(many) < some }

    /// - Parameter from: not empty.
    package mutating func pick<Element>(_ from: [Element]) -> Element { from[below(from.count)] }

    /// nil most of the time, else one of them.
    package mutating func maybe<Element>(_ from: [Element]) -> Element? { chance(4) ? pick(from) : nil }

    /// Cuts bytes into pieces of random lengths, often tiny.
    package mutating func split(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var pieces: [ArraySlice<UInt8>] = []
        var start = 0
        let longest = pick([1, 2, 5, 40, 400])
        while start < bytes.count {
            let end = min(bytes.count, start + 1 + below(longest))
            pieces.append(bytes[start..<end])
            start = end
        }
        return pieces
    }
}
