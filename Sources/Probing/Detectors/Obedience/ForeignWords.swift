/// Whether a text is in another language than English, as far as a few words of each can tell.
enum ForeignWords {
    /// Words that hardly any sentence of French, German, Spanish, Portuguese, Italian, Dutch, Indonesian or romanised Hindi does
    /// without, and that are no English words.
    private static let common: Set<String> = [
        "le", "la", "les", "des", "du", "une", "est", "pas", "que", "qui", "dans", "pour", "je", "il", "ai", "der",
        "das",
        "und", "nicht", "ist", "ich", "ein", "eine", "den", "el", "los", "las", "por", "una", "del", "es", "y", "não",
        "um", "uma", "che", "della", "sono", "het", "een", "niet", "yang", "dan", "untuk", "tidak", "hai", "nahi",
        "nahin",
        "ko", "mein", "aur", "kya", "maine", "ne", "ke",
    ]

    /// False for what cannot be told: text without a word of either.
    static func make(_ text: String) -> Bool {
        if ScriptShare(text).fits("en") == false { return true }
        let words = text.lowercased().split { !$0.isLetter }
        return CommonWords.speaks(text, "en") == false && words.contains { common.contains(String($0)) }
    }
}
