import Yams

/// YAML as packs use it: bounded, each key once, nothing defined here to be used there.
enum PackDocument {
    /// - Returns: nil after a complaint.
    static func parse(_ text: String, _ problems: PackProblems) -> Node? {
        guard text.utf8.count <= PackLimits.document else {
            problems.add(
                nil,
                "",
                "The document is larger than \(PackLimits.document >> 20) MiB.",
                hint: "Split it into several packs."
            )
            return nil
        }
        do {
            // Nodes know their anchors only as long as their parser lives.
            let parser = try Parser(yaml: text)
            return try withExtendedLifetime(parser) {
                guard let node = try parser.singleRoot() else {
                    problems.add(nil, "", "The document is empty.")
                    return nil
                }
                var budget = PackLimits.nodes
                return check(node, depth: 0, &budget, problems) ? node : nil
            }
        } catch let error as YamlError {
            report(error, problems)
        } catch {
            problems.add(nil, "", "The document is not YAML.")
        }
        return nil
    }

    /// An alias needs an anchor, and a node that is repeated through one comes back with it: refusing anchors refuses both.
    private static func check(_ node: Node, depth: Int, _ budget: inout Int, _ problems: PackProblems) -> Bool {
        budget -= 1
        guard budget > 0 else {
            problems.add(node, "", "The document has more than \(PackLimits.nodes) values.", hint: "Split it.")
            return false
        }
        guard node.anchor == nil else {
            problems.add(node, "", "Anchors and aliases are not read here.", hint: "Write the value out.")
            return false
        }
        guard depth <= PackLimits.depth else {
            problems.add(node, "", "Values are nested more than \(PackLimits.depth) deep.")
            return false
        }
        switch node {
        case .mapping(let mapping):
            return mapping.allSatisfy { key, value in
                check(key, depth: depth + 1, &budget, problems) && check(value, depth: depth + 1, &budget, problems)
            }
        case .sequence(let sequence):
            return sequence.allSatisfy { check($0, depth: depth + 1, &budget, problems) }
        case .scalar: return true
        case .alias: return false
        }
    }

    private static func report(_ error: YamlError, _ problems: PackProblems) {
        func add(_ line: Int, _ column: Int, _ message: String, _ hint: String) {
            let place = PackProblem.Place(line: line, column: column)
            problems.add(PackProblem(at: place, path: "", message: message, hint: hint))
        }
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            add(
                mark.line,
                mark.column,
                "The document is not YAML: \(problem).",
                "Check indentation and quotes near here."
            )
        case .duplicatedKeysInMapping(let keys, let context):
            let names = keys.map { "`\($0.prefix(64))`" }.joined(separator: ", ")
            let mark = context.mark
            add(mark.line, mark.column, "The same key stands twice in one section: \(names).", "Keep one of them.")
        case .reader(let problem, let offset, _, let yaml):
            let before = yaml.utf8.prefix(max(0, offset ?? 0))
            let lines = before.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            add(
                lines.count,
                (lines.last?.count ?? 0) + 1,
                "The document is not YAML: \(problem).",
                "A character here is not allowed in any YAML text."
            )
        case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
            problems.add(nil, "", "The document is not YAML.")
        }
    }
}
