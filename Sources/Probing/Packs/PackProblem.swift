/// One thing that is wrong, or odd, in a pack.
package struct PackProblem: Sendable, Equatable {
    package enum Grade: String, Sendable {
        /// The pack is not run with it.
        case fault
        /// The pack runs; a person should look.
        case remark
    }

    package struct Place: Sendable, Hashable {
        /// From 1.
        package var line: Int
        package var column: Int

        package static let start = Place(line: 1, column: 1)

        package init(line: Int, column: Int) {
            self.line = line
            self.column = column
        }
    }

    package var grade: Grade
    package var place: Place
    /// Where in the document: `goal_sets.codes.goals[3].ask`; empty for the whole.
    package var path: String
    package var message: String
    /// The nearest valid word, or what to do.
    package var hint: String?

    package init(_ grade: Grade = .fault, at place: Place, path: String, message: String, hint: String? = nil) {
        self.grade = grade
        self.place = place
        self.path = path
        self.message = message
        self.hint = hint
    }

    /// `pack.yaml:12:5: goals[3].ask: What happened. What to do.`
    package func line(in file: String) -> String {
        let what = path.isEmpty ? message : "\(path): \(message)"
        return "\(file):\(place.line):\(place.column): \(what)" + (hint.map { " \($0)" } ?? "")
    }
}
