import Yams

/// Problems on their way to the reader; one list for a whole document.
final class ProblemList {
    var problems: [SettingsErrors.Problem] = []
    var duplicates = DuplicateKeys()

    func add(_ node: Node?, _ path: String, _ message: String, hint: String? = nil) {
        problems.append(
            SettingsErrors.Problem(
                line: node?.mark?.line ?? 1,
                column: node?.mark?.column ?? 1,
                path: path,
                message: message,
                hint: hint
            )
        )
    }
}

/// A value of the document with its place; asked for what it should be, it says so when it is not.
struct Value {
    let node: Node
    /// What it stands behind; nil for what stands in a list.
    let key: Node?
    let path: String
    let problems: ProblemList

    init(node: Node, key: Node? = nil, path: String, problems: ProblemList) {
        self.node = node
        self.key = key
        self.path = path
        self.problems = problems
    }

    func fail(_ message: String, hint: String? = nil) {
        problems.add(node, path, message, hint: hint)
    }

    /// Of an entry as a whole: what it lacks is missed at its key.
    func failEntry(_ message: String, hint: String? = nil) {
        problems.add(key ?? node, path, message, hint: hint)
    }

    /// A scalar's text; numbers and booleans count as text too.
    func text() -> String? {
        guard case .scalar(let scalar) = node, !isNull else {
            fail("A text is expected here.")
            return nil
        }
        return scalar.string
    }

    /// A decimal's text. YAML makes a rounded number of one that is not in quotes.
    ///
    /// - Parameter what: begins the complaint: `A price`.
    func decimal(_ what: String) -> String? {
        if case .scalar(let scalar) = node, scalar.style == .plain, scalar.string.contains(".") {
            fail(
                "\(what) with decimals must be in quotes, or YAML makes a rounded number of it.",
                hint: "Write \"\(scalar.string.prefix(20))\"."
            )
            return nil
        }
        return text()
    }

    /// Whether the text stands here, without a complaint where something else does.
    func isText(_ text: String) -> Bool {
        if case .scalar(let scalar) = node { scalar.string == text } else { false }
    }

    var isNull: Bool {
        guard case .scalar(let scalar) = node else { return false }
        return scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }

    func integer(_ range: ClosedRange<Int>) -> Int? {
        guard let text = text() else { return nil }
        guard let number = Int(text), range.contains(number) else {
            fail("A whole number from \(range.lowerBound) to \(range.upperBound) is expected here.")
            return nil
        }
        return number
    }

    func flag() -> Bool? {
        guard let text = text() else { return nil }
        switch text {
        case "true": return true
        case "false": return false
        default:
            fail("Either true or false is expected here.")
            return nil
        }
    }

    func duration(_ range: ClosedRange<Duration>) -> Duration? {
        guard let text = text() else { return nil }
        guard let duration = Quantities.duration(text) else {
            fail("A duration is expected here.", hint: "Write it like 250ms, 5s, 2m, 12h or 30d.")
            return nil
        }
        guard range.contains(duration) else {
            fail("The duration must lie between \(range.lowerBound) and \(range.upperBound).")
            return nil
        }
        return duration
    }

    func bytes(_ range: ClosedRange<Int>) -> Int? {
        guard let text = text() else { return nil }
        guard let bytes = Quantities.bytes(text), range.contains(bytes) else {
            fail(
                "A size from \(range.lowerBound) to \(range.upperBound) bytes is expected here.",
                hint: "Write it like 512KiB, 32MiB or 2GiB."
            )
            return nil
        }
        return bytes
    }

    /// One of a closed set of words.
    func choice<Word: RawRepresentable & CaseIterable>(_ type: Word.Type) -> Word? where Word.RawValue == String {
        guard let text = text() else { return nil }
        if let word = Word(rawValue: text) { return word }
        let words = Word.allCases.map(\.rawValue)
        let nearest = NearestWord.question(text, among: words)
        fail("`\(text.prefix(64))` is not known here.", hint: nearest ?? "One of: \(words.joined(separator: ", ")).")
        return nil
    }

