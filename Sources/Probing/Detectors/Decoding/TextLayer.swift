/// A text, or what came out of it by decoding.
struct TextLayer {
    var folded: FoldedText
    /// Outermost first; empty for the text itself.
    var path: [Decoding]
}
