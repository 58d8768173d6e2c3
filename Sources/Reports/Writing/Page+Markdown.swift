extension Page {
    /// CommonMark, with tables as GitHub reads them (GFM §4.10). What came from outside is text in it and nothing else.
    package var markdown: String {
        var lines = ["# \(Self.plain(title))", ""]
        for text in lead { lines += [Self.plain(text), ""] }
        for section in sections {
            lines += ["## \(Self.plain(section.title))", ""]
            for block in section.blocks { lines += Self.lines(block) + [""] }
        }
        return (lines + ["---", Self.plain(footer)]).joined(separator: "\n") + "\n"
    }

    private static func lines(_ block: Block) -> [String] {
        switch block {
        case .text(let text): [plain(text)]
        case .list(let texts): texts.map { "- \(plain($0))" }
        case .facts(let facts): facts.map { "- **\(plain($0.name))**: \(plain($0.text))" }
        case .table(let table):
            [row(table.heads), row(table.heads.map { _ in "---" }, isRule: true)] + table.rows.map { row($0) }
        }
    }

    private static func row(_ cells: [String], isRule: Bool = false) -> String {
        "| " + cells.map { isRule ? $0 : plain($0) }.joined(separator: " | ") + " |"
    }

    /// One line, with a backslash before each character that could begin markup (CommonMark §2.4).
    private static func plain(_ text: String) -> String {
        var result = ""
        for scalar in VisibleText.of(text).unicodeScalars {
            switch scalar {
            case "\n", "\t": result += " "
            case "\\", "`", "*", "_", "[", "]", "<", ">", "|", "#", "~", "&", "!":
                result += "\\"
                result.unicodeScalars.append(scalar)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
