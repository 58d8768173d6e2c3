import JSON

/// Gives the fragments of one choice's tool calls what they lack: number, id, kind, arguments as text.
///
/// Which call a fragment belongs to is known to `ChatStreamCalls`. Calls are numbered in the order in which they open, as
/// OpenAI numbers them; one whose name is not known yet waits for it. Fragments of a call that come while another one's
/// arguments are under way wait for their end: the vendor's clients take the first fragment of a call for the end of the one
/// before.
struct ChatCallRepair {
    /// Bytes of fragments that may wait.
    private static let mostHeld = 8 << 20

    private var calls = ChatStreamCalls()
    private var nextBlock = 0
    /// Numbers of functions whose arguments have not come yet.
    private var withoutArguments: [Int] = []
    /// Those that were given empty ones, for the choice was at its end.
    private var emptied: Set<Int> = []

    /// The call that is being written, and what came of others meanwhile.
    private var current: Int?
    private var waiting: [(index: Int, fragment: JSONValue)] = []
    private var heldBytes = 0

    var isEmpty: Bool { calls.isEmpty }

    /// All calls are known to have come whole. Of a custom tool's nothing tells that.
    var areWhole: Bool { !calls.isEmpty && calls.areWhole }

    /// - Throws: when a call waits for a name that did not come.
    func end() throws(TranslationFault) { _ = try calls.close() }

    /// - Parameter answerID: makes ids for calls that have none.
    /// - Returns: what may be written now: the fragment, what waited for it, or nothing.
    mutating func repair(_ fragment: JSONValue, of answerID: String?) throws(TranslationFault) -> [JSONValue] {
        guard let repaired = try filled(fragment, of: answerID), let index = repaired["index"]?.integer else {
            return []
        }
        if index == current { return [repaired] + next() }
        waiting.append((index, repaired))
        heldBytes += repaired.bytes.count
        guard heldBytes <= Self.mostHeld else {
            throw TranslationFault("Calls that came side by side are larger than \(Self.mostHeld) bytes together.")
        }
        return next()
    }

    /// What waited for the present call, if that one is at its end.
    private mutating func next() -> [JSONValue] {
        var written: [JSONValue] = []
        while !waiting.isEmpty, !isInside(current) { written += takeNext() }
        return written
    }

    /// Nothing more comes: whatever still waits, and empty arguments for calls that have none.
    mutating func finish() -> [JSONValue] {
        var written = emptyArguments()
        while !waiting.isEmpty { written += takeNext() + emptyArguments() }
        return written
    }

    /// Of what is open by now.
    private mutating func emptyArguments() -> [JSONValue] {
        let open = withoutArguments.filter { index in !waiting.contains { $0.index == index } }
        withoutArguments.removeAll { open.contains($0) }
        emptied.formUnion(open)
        return open.map { .object(("index", .integer($0)), ("function", .object(("arguments", .string("{}"))))) }
    }

    private mutating func takeNext() -> [JSONValue] {
        guard let index = waiting.first?.index else { return [] }
        current = index
        let mine = waiting.filter { $0.index == index }.map(\.fragment)
        waiting.removeAll { $0.index == index }
        heldBytes = waiting.reduce(0) { $0 + $1.fragment.bytes.count }
        return mine
    }

    private func isInside(_ index: Int?) -> Bool { index.map(calls.isInside) ?? false }

    /// The fragment with what it lacks and without what its call told before, for clients put the words of all fragments
    /// together.
    ///
    /// - Returns: nil while the call's name is not known.
    private mutating func filled(_ fragment: JSONValue, of answerID: String?) throws(TranslationFault) -> JSONValue? {
        let events = try calls.take(fragment, of: answerID, next: &nextBlock)
        guard let index = calls.last else { return nil }
        let isCustom = fragment["custom"]?.members != nil
        let (tool, text) = isCustom ? ("custom", "input") : ("function", "arguments")
        var fragment = fragment
        fragment.put("index", .integer(index))
        var isOpening = false
        for event in events {
            switch event {
            case .opened(_, .toolCall(let id, let name)), .opened(_, .customCall(let id, let name)):
                isOpening = true
                // Another one than it came with where a call before has that.
                fragment.put("id", .string(id))
                fragment.fill("type", .string(tool))
                fragment.change(tool) { value in
                    value.put("name", .string(name))
                    value.put(text, .string(""))
                }
                if !isCustom { withoutArguments.append(index) }
            case .delta(_, let piece):
                guard !emptied.contains(index) else {
                    throw TranslationFault("`tool_calls` has arguments behind the end of its choice.")
                }
                fragment.change(tool) { $0.put(text, .string(piece)) }
                withoutArguments.removeAll { $0 == index }
            default: break
            }
        }
        guard !isOpening else { return fragment }
        for key in ["id", "type"] where ChatIdentity.text(fragment[key]) != nil { fragment.put(key, nil) }
        fragment.change(tool) { value in
            if ChatIdentity.text(value["name"]) != nil { value.put("name", nil) }
        }
        return fragment
    }
}
