import Yams

/// Problems on their way to the reader; one list for a whole document.
final class PackProblems {
    /// A document with more than this is not a pack with slips but something else.
    private static let most = 200

    private(set) var all: [PackProblem] = []
    var places = PackPlaces()

    func add(_ node: Node?, _ path: String, _ message: String, hint: String? = nil) {
        add(PackProblem(at: node.place, path: path, message: message, hint: hint))
    }

    func add(_ problem: PackProblem) {
        if all.count < Self.most { all.append(problem) }
    }
}

extension Node? {
    var place: PackProblem.Place {
        PackProblem.Place(line: self?.mark?.line ?? 1, column: self?.mark?.column ?? 1)
    }
}
