/// What is wrong with a pack or an import, each problem where it stands.
package struct PackErrors: Error, Sendable, Equatable, CustomStringConvertible {
    package var file: String
    /// In the document's order; not empty.
    package var problems: [PackProblem]

    package init(file: String, problems: [PackProblem]) {
        self.file = file
        self.problems = problems.sorted {
            ($0.place.line, $0.place.column, $0.message) < ($1.place.line, $1.place.column, $1.message)
        }
    }

    package var description: String {
        problems.map { $0.line(in: file) }.joined(separator: "\n")
    }
}
