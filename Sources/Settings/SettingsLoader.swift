import Foundation
import Yams

/// Reads a settings document: YAML to validated settings, or every problem it has, each with its place.
package enum SettingsLoader {
    /// A document larger than this is none.
    private static let maximumDocument = 1 << 20
    /// More nodes than a megabyte can spell out: an alias was used to multiply them.
    private static let maximumNodes = 200_000

    /// - Parameter trials: nil takes the files that the document names on trust; whoever opens them will say.
    /// - Throws: `SettingsErrors`, also when the file cannot be read.
    package static func load(path: String, home: String, trials: FileTrials? = nil) throws(SettingsErrors) -> Settings {
        let url = URL(fileURLWithPath: path).standardizedFileURL
        guard let data = try? Data(contentsOf: url) else {
            throw SettingsErrors(
                file: path,
                problems: [
                    .init(
                        line: 1,
                        column: 1,
                        path: "",
                        message: "The file cannot be read.",
                        hint: "`holdfast init` writes one."
                    )
                ]
            )
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw SettingsErrors(
                file: path,
                problems: [.init(line: 1, column: 1, path: "", message: "The file is not UTF-8 text.")]
            )
        }
        return try load(
            text: text,
            file: path,
            folder: url.deletingLastPathComponent().path,
            home: home,
            trials: trials
        )
    }

    /// - Parameter folder: what relative paths in the document start from.
    package static func load(
        text: String,
        file: String,
        folder: String,
        home: String,
        trials: FileTrials? = nil
    ) throws(SettingsErrors) -> Settings {
        let problems = ProblemList()
        let root = parse(text, problems)
        var reader = DocumentReader(problems: problems, paths: Paths(folder: folder, home: home), trials: trials)
        let settings = root.flatMap { reader.read(Value(node: $0, path: "", problems: problems)) }
        if problems.problems.isEmpty, !problems.duplicates.isEmpty {
            problems.add(nil, "", "A key stands twice in one section.", hint: "Keep one of them.")
        }
        guard problems.problems.isEmpty, let settings else {
            throw SettingsErrors(file: file, problems: problems.problems)
        }
        return settings
    }

    private static func parse(_ text: String, _ problems: ProblemList) -> Node? {
        guard text.utf8.count <= maximumDocument else {
            problems.add(nil, "", "The document is larger than 1 MiB.")
            return nil
        }
        do {
            guard let node = try compose(text, problems) else {
                problems.add(nil, "", "The document is empty.", hint: "`holdfast init` writes one to start from.")
                return nil
            }
            var budget = maximumNodes
            guard count(node, &budget) else {
                problems.add(nil, "", "The document multiplies itself through aliases.", hint: "Write the values out.")
                return nil
            }
            return node
        } catch let error as YamlError {
            report(error, problems)
        } catch {
            problems.add(nil, "", "The document is not YAML.")
        }
        return nil
    }

    private static func compose(_ text: String, _ problems: ProblemList) throws -> Node? {
        var text = text
        while true {
            do {
                return try Yams.compose(yaml: text)
            } catch YamlError.duplicatedKeysInMapping(let names, let context) {
                guard let renamed = problems.duplicates.rename(names, in: text, at: context.mark) else {
                    throw YamlError.duplicatedKeysInMapping(duplicates: names, context: context)
                }
                text = renamed
            }
        }
    }

    private static func count(_ node: Node, _ budget: inout Int) -> Bool {
        budget -= 1
        guard budget > 0 else { return false }
        switch node {
        case .mapping(let mapping):
            for (key, value) in mapping where !count(key, &budget) || !count(value, &budget) { return false }
        case .sequence(let sequence):
            for value in sequence where !count(value, &budget) { return false }
        case .scalar, .alias: break
        }
        return true
    }

    private static func report(_ error: YamlError, _ problems: ProblemList) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            problems.problems.append(
                .init(
                    line: mark.line,
                    column: mark.column,
                    path: "",
                    message: "The document is not YAML: \(problem).",
                    hint: "Check indentation and quotes near here."
                )
            )
        case .duplicatedKeysInMapping(let duplicates, let context):
            let mark = context.mark
            problems.problems.append(
                .init(
                    line: mark.line,
                    column: mark.column,
                    path: "",
                    message:
                        "The same key stands twice in one section: \(duplicates.map { "`\($0)`" }.joined(separator: ", ")).",
                    hint: "Keep one of them."
                )
            )
        case .reader(let problem, let offset, _, let yaml):
            let before = yaml.utf8.prefix(max(0, offset ?? 0))
            let line = before.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            problems.problems.append(
                .init(
                    line: line.count,
                    column: (line.last?.count ?? 0) + 1,
                    path: "",
                    message: "The document is not YAML: \(problem).",
                    hint: "A character here is not allowed in any YAML text."
                )
            )
        case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
            // Their own text would show the line, with whatever secret stands in it.
            problems.add(nil, "", "The document is not YAML.")
        }
    }
}

/// Turns paths of the document into absolute ones.
struct Paths {
    var folder: String
    var home: String

    func absolute(_ path: String) -> String {
        if path == "~" { return home }
        if path.hasPrefix("~/") { return home + path.dropFirst(1) }
        if path.hasPrefix("/") { return path }
        return URL(fileURLWithPath: folder).appendingPathComponent(path).standardizedFileURL.path
    }
}
