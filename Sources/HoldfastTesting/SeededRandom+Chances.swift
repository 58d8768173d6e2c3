package import Domain

/// What random walks and mutations draw.
extension SeededRandom {
    package mutating func chance(_ oneIn: Int) -> Bool { below(oneIn) == 0 }

    package mutating func chance(_ some: Int, in many: Int) -> Bool { below(many) < some }

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
