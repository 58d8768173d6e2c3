import Synchronization

/// Collects what was seen and what of it is wrong, over all forms of a scenario.
final class Judge: Sendable {
    private struct State {
        var seen: [String] = []
        var problems: [Problem] = []
        var skips: [String] = []
        var expectations = 0
    }

    /// What is wrong, and in which forms of which part.
    private struct Problem {
        var part: String
        var words: String
        var forms: [String]

        var text: String {
            let place = part.isEmpty ? "" : part + ": "
            let list = forms.count > 2 ? "\(forms.count) forms" : forms.joined(separator: "; ")
            return place + words + (forms.isEmpty ? "" : " (\(list))")
        }
    }

    /// One place to look from: all of a scenario's judges write into one state.
    private final class Book: Sendable {
        let state = Mutex(State())
    }

    private let book: Book
    private let part: String
    private let form: String?

    private init(_ book: Book, _ part: String, _ form: String?) {
        self.book = book
        self.part = part
        self.form = form
    }

    convenience init() { self.init(Book(), "", nil) }

    func at(_ part: String, _ form: Form) -> Judge { Judge(book, part, form.name) }

    /// The same judge for one of several things that a stage plays.
    func at(_ what: String) -> Judge { Judge(book, part.isEmpty ? what : "\(part), \(what)", form) }

    var seen: [String] { book.state.withLock { $0.seen } }
    var problems: [String] { book.state.withLock { $0.problems.map(\.text) } }
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
            if !condition {
                Self.add(Problem(part: part, words: problem(), forms: form.map { [$0] } ?? []), to: &state)
            }
        }
    }

    /// For what is wrong in all forms alike: said once, without the form.
    func expectOnce(_ condition: Bool, _ problem: @autoclosure () -> String) {
        book.state.withLock { state in
            state.expectations += 1
            if !condition { Self.add(Problem(part: "", words: problem(), forms: []), to: &state) }
        }
    }

    /// What is wrong in several forms is one problem.
    private static func add(_ problem: Problem, to state: inout State) {
        let known = state.problems.firstIndex { $0.part == problem.part && $0.words == problem.words }
        guard let known else { return state.problems.append(problem) }
        for form in problem.forms where !state.problems[known].forms.contains(form) {
            state.problems[known].forms.append(form)
        }
    }
}
