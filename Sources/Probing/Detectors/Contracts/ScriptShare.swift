/// In which scripts a text is written: the language of an answer, as far as letters alone can tell.
package struct ScriptShare: Sendable, Hashable {
    package enum Script: String, Sendable, CaseIterable {
        case latin, devanagari, bengali, gurmukhi, gujarati, odia, tamil, telugu, kannada, malayalam, arabic, cyrillic,
            greek, hebrew
        case thai, han, kana, hangul, other
    }

    /// Letters by script; digits, marks and spaces are none.
    package private(set) var letters: [Script: Int] = [:]
    package private(set) var total = 0

    package init(_ text: String) {
        for scalar in text.unicodeScalars {
            guard let script = Self.script(scalar) else { continue }
            letters[script, default: 0] += 1
            total += 1
        }
    }

    /// In percent, rounded down; nil for a text without letters.
    package func percent(_ script: Script) -> Int? {
        total == 0 ? nil : 100 * letters[script, default: 0] / total
    }

    /// Whether at least half of the letters are of the language's script; nil where that cannot be told: fewer than eight letters,
    /// or a language whose script is not known here. English and French are alike to it.
    package func fits(_ language: String) -> Bool? {
        guard total >= 8, let script = Self.script(of: language) else { return nil }
        return (percent(script) ?? 0) >= 50
    }

    /// - Parameter language: BCP 47; a script in it wins.
    package static func script(of language: String) -> Script? {
        let parts = language.split(separator: "-").map { $0.lowercased() }
        if parts.contains("latn") { return .latin }
        return switch parts.first ?? "" {
        case "en", "fr", "de", "es", "pt", "it", "nl", "id", "vi", "tr", "pl", "sw": .latin
        case "hi", "mr", "ne", "sa": .devanagari
        case "bn", "as": .bengali
        case "pa": .gurmukhi
        case "gu": .gujarati
        case "or": .odia
        case "ta": .tamil
        case "te": .telugu
        case "kn": .kannada
        case "ml": .malayalam
        case "ar", "ur", "fa": .arabic
        case "ru", "uk", "bg": .cyrillic
        case "el": .greek
        case "he": .hebrew
        case "th": .thai
        case "zh": .han
        case "ja": .kana
        case "ko": .hangul
        default: nil
        }
    }

    private static func script(_ scalar: Unicode.Scalar) -> Script? {
        switch scalar.value {
        case 0x41...0x5A, 0x61...0x7A: return .latin
        case 0..<0xAA: return nil
        default: break
        }
        guard scalar.properties.isAlphabetic else { return nil }
        return switch scalar.value {
        case 0xAA...0x24F, 0x1E00...0x1EFF: .latin
        case 0x370...0x3FF, 0x1F00...0x1FFF: .greek
        case 0x400...0x52F: .cyrillic
        case 0x590...0x5FF: .hebrew
        case 0x600...0x6FF, 0x750...0x77F: .arabic
        case 0x900...0x97F: .devanagari
        case 0x980...0x9FF: .bengali
        case 0xA00...0xA7F: .gurmukhi
        case 0xA80...0xAFF: .gujarati
        case 0xB00...0xB7F: .odia
        case 0xB80...0xBFF: .tamil
        case 0xC00...0xC7F: .telugu
        case 0xC80...0xCFF: .kannada
        case 0xD00...0xD7F: .malayalam
        case 0xE00...0xE7F: .thai
        case 0x3040...0x30FF: .kana
        case 0x3400...0x9FFF, 0x20000...0x3FFFF: .han
        case 0xAC00...0xD7AF, 0x1100...0x11FF: .hangul
        default: .other
        }
    }
}
