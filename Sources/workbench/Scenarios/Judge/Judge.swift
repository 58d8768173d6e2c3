import Synchronization

/// Collects what was seen and what of it is wrong, over all forms of a scenario.
final class Judge: Sendable {
    private struct State {
        var seen: [String] = []
        var problems: [String] = []
        var skips: [String] = []
        var expectations = 0
    }

    /// One place to look from: all of a scenario's judges write into one state.
    private final class Book: Sendable {
        let state = Mutex(State())
    }

    private let book: Book
    /// Part and form, said before each problem.
    private let place: String

    private init(_ book: Book, _ place: String) {
        self.book = book
        self.place = place
    }

    convenience init() { self.init(Book(), "") }

    func at(_ part: String, _ form: Form) -> Judge {
        Judge(book, [part, form.name].filter { !$0.isEmpty }.joined(separator: ", ") + ": ")
    }

    /// The same judge for one of several things that a stage plays.
    func at(_ what: String) -> Judge { Judge(book, place + what + ": ") }

    var seen: [String] { book.state.withLock { $0.seen } }
    var problems: [String] { book.state.withLock { $0.problems } }
    var skips: [String] { book.state.withLock { $0.skips } }
    /// How many times anything was judged: none at all is no pass.
    var expectations: Int { book.state.withLock { $0.expectations } }

    func note(_ words: String) {
        book.state.withLock { if !$0.seen.contains(words) { $0.seen.append(words) } }
    }

    func skip(_ reason: String) {
        book.state.withLock { if !$0.skips.contains(reason) { $0.skips.append(reason) } }
    }

    func expect(_ condition: Bool, _ problem: @autoclosure () -> String) {
        book.state.withLock { state in
            state.expectations += 1
            if !condition { state.problems.append(place + problem()) }
        }
    }

    /// For what is wrong in all forms alike: said once, without the form.
    func expectOnce(_ condition: Bool, _ problem: @autoclosure () -> String) {
        book.state.withLock { state in
            state.expectations += 1
            let problem = condition ? nil : problem()
            if let problem, !state.problems.contains(problem) { state.problems.append(problem) }
        }
    }
}
