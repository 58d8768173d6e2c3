import JSON

/// Puts the fragments of tool calls together: which call each belongs to, and when enough of a call is known to open it.
///
/// By the book a fragment has the index of its call, and the first one id and name. Seen in the wild and repaired: no
/// index; index 0 for every call, with ids that differ; no id; the id repeated; arguments before the name; arguments as an
/// object.
///
/// Nothing says that a call is whole. One whose arguments are a whole JSON object is closed when another one opens, so that
/// calls that come one after the other stay so; the rest stays open to the end.
struct ChatStreamCalls {
    private struct Call {
        var index: Int?
        var id: String?
        /// nil: its name is not known yet, so it is not open.
        var block: Int?
        /// Arguments that came before the name.
        var held = ""
        var end = ChatArgumentsEnd()
        var isClosed = false
    }

    /// Far beyond what any model asks for at once; a stream that goes on is broken.
    private static let mostCalls = 1024
    /// Bytes of arguments that may come before the name of their call.
    private static let mostHeld = 64 << 10

    private var calls: [Call] = []

    /// Which of the open calls, in the order of opening, the last fragment was of; nil: its call is not open yet.
    private(set) var last: Int?

    var isEmpty: Bool { calls.isEmpty }

    /// The arguments of all calls came to an end.
    var areWhole: Bool { calls.allSatisfy(\.end.isReached) }

    /// - Parameter answerID: makes ids for calls that have none.
    /// - Parameter next: the number of the next block.
    mutating func take(
        _ fragment: JSONValue,
        of answerID: String?,
        next: inout Int
    ) throws(TranslationFault) -> [StreamEvent] {
        if let custom = fragment["custom"], !custom.isNull {
            throw TranslationFault("`choices[0].delta.tool_calls` has a call of a custom tool, and none was declared.")
        }
        let function = fragment["function"] ?? .null
        let name = ChatIdentity.text(function["name"])
        let place = try find(fragment["index"]?.integer, ChatIdentity.text(fragment["id"]), name)
        let arguments = Self.arguments(function)
        last = calls[place].block.map(ordinal)
        if let block = calls[place].block {
            if calls[place].isClosed {
                guard arguments.allSatisfy(\.isWhitespace) else {
                    throw TranslationFault("`choices[0].delta.tool_calls` has a call that goes on behind its end.")
                }
                return []
            }
            calls[place].end.follow(arguments)
            return arguments.isEmpty ? [] : [.delta(block, arguments)]
        }
        guard calls[place].held.utf8.count + arguments.utf8.count <= Self.mostHeld else {
            throw TranslationFault("`choices[0].delta.tool_calls` has a call whose name does not come.")
        }
        calls[place].held += arguments
        guard let name else { return [] }
        let block = next
        next += 1
        let id = calls[place].id ?? ChatIdentity.callID(of: answerID, place)
        let held = calls[place].held
        calls[place].held = ""
        let before = closeWhole()
        calls[place].block = block
        last = ordinal(of: block)
        calls[place].end.follow(held)
        return before + [.opened(block, .toolCall(id: id, name: name))] + (held.isEmpty ? [] : [.delta(block, held)])
    }

    private func ordinal(of block: Int) -> Int {
        calls.count { ($0.block ?? .max) < block }
    }

    private mutating func closeWhole() -> [StreamEvent] {
        var events: [StreamEvent] = []
        for place in calls.indices {
            guard let block = calls[place].block, !calls[place].isClosed, calls[place].end.isReached else { continue }
            calls[place].isClosed = true
            events.append(.closed(block))
        }
        return events
    }

    /// The blocks of all calls that are still open, in order. Nothing may follow.
    func close() throws(TranslationFault) -> [Int] {
        var blocks: [Int] = []
        for call in calls {
            guard let block = call.block else {
                throw TranslationFault("`choices[0].delta.tool_calls` has a call without a name.")
            }
            if !call.isClosed { blocks.append(block) }
        }
        return blocks
    }

    private static func arguments(_ function: JSONValue) -> String {
        guard let arguments = function["arguments"], !arguments.isNull else { return "" }
        return arguments.string ?? String(decoding: arguments.bytes, as: UTF8.self)
    }

    /// The place of the fragment's call, which may be a new one.
    private mutating func find(_ index: Int?, _ id: String?, _ name: String?) throws(TranslationFault) -> Int {
        if let index, let place = calls.lastIndex(where: { $0.index == index }) {
            guard let id, let known = calls[place].id, known != id else {
                if calls[place].block == nil { calls[place].id = calls[place].id ?? id }
                return place
            }
            if let place = calls.lastIndex(where: { $0.id == id }) { return place }
            return try add(index, id)
        }
        if index != nil { return try add(index, id) }
        if let id {
            if let place = calls.lastIndex(where: { $0.id == id }) { return place }
            return try add(nil, id)
        }
        guard let last = calls.indices.last, name == nil || calls[last].block == nil else { return try add(nil, nil) }
        return last
    }

    private mutating func add(_ index: Int?, _ id: String?) throws(TranslationFault) -> Int {
        guard calls.count < Self.mostCalls else {
            throw TranslationFault("`choices[0].delta.tool_calls` has more than \(Self.mostCalls) calls.")
        }
        calls.append(Call(index: index, id: id))
        return calls.count - 1
    }
}
