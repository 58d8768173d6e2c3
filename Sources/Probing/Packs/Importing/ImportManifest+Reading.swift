extension ImportManifest {
    private static let keys = [
        "import", "version", "title", "about", "licence", "origin", "format", "delimiter", "columns", "only",
        "language",
        "severity", "tags", "detector", "attacks", "trials", "secrets",
    ]

    /// - Parameters:
    ///   - file: the manifest's, for complaints.
    ///   - set: the name of the file that it describes; its ending tells the format where the manifest does not.
    package static func read(text: String, file: String, set: String) throws(PackErrors) -> ImportManifest {
        let problems = PackProblems()
        let manifest = PackDocument.parse(text, problems).flatMap { node in
            read(PackValue(node, path: "", problems: problems), set: set)
        }
        guard problems.all.isEmpty, let manifest else { throw PackErrors(file: file, problems: problems.all) }
        return manifest
    }

    private static func read(_ root: PackValue, set: String) -> ImportManifest? {
        guard let top = root.section(keys) else { return nil }
        let reader = PackReader(problems: root.problems, attacks: AttackNames(words: []) { _ in nil })
        let format = readFormat(top, set: set)
        let columns = readColumns(top)
        guard let name = top.required("import", hint: "Name the pack that it becomes.")?.name(),
            let licence = top.required("licence", hint: "Without one nobody knows what may be done with the set.")?
                .text(),
            let format, columns[.ask] != nil
        else { return nil }
        let detector = top["detector"].flatMap(reader.readDetector)
        if top["detector"] == nil, columns[.answer] == nil {
            top.value.fail("Nothing says what judges the goals.", hint: "Name a `detector`, or a column for `answer`.")
        }
        return ImportManifest(
            name: name,
            version: top["version"]?.integer(1...1_000_000) ?? 1,
            title: top["title"]?.text() ?? name,
            about: top["about"]?.text(most: PackLimits.prompt) ?? "",
            licence: licence,
            origin: top["origin"]?.text(),
            format: format,
            delimiter: readDelimiter(top),
            columns: columns,
            only: readOnly(top),
            language: top["language"].flatMap(reader.language) ?? "en",
            severity: top["severity"]?.choice(Severity.self) ?? .medium,
            tags: (top["tags"].map(reader.readTags) ?? []).sorted(),
            detector: detector,
            attacks: top["attacks"]?.texts(most: PackLimits.line) ?? ["plain"],
            trials: top["trials"]?.integer(PackLimits.trials) ?? 300,
            secrets: top["secrets"]?.choice(GoalSet.Secrets.self) ?? .token
        )
    }

    private static func readFormat(_ top: PackSection, set: String) -> Format? {
        if let stated = top["format"] { return stated.choice(Format.self) }
        let ending = set.split(separator: ".").last.map { $0.lowercased() }
        if let format = ending.flatMap(Format.init(rawValue:)) { return format }
        top.value.fail("The set's name does not tell its format.", hint: "Write `format: csv`, json or jsonl.")
        return nil
    }

    private static func readDelimiter(_ top: PackSection) -> UInt8 {
        guard let value = top["delimiter"], let text = value.text() else { return UInt8(ascii: ",") }
        switch text {
        case ",", ";", "|", "\t": return text.utf8.first ?? UInt8(ascii: ",")
        case "tab": return UInt8(ascii: "\t")
        default:
            value.fail(
                "A delimiter is a comma, a semicolon, a bar or a tab.",
                hint: "Write \",\", \";\", \"|\" or tab."
            )
            return UInt8(ascii: ",")
        }
    }

    private static func readColumns(_ top: PackSection) -> [Field: String] {
        guard let value = top.required("columns", hint: "Write {ask: NAME} with the column that holds what is asked."),
            let section = value.section(Field.allCases.map(\.rawValue))
        else { return [:] }
        var columns: [Field: String] = [:]
        for (key, value) in section.entries {
            if let field = Field(rawValue: key) { columns[field] = value.text() }
        }
        if columns[.ask] == nil { value.fail("`ask` is missing here: the column that holds what is asked.") }
        if columns[.canary] != nil, columns[.system] == nil {
            value.fail("A `canary` column needs a `system` column, in whose text the secret stands.")
        }
        return columns
    }

    private static func readOnly(_ top: PackSection) -> [String: String] {
        var only: [String: String] = [:]
        for (key, value) in top["only"]?.names()?.entries ?? [] { only[key] = value.text() }
        return only
    }
}
