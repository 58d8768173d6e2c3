/// Several short byte strings looked for in one pass: the first four bytes choose a candidate, the rest confirms it.
struct PatternSet {
    private let patterns: [[UInt8]]
    private let marks: [Bool]

    /// - Parameter patterns: each of four bytes or more; shorter ones are never found.
    init(_ patterns: [[UInt8]]) {
        self.patterns = patterns
        var marks = [Bool](repeating: false, count: 4096)
        for pattern in patterns where pattern.count >= 4 {
            marks[Self.mark(pattern[0], pattern[1], pattern[2], pattern[3])] = true
        }
        self.marks = marks
    }

    private static func mark(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) -> Int {
        let key = UInt32(a) | UInt32(b) << 8 | UInt32(c) << 16 | UInt32(d) << 24
        return Int((key &* 0x9E37_79B1) >> 20)
    }

    /// Every place where a pattern stands, in order, until `goesOn` says no.
    func visit(_ bytes: [UInt8], goesOn: (Int, Range<Int>) -> Bool) {
        guard bytes.count >= 4 else { return }
        for start in 0...(bytes.count - 4) {
            guard marks[Self.mark(bytes[start], bytes[start + 1], bytes[start + 2], bytes[start + 3])] else { continue }
            for (index, pattern) in patterns.enumerated() where pattern.count >= 4 {
                let end = start + pattern.count
                guard end <= bytes.count, bytes[start] == pattern[0] else { continue }
                if bytes[start..<end].elementsEqual(pattern), !goesOn(index, start..<end) { return }
            }
        }
    }

    /// The first place where a pattern stands and `accept` agrees. Linear in `bytes` unless patterns repeat themselves.
    func first(
        in bytes: [UInt8],
        where accept: (Range<Int>) -> Bool = { _ in true }
    ) -> (pattern: Int, range: Range<Int>)? {
        var found: (pattern: Int, range: Range<Int>)?
        visit(bytes) { pattern, range in
            if accept(range) { found = (pattern, range) }
            return found == nil
        }
        return found
    }
}
