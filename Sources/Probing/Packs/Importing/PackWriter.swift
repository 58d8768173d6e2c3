import JSON

/// A pack → its document. Every text stands in double quotes with escapes, so that no text can be read as anything else.
package enum PackWriter {
    /// Reading it gives the same pack, except that cells are resolved anew.
    package static func document(of pack: Pack) -> String {
        var lines = [
            "pack: \(pack.id)",
            "version: \(pack.version)",
            "title: \(quoted(pack.title))",
        ]
        if !pack.about.isEmpty { lines.append("about: \(quoted(pack.about))") }
        if let review = pack.review { lines.append("review: \(quoted(review))") }
        lines += [
            "licence: \(quoted(pack.licence))",
            "severity: \(pack.severity.rawValue)",
            "languages: \(list(pack.languages))",
            "tags: \(list(pack.tags))",
            "trials: \(pack.trials)",
        ]
        if let source = pack.source { lines += source.lines }
        lines.append("goal_sets:")
        for set in pack.goalSets {
            lines.append("  \(set.id):")
            lines.append("    title: \(quoted(set.title))")
            lines.append("    secrets: \(set.secrets.rawValue)")
            let shared = sharedDetector(of: set)
            if let shared { lines.append("    detector: \(json(shared.canonical))") }
            lines.append(set.goals.isEmpty ? "    goals: []" : "    goals:")
            for goal in set.goals { lines += goal.lines(in: pack, shared) }
        }
        lines.append("cells:")
        for cell in pack.cells {
            lines.append("  - goals: \(cell.goals)")
            lines.append("    attacks: \(list(cell.named))")
            if let detector = cell.detector { lines.append("    detector: \(json(detector.canonical))") }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func sharedDetector(of set: GoalSet) -> DetectorChoice? {
        guard let first = set.goals.first?.detector else { return nil }
        return set.goals.allSatisfy { $0.detector == first } ? first : nil
    }

    /// JSON's escapes are YAML's too; what YAML does not print, or reads as the end of a line, is written by number.
    fileprivate static func quoted(_ text: String) -> String {
        var result = ""
        for scalar in json(.string(text)).unicodeScalars {
            switch scalar.value {
            case 0x7F...0x9F, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            case 0x10000...:
                let digits = String(scalar.value, radix: 16)
                result += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    fileprivate static func list(_ texts: [String]) -> String {
        "[" + texts.map(quoted).joined(separator: ", ") + "]"
    }

    fileprivate static func json(_ value: CanonicalValue) -> String { String(decoding: value.bytes, as: UTF8.self) }
}

extension PackSource {
    fileprivate var lines: [String] {
        var lines = ["source:", "  file: \(PackWriter.quoted(file))", "  sha256: \(PackWriter.quoted(sha256))"]
        if let origin { lines.append("  origin: \(PackWriter.quoted(origin))") }
        return lines + ["  rows: \(rows)", "  kept: \(kept)"]
    }
}

extension Goal {
    /// Without what it has from its pack or its set: a set of thousands of rows is mostly that.
    fileprivate func lines(in pack: Pack, _ shared: DetectorChoice?) -> [String] {
        var lines = ["      - id: \(id)"]
        if language != pack.languages.first { lines.append("        language: \(language)") }
        if domain != "general" { lines.append("        domain: \(domain)") }
        if severity != pack.severity { lines.append("        severity: \(severity.rawValue)") }
        if tags != pack.tags { lines.append("        tags: \(PackWriter.list(tags))") }
        if let system { lines.append("        system: \(PackWriter.quoted(system))") }
        lines.append("        ask: \(PackWriter.quoted(ask))")
        if let carrier {
            lines += [
                "        carrier:",
                "          place: \(carrier.place.rawValue)",
                "          request: \(PackWriter.quoted(carrier.request))",
                "          text: \(PackWriter.quoted(carrier.text))",
            ]
        }
        if !tools.isEmpty { lines.append("        tools:") }
        for tool in tools {
            lines += [
                "          - name: \(PackWriter.quoted(tool.name))",
                "            description: \(PackWriter.quoted(tool.description))",
                "            parameters: \(tool.parameters)",
            ]
        }
        if detector != shared { lines.append("        detector: \(PackWriter.json(detector.canonical))") }
        return lines
    }
}
