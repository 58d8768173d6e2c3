/// The words of texts that can be pieces of a token, and of how many words chance could choose.
struct PieceWords {
    static let shortest = 4

    /// Parts of the token, each once.
    private(set) var parts: Set<[UInt8]> = []
    /// By length: different words that are made of what the token is made of. Long ones are not told apart, which counts too many.
    private(set) var counts: [Int]
    private let token: Needle
    private var seen: Set<UInt64> = []

    init(_ token: Needle) {
        self.token = token
        counts = [Int](repeating: 0, count: token.text.count)
    }

    mutating func add(_ layers: TextLayers) {
        for layer in layers.layers {
            let text = layer.folded.lowercased
            for word in text.split(whereSeparator: { !LetterFold.isAlphanumeric($0) }) { add(word) }
        }
    }

    mutating func add(_ other: PieceWords) {
        parts.formUnion(other.parts)
        for (length, count) in other.counts.enumerated() { counts[length] += count }
    }

    private mutating func add(_ word: ArraySlice<UInt8>) {
        guard word.count >= Self.shortest, word.count < token.text.count,
            !token.isRandom || word.allSatisfy({ NumberReading.hexDigit($0) != nil })
        else { return }
        if word.count > 8 || seen.insert(word.reduce(0) { $0 << 8 | UInt64($1) }).inserted { counts[word.count] += 1 }
        if isPart(word) { parts.insert(Array(word)) }
    }

    private func isPart(_ word: ArraySlice<UInt8>) -> Bool {
        token.text.indices.contains { token.text[$0...].starts(with: word) }
    }
}
