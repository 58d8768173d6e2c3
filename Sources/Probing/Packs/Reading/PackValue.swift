import JSON
import Settings
import Yams

/// A value of a pack's document with its place; asked for what it should be, it says so when it is not.
struct PackValue {
    let node: Node
    let path: String
    let problems: PackProblems

    init(_ node: Node, path: String, problems: PackProblems) {
        self.node = node
        self.path = path
        self.problems = problems
        problems.places.byPath[path] = (node as Node?).place
    }

    func fail(_ message: String, hint: String? = nil) {
        problems.add(node, path, message, hint: hint)
    }

    /// A scalar's text, numbers included, of 1 to `most` characters.
    func text(most: Int = PackLimits.line) -> String? {
        guard case .scalar(let scalar) = node, !scalar.string.isEmpty else {
            fail("A text is expected here.")
            return nil
        }
        guard scalar.string.count <= most else {
            fail("The text has \(scalar.string.count) characters; at most \(most) are read here.", hint: "Shorten it.")
            return nil
        }
        return scalar.string
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
        switch text() {
        case "true": return true
        case "false": return false
        case nil: return nil
        case .some:
            fail("Either true or false is expected here.")
            return nil
        }
    }

    /// One of a closed set of words.
    func choice<Word: RawRepresentable & CaseIterable>(_ type: Word.Type) -> Word? where Word.RawValue == String {
        guard let text = text() else { return nil }
        if let word = Word(rawValue: text) { return word }
        unknown(text, among: Word.allCases.map(\.rawValue))
        return nil
    }

    func unknown(_ word: String, among words: [String]) {
        let nearest = NearestWord.question(word, among: words)
        let few = words.count <= 24 ? "One of: \(words.joined(separator: ", "))." : nil
        fail("`\(word.prefix(64))` is not known here.", hint: nearest ?? few)
    }

    /// An id: lower-case letters, digits, hyphens. It stands in probe ids, file names and reports.
    func name() -> String? {
        guard let text = text(most: PackLimits.name) else { return nil }
        guard PackLimits.isName(text) else {
            fail("An id is written in lower-case letters, digits and hyphens.", hint: "Write it like clinic-code.")
            return nil
        }
        return text
    }

    func list(most: Int) -> [PackValue]? {
        guard case .sequence(let sequence) = node else {
            fail("A list is expected here.", hint: "Write it like [a, b], or a line with a hyphen for each.")
            return nil
        }
        guard sequence.count <= most else {
            fail("The list has \(sequence.count) entries; at most \(most) are read here.")
            return nil
        }
        return sequence.enumerated().map { PackValue($1, path: "\(path)[\($0)]", problems: problems) }
    }

    func texts(most: Int, each: Int = PackLimits.line) -> [String]? {
        list(most: most)?.compactMap { $0.text(most: each) }
    }

    /// A mapping whose keys are all known.
    func section(_ known: [String]) -> PackSection? {
        guard let section = names() else { return nil }
        for (key, node) in section.keys where !known.contains(key) {
            let nearest = NearestWord.question(key, among: known)
            problems.add(
                node,
                path,
                "The key `\(key.prefix(64))` is not known here.",
                hint: nearest ?? "Known are: \(known.joined(separator: ", "))."
            )
        }
        return section
    }

    /// A mapping whose keys the author chose.
    func names() -> PackSection? {
        guard case .mapping(let mapping) = node else {
            fail("A section of `key: value` lines is expected here.")
            return nil
        }
        var section = PackSection(value: self)
        for (key, value) in mapping {
            guard case .scalar(let scalar) = key else {
                problems.add(key, path, "A key must be a plain word.")
                continue
            }
            let inner = path.isEmpty ? scalar.string : "\(path).\(scalar.string)"
            section.keys.append((scalar.string, key))
            section.entries.append((scalar.string, PackValue(value, path: inner, problems: problems)))
        }
        return section
    }

    /// YAML read as the JSON it looks like: plain numbers, true, false and null are such; everything else is text.
    var json: JSONValue {
        switch node {
        case .mapping(let mapping):
            return .object(
                mapping.map { key, value in
                    .init(key.scalar?.string ?? "", PackValue(value, path: path, problems: problems).json)
                }
            )
        case .sequence(let sequence):
            return .array(sequence.map { PackValue($0, path: path, problems: problems).json })
        case .scalar(let scalar):
            guard scalar.style == .plain else { return .string(scalar.string) }
            switch scalar.string {
            case "true": return .bool(true)
            case "false": return .bool(false)
            case "null", "~", "": return .null
            default:
                if let value = try? JSONValue(parsing: Array(scalar.string.utf8)), case .number = value { return value }
                return .string(scalar.string)
            }
        case .alias: return .null
        }
    }
}

/// A mapping of the document, in its order.
struct PackSection {
    let value: PackValue
    var keys: [(String, Node)] = []
    var entries: [(key: String, value: PackValue)] = []

    subscript(key: String) -> PackValue? { entries.first { $0.key == key }?.value }

    /// A key that must be there is missed at the section.
    func required(_ key: String, hint: String? = nil) -> PackValue? {
        if let value = self[key] { return value }
        value.fail("`\(key)` is missing here.", hint: hint)
        return nil
    }
}
