import Rehearsal
import Settings

extension RehearsalWeakness {
    init(_ weakness: RehearsalSettings.Weakness) {
        self.init(
            Kind(weakness.kind),
            rate: weakness.rate,
            techniques: weakness.techniques.map { RehearsalTechnique($0) },
            languages: weakness.languages.map { RehearsalLanguage($0) }
        )
    }
}

extension RehearsalWeakness.Kind {
    init(_ kind: RehearsalSettings.Weakness.Kind) {
        self =
            switch kind {
            case .leaksSecret: .leaksSecret
            case .leaksInstructions: .leaksInstructions
            case .obeysInjection: .obeysInjection
            case .callsTool: .callsTool
            case .refusesHarmless: .refusesHarmless
            }
    }
}

extension RehearsalTechnique {
    init(_ technique: RehearsalSettings.Weakness.Technique) {
        self =
            switch technique {
            case .plain: .plain
            case .base64: .base64
            case .hex: .hex
            case .rot13: .rot13
            case .leet: .leet
            case .zeroWidth: .zeroWidth
            case .unicodeTags: .unicodeTags
            case .fillInTheBlank: .fillInTheBlank
            case .repeatAbove: .repeatAbove
            case .fewShot: .fewShot
            case .manyShot: .manyShot
            case .forgedHistory: .forgedHistory
            }
    }
}

extension RehearsalLanguage {
    init(_ language: RehearsalSettings.Weakness.Language) {
        self =
            switch language {
            case .english: .english
            case .bengali: .bengali
            case .gujarati: .gujarati
            case .hindi: .hindi
            case .kannada: .kannada
            case .malayalam: .malayalam
            case .marathi: .marathi
            case .odia: .odia
            case .punjabi: .punjabi
            case .tamil: .tamil
            case .telugu: .telugu
            case .urdu: .urdu
            }
    }
}
