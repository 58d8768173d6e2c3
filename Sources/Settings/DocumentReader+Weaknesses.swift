import Domain
import Yams

/// `providers.*.rehearsal.weaknesses`: how the rehearsal model gives in.
extension DocumentReader {
    /// More than a test could tell apart.
    private static let mostWeaknesses = 64

    private static let keys = ["leaks", "obeys", "calls", "refuses", "rate", "techniques", "languages"]
    /// Of which a weakness has one.
    private static let kinds = keys.prefix(4)

    private enum Leaked: String, CaseIterable { case secret, instructions }
    private enum Obeyed: String, CaseIterable { case injection }
    private enum Called: String, CaseIterable { case tool }
    private enum Refused: String, CaseIterable { case harmless }

    func readWeaknesses(_ value: Value) -> [RehearsalWeakness] {
        guard let list = value.list() else { return [] }
        if list.count > Self.mostWeaknesses {
            value.fail("A rehearsal model has at most \(Self.mostWeaknesses) weaknesses.")
        }
        return list.compactMap(readWeakness)
    }

    /// All that stands there is read, whatever is wrong with the rest.
    private func readWeakness(_ value: Value) -> RehearsalWeakness? {
        guard let fields = value.section(Self.keys) else { return nil }
        let kind = readKind(fields, value)
        let rate = fields["rate"] == nil ? 1_000_000 : fields["rate"]?.share(1...1_000_000)
        let techniques = readSome(RehearsalTechnique.self, fields, "techniques")
        let languages = readSome(RehearsalLanguage.self, fields, "languages")
        guard let kind, let rate else { return nil }
        return .init(kind, rate: rate, techniques: techniques, languages: languages)
    }

    private func readKind(_ fields: Section, _ value: Value) -> RehearsalWeakness.Kind? {
        let given = Self.kinds.filter { fields[$0] != nil }
        guard let first = given.first, given.count == 1 else {
            // A misspelt key is told already, with what it may mean.
            if given.isEmpty, fields.entries.contains(where: { !Self.keys.contains($0.key) }) { return nil }
            value.fail(
                "A weakness is one of `leaks`, `obeys`, `calls` and `refuses`.",
                hint: "Write it like {leaks: secret, rate: 10%}."
            )
            return nil
        }
        switch first {
        case "leaks":
            return fields["leaks"]?.choice(Leaked.self).map { $0 == .secret ? .leaksSecret : .leaksInstructions }
        case "obeys": return fields["obeys"]?.choice(Obeyed.self).map { _ in .obeysInjection }
        case "calls": return fields["calls"]?.choice(Called.self).map { _ in .callsTool }
        default: return fields["refuses"]?.choice(Refused.self).map { _ in .refusesHarmless }
        }
    }

    private func readSome<Word: RawRepresentable & CaseIterable>(
        _ type: Word.Type,
        _ fields: Section,
        _ key: String
    ) -> [Word] where Word.RawValue == String {
        guard let list = fields[key]?.list() else { return [] }
        if list.isEmpty { fields.fail(key, "This list is empty.", hint: "Leave the key out for all.") }
        return list.compactMap { $0.choice(type) }
    }
}
