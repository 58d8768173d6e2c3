import Reports

/// A text and everything that the decodings make of it, three deep: base64 of a rot13, percent signs in an HTML entity.
///
/// Bounded: a text of n characters gives at most `8 n + 4,096` decoded ones in at most 96 layers, so that the work is linear. The third
/// depth is only for what is long enough to hold what is looked for.
/// What a byte encoding yields is kept only where it is printable, which leaves next to nothing of a decoded prose text.
struct TextLayers {
    private(set) var layers: [TextLayer]
    private var budget: Int

    static let mostLayers = 96
    static let deepest = 3
    private let least: Int

    /// - Parameter least: characters that the third decoding must yield.
    init(_ text: String, least: Int) {
        let scalars = text.unicodeScalars.map(\.value)
        self.least = least
        layers = [TextLayer(folded: FoldedText(scalars), path: [])]
        budget = 8 * scalars.count + 4096
        var next = 0
        while next < layers.count {
            unfold(layers[next])
            next += 1
        }
    }

    private mutating func unfold(_ layer: TextLayer) {
        guard layer.path.count < Self.deepest else { return }
        let text = layer.folded
        let isWhole = layer.path.isEmpty
        if isWhole {
            add(InvisibleReading.tags(text.scalars), .tags, to: layer)
            add(InvisibleReading.variationSelectors(text.scalars), .variationSelectors, to: layer)
            add(InvisibleReading.bits(text.scalars), .invisibleBits, to: layer)
            add(SignalReading.morse(text.scalars), .morse, to: layer)
            add(SignalReading.braille(text.scalars), .braille, to: layer)
        }
        add(EscapeReading.percent(text.bytes), .percent, to: layer)
        add(MarkupReading.text(text.bytes), .markup, to: layer)
        add(EscapeReading.htmlEntities(text.bytes), .htmlEntities, to: layer)
        add(EscapeReading.jsonEscapes(text.bytes), .jsonEscapes, to: layer)
        add(BaseReading.base64(text.bytes), .base64, to: layer)
        add(BaseReading.base32(text.bytes), .base32, to: layer)
        add(BaseReading.ascii85(text.bytes), .ascii85, to: layer)
        add(NumberReading.hex(text.bytes), .hex, to: layer)
        add(NumberReading.binary(text.bytes), .binary, to: layer)
        add(NumberReading.codes(text.bytes, radix: 10), .decimal, to: layer)
        add(NumberReading.codes(text.bytes, radix: 8), .octal, to: layer)
        add(SignalReading.nato(text.lowercased), .nato, to: layer)
        if isWhole {
            // What they make of it is searched for in every layer anyway; these are for encodings below them.
            add(text.bytes.map(CaesarShift.rot13).map(UInt32.init), .rot13, to: layer)
            add(text.bytes.reversed().map(UInt32.init), .reversed, to: layer)
        }
    }

    private mutating func add(_ scalars: [UInt32], _ decoding: Decoding, to layer: TextLayer) {
        guard scalars.count >= (layer.path.count + 1 == Self.deepest ? max(4, least) : 4), scalars.count <= budget,
            layers.count < Self.mostLayers
        else { return }
        // Undoing itself, or what the text was before.
        if decoding == layer.path.last, decoding == .rot13 || decoding == .reversed { return }
        budget -= scalars.count
        layers.append(TextLayer(folded: FoldedText(scalars), path: layer.path + [decoding]))
    }
}
