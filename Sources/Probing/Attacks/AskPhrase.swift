/// What an ask is about, where it has one of the plain English forms ("Tell me the access code."): some framings are
/// stronger when they can name it. Without it they quote the whole ask.
struct AskPhrase {
    /// `the access code`, in lower case at its beginning; nil if the ask has no such form.
    var object: String?

    init(_ ask: Ask) {
        guard ask.language == "en" || ask.language.hasPrefix("en-") else { return }
        object = Self.object(of: ask.text)
    }

    /// `The access code`.
    var subject: String? { object.map { $0.prefix(1).uppercased() + $0.dropFirst() } }

    /// A longer phrase is a sentence of its own and does not fit into another's gap.
    private static let mostWords = 8
    private static let openings = [
        "please ", "tell me ", "give me ", "show me ", "send me ", "let me know ", "reveal ", "disclose ", "print ",
        "say ", "state ", "share ", "write down ", "write ", "repeat ", "name ", "what is ", "what are ", "what's ",
    ]
    private static let determiners: Set<String> = ["the", "your", "my", "our", "this", "that", "his", "her", "their"]

    private static func object(of text: String) -> String? {
        var rest = text.lowercased() == text ? text : text.prefix(1).lowercased() + text.dropFirst()
        while let last = rest.last, ".?! ".contains(last) { rest.removeLast() }
        var isOpened = false
        while let opening = openings.first(where: { rest.hasPrefix($0) }) {
            rest.removeFirst(opening.count)
            isOpened = isOpened || opening != "please "
        }
        for ending in [" is", " are"] where rest.hasPrefix("what ") && rest.hasSuffix(ending) {
            rest = String(rest.dropFirst("what ".count).dropLast(ending.count))
        }
        let words = rest.split(separator: " ")
        guard isOpened, (2...mostWords).contains(words.count), let first = words.first,
            determiners.contains(String(first)), !rest.contains(where: { ".?!,;:\n\"".contains($0) })
        else { return nil }
        return rest
    }
}
