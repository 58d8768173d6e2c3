import Domain

extension RehearsalLanguage {
    enum Script: CaseIterable {
        case latin, arabic, devanagari, bengali, gurmukhi, gujarati, odia, tamil, telugu, kannada, malayalam

        /// By Unicode's blocks; nil for what is no letter of these scripts.
        init?(_ scalar: Unicode.Scalar) {
            switch scalar.value {
            case 0x41...0x5A, 0x61...0x7A, 0xC0...0x24F, 0x1E00...0x1EFF: self = .latin
            case 0x600...0x6FF, 0x750...0x77F: self = .arabic
            case 0x900...0x97F: self = .devanagari
            case 0x980...0x9FF: self = .bengali
            case 0xA00...0xA7F: self = .gurmukhi
            case 0xA80...0xAFF: self = .gujarati
            case 0xB00...0xB7F: self = .odia
            case 0xB80...0xBFF: self = .tamil
            case 0xC00...0xC7F: self = .telugu
            case 0xC80...0xCFF: self = .kannada
            case 0xD00...0xD7F: self = .malayalam
            default: return nil
            }
        }

        /// The one most of a text's letters are of, the earlier of two with as many; nil for a text with none of them.
        static func prevailing(in text: String) -> Script? {
            var counts: [Script: Int] = [:]
            for case let script? in text.unicodeScalars.lazy.map(Script.init) { counts[script, default: 0] += 1 }
            let most = counts.values.max()
            return allCases.first { counts[$0] == most && most != nil }
        }
    }

    var script: Script {
        switch self {
        case .english: .latin
        case .urdu: .arabic
        case .hindi, .marathi: .devanagari
        case .bengali: .bengali
        case .punjabi: .gurmukhi
        case .gujarati: .gujarati
        case .odia: .odia
        case .tamil: .tamil
        case .telugu: .telugu
        case .kannada: .kannada
        case .malayalam: .malayalam
        }
    }
}
