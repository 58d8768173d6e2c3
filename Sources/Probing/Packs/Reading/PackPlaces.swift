/// Where the parts of a pack stand in its document, for checks that see only the pack.
package struct PackPlaces: Sendable, Hashable {
    /// `goal_sets.codes.goals[3].ask` → its line and column.
    var byPath: [String: PackProblem.Place] = [:]
    /// A goal's id → its path.
    var goals: [String: String] = [:]

    /// Of a pack that was not read from a document.
    package init() {}

    /// The nearest part around the path that has a place.
    func place(of path: String) -> PackProblem.Place {
        var path = Substring(path)
        while !path.isEmpty {
            if let place = byPath[String(path)] { return place }
            guard let end = path.lastIndex(where: { $0 == "." || $0 == "[" }) else { break }
            path = path[..<end]
        }
        return .start
    }

    func path(of goal: Goal) -> String { goals[goal.id] ?? goal.id }
}
