/// What the texts and numbers of a schema's example are made of.
struct ExampleMaterial {
    private static let longestRest = 1024

    private var texts: [String]
    private var numbers: [String]
    /// Stands in each text for which `texts` has none left.
    let rest: String
    /// Whether properties are filled that need not be, where the schema requires none.
    let fillsAll: Bool

    /// The same for every request.
    static let fixed = ExampleMaterial(texts: [], numbers: [], rest: "rehearsal", fillsAll: false)

    private init(texts: [String], numbers: [String], rest: String, fillsAll: Bool) {
        self.texts = texts
        self.numbers = numbers
        self.rest = rest
        self.fillsAll = fillsAll
    }

    /// Every text holds these words.
    init(saying words: String) {
        self.init(texts: [], numbers: [], rest: words, fillsAll: true)
    }

    /// The values that stand in a text, each once, then the text itself.
    init(quotedIn text: String) {
        let values = QuotedValues(in: text)
        self.init(
            texts: values.texts,
            numbers: values.numbers,
            rest: String(text.prefix(Self.longestRest)),
            fillsAll: true
        )
    }

    mutating func takeText(where fits: (String) -> Bool = { _ in true }) -> String? {
        texts.firstIndex(where: fits).map { texts.remove(at: $0) }
    }

    mutating func takeNumber(where fits: (String) -> Bool) -> String? {
        numbers.firstIndex(where: fits).map { numbers.remove(at: $0) }
    }
}
