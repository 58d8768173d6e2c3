/// Languages that packs may name: BCP 47, with the script where it is not the usual one.
package enum LanguageTags {
    private static let indian = ["hi", "bn", "ta", "te", "mr", "gu", "kn", "ml", "pa", "or", "as", "ur"]

    package static let known: [String] =
        ["en"] + indian + indian.map { "\($0)-Latn" } + [
            "ne", "sa", "si", "ar", "bg", "ca", "cs", "da", "de", "el", "es", "et", "fa", "fi", "fr", "he", "hr", "hu",
            "id", "it", "ja", "km", "ko", "lo", "lt", "lv", "ms", "my", "nb", "nl", "pl", "ps", "pt", "ro", "ru", "sk",
            "sl", "sr", "sv", "sw", "th", "tl", "tr", "uk", "uz", "vi", "zh", "zh-Hans", "zh-Hant", "zu",
        ]

    package static func isKnown(_ tag: String) -> Bool { known.contains(tag) }
}
