/// Everything that is wrong with a settings document, each problem where it stands.
package struct SettingsErrors: Error, Sendable, Equatable, CustomStringConvertible {
    package struct Problem: Sendable, Equatable {
        /// From 1.
        package var line: Int
        package var column: Int
        /// Where in the document: `routes.support.serve[1]`.
        package var path: String
        package var message: String
        /// The nearest valid word, or what to do.
        package var hint: String?
    }

    package var file: String
    /// In the document's order; not empty.
    package var problems: [Problem]

    package init(file: String, problems: [Problem]) {
        self.file = file
        self.problems = problems.sorted { ($0.line, $0.column, $0.message) < ($1.line, $1.column, $1.message) }
    }

    package var description: String {
        problems.map { problem in
            let place = problem.path.isEmpty ? "" : "\(problem.path): "
            let hint = problem.hint.map { " \($0)" } ?? ""
            return "\(file):\(problem.line):\(problem.column): \(place)\(problem.message)\(hint)"
        }.joined(separator: "\n")
    }
}
