/// Looks for one needle in a text and in all that the decodings make of it.
struct NeedleSearch {
    struct Finding: Hashable {
        /// Outermost first, never empty: `[.base64]`, `[.base64, .rot13]`, `[.clear]`.
        var decodings: [Decoding]
        /// The text around the place, decoded.
        var excerpt: String

        /// Only a part, or with faults.
        var isNear: Bool { decodings.last == .near }

        var name: String { decodings.map(\.rawValue).joined(separator: "+") }
    }

    let needle: Needle
    private let near: NearToken?

    init(_ needle: Needle) {
        self.needle = needle
        near = NearToken(needle)
    }

    init?(_ needle: String) {
        guard let needle = Needle(needle) else { return nil }
        self.init(needle)
    }

    func find(in text: String) -> Finding? { find(in: TextLayers(text, least: needle.text.count)) }

    /// What is whole goes before what is near, wherever it stands.
    func find(in layers: TextLayers) -> Finding? {
        find(in: layers) { needle.isToken ? token(in: $0.folded) : word(in: $0) }
            ?? near.flatMap { near in
                find(in: layers) { layer in
                    let text = layer.folded
                    return near.first(in: text.squeezed).map { (.near, text.origin(of: text.spread($0))) }
                }
            }
    }

    private func find(
        in layers: TextLayers,
        _ search: (TextLayer) -> (Decoding, Range<Int>)?
    ) -> Finding? {
        for layer in layers.layers {
            guard let (decoding, range) = search(layer) else { continue }
            let decodings = layer.path + (decoding == .clear && !layer.path.isEmpty ? [] : [decoding])
            return Finding(decodings: decodings, excerpt: Excerpt.around(range, of: layer.folded.scalars))
        }
        return nil
    }

    /// Range of scalars.
    private func token(in text: FoldedText) -> (Decoding, Range<Int>)? {
        let squeezed = text.squeezed
        if let (pattern, place) = needle.patterns.first(in: squeezed) {
            let spread = text.spread(place)
            let origin = text.origin(of: spread)
            let decoding = needle.decoding(pattern)
            guard decoding == .clear else { return (decoding, origin) }
            return (spread.count > place.count ? .spaced : text.reason(in: origin), origin)
        }
        if let (_, place) = PatternSet([needle.leet]).first(in: squeezed.map(LeetFold.fold)) {
            return (.leet, text.origin(of: text.spread(place)))
        }
        return LetterPuzzles.acrostic(needle, in: text) ?? LetterPuzzles.listed(needle, in: text)
    }

    /// Alphabets of signals are spelled letter by letter, and where a word ends in them is often not written: there a part will do.
    private func word(in layer: TextLayer) -> (Decoding, Range<Int>)? {
        let text = layer.folded
        let bytes = text.lowercased
        let isSpelled =
            switch layer.path.last {
            case .morse, .nato, .braille: true
            default: false
            }
        if let (pattern, place) = needle.patterns.first(in: bytes, where: { isSpelled || isWhole($0, in: bytes) }) {
            let origin = text.origin(of: place)
            let decoding = needle.decoding(pattern)
            return (decoding == .clear ? text.reason(in: origin) : decoding, origin)
        }
        return LetterPuzzles.hyphenated(needle, in: text) ?? LetterPuzzles.spelled(needle, in: text)
            ?? LetterPuzzles.leet(needle, in: text) ?? LetterPuzzles.acrostic(needle, in: text)
            ?? LetterPuzzles.listed(needle, in: text)
    }

    private func isWhole(_ range: Range<Int>, in bytes: [UInt8]) -> Bool {
        (range.lowerBound == 0 || !LetterFold.isAlphanumeric(bytes[range.lowerBound - 1]))
            && (range.upperBound == bytes.count || !LetterFold.isAlphanumeric(bytes[range.upperBound]))
    }
}
