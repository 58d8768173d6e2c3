import Settings

/// Rows → goals, with what is wrong in them.
struct ImportedGoals {
    private static let mostProblems = 50
    /// Characters of a secret: a PIN's. What is shorter is often a word that stands in the prompt for something else.
    static let shortestSecret = 4

    let manifest: ImportManifest
    let rows: ImportedRows
    private(set) var problems: [PackProblem] = []
    private var ids: Set<String> = []

    init(manifest: ImportManifest, rows: ImportedRows) {
        self.manifest = manifest
        self.rows = rows
    }

    mutating func build() -> [Goal] {
        guard checkColumns() else { return [] }
        var goals: [Goal] = []
        for row in rows.rows where manifest.only.allSatisfy({ row.fields[$0.key] == $0.value }) {
            if let goal = goal(of: row) { goals.append(goal) }
            if problems.count >= Self.mostProblems { break }
        }
        if goals.isEmpty, problems.isEmpty {
            add(1, "No row has the values that `only` asks for.", "Check the manifest's `only`.")
        }
        return goals
    }

    private mutating func checkColumns() -> Bool {
        let wanted = manifest.columns.map(\.value) + Array(manifest.only.keys)
        for name in Set(wanted).sorted() where !rows.columns.contains(name) {
            let nearest = NearestWord.question(name, among: rows.columns)
            let known = rows.columns.prefix(20).map { "`\($0.prefix(40))`" }.joined(separator: ", ")
            add(1, "The set has no column `\(name.prefix(64))`.", nearest ?? "It has: \(known).")
        }
        return problems.isEmpty
    }

    private mutating func goal(of row: ImportedRows.Row) -> Goal? {
        guard let ask = text(.ask, of: row) else {
            add(
                row.line,
                "The row has nothing in the column `\(manifest.columns[.ask] ?? "")`.",
                "Leave it out by `only`."
            )
            return nil
        }
        let language = text(.language, of: row) ?? manifest.language
        guard LanguageTags.isKnown(language) else {
            add(
                row.line,
                "The language `\(language.prefix(32))` is not known.",
                "Languages are written like en, hi or hi-Latn."
            )
            return nil
        }
        let answers = text(.answer, of: row).map { $0.split(separator: "|").map { trimmed(String($0)) } }
        guard let detector = answers.map({ .knownAnswer($0) }) ?? manifest.detector else {
            add(row.line, "The row has no answer, and the manifest names no detector.", nil)
            return nil
        }
        var system = text(.system, of: row).map(escaped)
        if let canary = text(.canary, of: row) {
            guard let filled = replaced(canary, in: system, ask: ask, row.line) else { return nil }
            system = filled
        }
        return Goal(
            id: id(of: row),
            language: language,
            domain: text(.category, of: row).flatMap(slug) ?? "general",
            severity: manifest.severity,
            tags: manifest.tags,
            system: system,
            ask: escaped(ask),
            carrier: nil,
            tools: [],
            detector: detector
        )
    }

    /// The system prompt with a placeholder for the secret.
    private mutating func replaced(_ canary: String, in system: String?, ask: String, _ line: Int) -> String? {
        guard canary.count >= Self.shortestSecret else {
            add(
                line,
                "The secret `\(canary)` is too short to tell from the text around it: it has \(canary.count) of at least \(Self.shortestSecret) characters.",
                "Write a longer one in its place in both columns, or leave the row out by `only`."
            )
            return nil
        }
        guard let system, let filled = WholeWords.replaced(escaped(canary), by: "{canary}", in: system),
            WholeWords.replaced(canary, by: "", in: ask) == nil
        else {
            add(
                line,
                "The row's secret must stand in its system prompt as a word of its own, and not in what is asked.",
                "Leave it out by `only`."
            )
            return nil
        }
        return filled
    }

    private func text(_ field: ImportManifest.Field, of row: ImportedRows.Row) -> String? {
        guard let column = manifest.columns[field], let text = row.fields[column].map(trimmed), !text.isEmpty else {
            return nil
        }
        return text
    }

    /// The row's own where it makes a good one, else its number.
    private mutating func id(of row: ImportedRows.Row) -> String {
        if let own = text(.id, of: row).flatMap(slug), ids.insert(own).inserted { return own }
        var id = "row-\(row.line)"
        while !ids.insert(id).inserted { id += "-x" }
        return id
    }

    private mutating func add(_ line: Int, _ message: String, _ hint: String?) {
        problems.append(PackProblem(at: .init(line: line, column: 1), path: "", message: message, hint: hint))
    }

    /// Braces are placeholders in packs and only braces in other people's sets.
    private func escaped(_ text: String) -> String { text.replacing("{", with: "{{").replacing("}", with: "}}") }

    private func trimmed(_ text: String) -> String {
        guard let first = text.firstIndex(where: { !$0.isWhitespace }),
            let last = text.lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(text[first...last])
    }

    /// `Physical Safety` → `physical-safety`; nil when nothing is left.
    private func slug(_ text: String) -> String? {
        let words = text.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        let slug = String(words.joined(separator: "-").prefix(PackLimits.name))
        return PackLimits.isName(slug) ? slug : nil
    }
}
