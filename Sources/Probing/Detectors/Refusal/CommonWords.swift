/// Whether a text is in the language that a lexicon reads, where its script does not tell: by words that hardly any sentence of
/// the language does without.
enum CommonWords {
    /// None of them is a common word of another language in the same script.
    private static let english: Set<String> = [
        "the", "and", "you", "your", "you're", "it's", "its", "that", "this", "these", "those", "not", "with", "are",
        "were",
        "been", "has", "does", "do", "don't", "can't", "cannot", "could", "would", "should", "from", "i'm", "i'll",
        "how",
        "what", "which", "when", "where", "who", "they", "their", "there", "here", "about", "because", "than", "then",
        "sorry", "unable", "please", "each", "into", "using", "any", "some", "only",
    ]
    /// In fewer words there may be none by chance.
    private static let fewest = 6

    /// - Returns: false for a text that is long enough to tell and has none of them; nil for a language that we know none of.
    static func speaks(_ text: String, _ language: String) -> Bool? {
        guard language == "en" else { return nil }
        let words = text.lowercased().split { !$0.isLetter && $0 != "'" && $0 != "’" }
        guard words.count >= fewest else { return true }
        return words.contains { english.contains(String($0.map { $0 == "’" ? "'" : $0 })) }
    }
}
