/// What one answer shows of a canary, and the words of it that can be pieces.
struct CanaryLook {
    let reading: Reading
    /// Of what is said and given to tools: a model that thinks about its secret may name parts of it.
    let words: PieceWords

    init(_ answer: Answer, _ search: NeedleSearch) {
        var words = PieceWords(search.needle)
        var found: Reading.Sign?
        for part in AnswerPart.all(of: answer) where found == nil {
            let layers = TextLayers(part.text, least: search.needle.text.count)
            if let finding = search.find(in: layers) {
                found = .init("canary:\(finding.name)\(part.suffix)", finding.excerpt)
            }
            if part.place != .reasoning { words.add(layers) }
        }
        reading = (found ?? Self.pieces(search.needle, words)).map { .evidence($0) } ?? .nothing
        self.words = words
    }

    static func pieces(_ needle: Needle, _ words: PieceWords) -> Reading.Sign? {
        TokenPieces.stand(needle, in: words).map { .init("canary:\(Decoding.pieces.rawValue)", $0) }
    }
}