    /// `YYYY-MM-DD`.
    func day() -> String? {
        guard let text = text() else { return nil }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard text.utf8.count == 10, parts.count == 3, parts[0].utf8.count == 4, parts[1].utf8.count == 2,
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let month = Int(parts[1]), let day = Int(parts[2]), (1...12).contains(month), (1...31).contains(day)
        else {
            fail("A day is expected here.", hint: "Write it like 2026-12-31.")
            return nil
        }
        return text
    }

    func list() -> [Value]? {
        guard case .sequence(let sequence) = node else {
            fail("A list is expected here.", hint: "Write it like [a, b].")
            return nil
        }
        return sequence.enumerated().map { Value(node: $1, path: "\(path)[\($0)]", problems: problems) }
    }

    func texts() -> [(Value, String)]? {
        list()?.compactMap { value in value.text().map { (value, $0) } }
    }

    /// A mapping whose keys are all known.
    func section(_ known: [String]) -> Section? {
        guard let section = names() else { return nil }
        for (key, value) in section.entries where !known.contains(key) {
            let nearest = NearestWord.question(key, among: known)
            problems.add(
                value.key ?? value.node,
                section.path,
                "The key `\(key.prefix(64))` is not known here.",
                hint: nearest ?? "Known are: \(known.joined(separator: ", "))."
            )
        }
        return section
    }

    /// The keys of a mapping in its order, whatever is wrong with it: what refers to them leads somewhere.
    var declared: [String] {
        guard case .mapping(let mapping) = node else { return [] }
        return mapping.keys.compactMap { key in
            (key.scalar?.string).map { problems.duplicates.original(of: $0) ?? $0 }
        }
    }

    /// Of those, the ones whose own section has a key.
    func declared(with key: String) -> [String] {
        guard case .mapping(let mapping) = node else { return [] }
        return mapping.compactMap { name, section in
            guard section.mapping?[key] != nil, let name = name.scalar?.string else { return nil }
            return problems.duplicates.original(of: name) ?? name
        }
    }

    /// A mapping whose keys are names that the operator chose. What stands twice is told, and each of both is read.
    func names() -> Section? {
        if isNull { return Section(node: node, path: path, problems: problems) }
        guard case .mapping(let mapping) = node else {
            fail("A section of `key: value` lines is expected here.")
            return nil
        }
        var section = Section(node: node, path: path, problems: problems)
        var first: [String: Int] = [:]
        for (key, value) in mapping {
            guard case .scalar(let scalar) = key else {
                problems.add(key, path, "A key must be a plain word.")
                continue
            }
            let name = problems.duplicates.original(of: scalar.string) ?? scalar.string
            if let line = first[name] {
                problems.add(
                    key,
                    path,
                    "The key `\(name.prefix(64))` stands twice in this section, first on line \(line).",
                    hint: "Keep one of them."
                )
            }
            first[name] = first[name] ?? key.mark?.line ?? 1
            section.entries.append(
                (
                    name,
                    Value(node: value, key: key, path: path.isEmpty ? name : "\(path).\(name)", problems: problems)
                )
            )
        }
        return section
    }
}

/// A mapping of the document, in its order.
struct Section {
    private let node: Node
    let path: String
    let problems: ProblemList
    var entries: [(key: String, value: Value)] = []

    init(node: Node, path: String, problems: ProblemList) {
        self.node = node
        self.path = path
        self.problems = problems
    }

    subscript(key: String) -> Value? { entries.first { $0.key == key }?.value }

    /// More than one when the key stands twice.
    func all(_ key: String) -> [Value] { entries.filter { $0.key == key }.map(\.value) }

    /// A key that is missing is missed at the section.
    func fail(_ key: String, _ message: String, hint: String? = nil) {
        problems.add(self[key]?.key ?? node, path.isEmpty ? key : "\(path).\(key)", message, hint: hint)
    }
}
