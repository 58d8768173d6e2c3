/// The distinct 4-grams of a text, and how many of them stand near each other in another one.
struct GramWindow {
    static let length = 4

    private let grams: [SIMD4<UInt32>: Int]
    private let window: Int

    init(_ text: [UInt32]) {
        var grams: [SIMD4<UInt32>: Int] = [:]
        for gram in Self.grams(of: text) where grams[gram] == nil { grams[gram] = grams.count }
        self.grams = grams
        window = max(64, 2 * text.count)
    }

    private static func grams(of text: [UInt32]) -> [SIMD4<UInt32>] {
        guard text.count >= length else { return [] }
        return (0...(text.count - length)).map { SIMD4(text[$0], text[$0 + 1], text[$0 + 2], text[$0 + 3]) }
    }

    /// The highest share, in percent rounded down, in any window, and that window.
    func highestShare(in text: [UInt32]) -> (percent: Int, window: Range<Int>) {
        guard !grams.isEmpty, text.count >= Self.length else { return (0, 0..<0) }
        let found = Self.grams(of: text).map { grams[$0] }
        var counts = [Int](repeating: 0, count: grams.count)
        var distinct = 0
        var best = (count: 0, end: 0)
        for (index, gram) in found.enumerated() {
            if let gram {
                counts[gram] += 1
                if counts[gram] == 1 { distinct += 1 }
            }
            if index >= window, let gone = found[index - window] {
                counts[gone] -= 1
                if counts[gone] == 0 { distinct -= 1 }
            }
            if distinct > best.count { best = (distinct, index) }
        }
        let start = max(0, best.end - window)
        return (100 * best.count / grams.count, start..<min(text.count, best.end + Self.length))
    }
}
