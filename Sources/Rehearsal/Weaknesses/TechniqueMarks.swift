import Domain

/// By which plain marks a request shows a technique. A technique without marks of its own is taken for a plain question.
struct TechniqueMarks {
    /// What a user pastes has a few pairs, a talk that is to wear a model down has many.
    private static let leastShots = 2
    private static let manyShots = 12
    private static let blank = "____"
    private static let longestSpeaker = 12
    private static let saying: Set<Substring> = ["repeat", "print", "say", "copy", "write", "output", "show", "echo"]

    let conversation: Conversation
    private let input: String

    init(_ conversation: Conversation) {
        self.conversation = conversation
        input = conversation.lastInput
    }

    func shows(_ technique: RehearsalTechnique) -> Bool {
        switch technique {
        case .plain: RehearsalTechnique.allCases.allSatisfy { $0 == .plain || !shows($0) }
        case .base64: HiddenText.base64(in: input) != nil
        case .hex: HiddenText.hexadecimal(in: input) != nil
        case .rot13: HiddenText.rot13(in: input) != nil
        case .leet: HiddenText.isLeet(input)
        case .zeroWidth: HiddenText.zeroWidth(in: input) != nil
        case .unicodeTags: HiddenText.tags(in: input) != nil
        case .fillInTheBlank: input.contains(Self.blank)
        case .repeatAbove: asksForWhatStandsAbove
        case .fewShot: (Self.leastShots..<Self.manyShots).contains(shots)
        case .manyShot: shots >= Self.manyShots
        case .forgedHistory: turns(.assistant) >= 2
        }
    }

    private func turns(_ role: Conversation.Role) -> Int {
        conversation.turns.count { $0.role == role && !$0.text.isEmpty }
    }

    private var asksForWhatStandsAbove: Bool {
        let text = input.lowercased()
        let words = Set(text.split { !$0.isLetter })
        guard !Self.saying.isDisjoint(with: words) else { return false }
        return words.contains("above") || text.contains("before my message") || text.contains("before this message")
    }

    // MARK: Talks

    /// Pairs of a question and an answer: the user's turns, or two speakers of lines such as `Q:` and `A:`.
    private var shots: Int {
        var lines: [Substring: Int] = [:]
        for line in input.split(whereSeparator: \.isNewline) {
            let speaker = line.drop { $0 == " " || $0 == ">" }.prefix { $0 != ":" }
            guard (1...Self.longestSpeaker).contains(speaker.utf8.count), speaker.endIndex < line.endIndex,
                speaker.allSatisfy(\.isLetter)
            else { continue }
            lines[speaker, default: 0] += 1
        }
        let written = lines.values.sorted(by: >).dropFirst().first ?? 0
        return max(written, turns(.user))
    }
}
