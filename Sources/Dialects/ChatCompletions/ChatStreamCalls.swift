import JSON

/// Puts the fragments of tool calls together: which call each belongs to, and when enough of a call is known to open it.
///
/// By the book a fragment has the index of its call, and the first one id and name. Seen in the wild and repaired: no
/// index; index 0 for every call, with ids that differ or without; no id; the id repeated, also for another call; the name
/// repeated; arguments before the name; arguments as an object.
///
/// Where neither index nor id tell calls apart, a call whose arguments are a whole JSON object is over: another name, or
/// arguments that begin anew, are another call. A name that comes again and brings nothing is of the call that has it. What
/// cannot be told apart is a fault, for two calls in one are worse than none: so are arguments without index and id while two
/// calls wait for some.
///
/// The input of a custom tool shows no end, so that only indices, ids and other names tell its calls apart.
///
/// Nothing says that a call is whole. One whose arguments are a whole JSON object is closed when another one opens, so that
/// calls that come one after the other stay so; the rest stays open to the end.
struct ChatStreamCalls {
    private struct Call {
        var index: Int?
        /// As the server says it, not necessarily for this call alone.
        var id: String?
        var name: String?
        var isCustom = false
        /// nil: its name is not known yet, so it is not open.
        var block: Int?
        /// Arguments that came before the name.
        var held = ""
        var end = ChatArgumentsEnd()
        var hasText = false
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
    /// A call that has no name yet.
    var holdsBack: Bool { calls.contains { $0.block == nil } }

    /// - Parameter ordinal: as `last` says it.
    /// - Returns: whether more of the call's arguments must come. Of a custom tool's input nothing tells that.
    func isInside(_ ordinal: Int) -> Bool {
        calls.contains { call in
            guard let block = call.block, self.ordinal(of: block) == ordinal else { return false }
            return !call.isCustom && !call.end.isReached
        }
    }

    /// The arguments of all calls came to an end.
    var areWhole: Bool { calls.allSatisfy(\.end.isReached) }

    /// - Parameter answerID: makes ids for calls that have none.
    /// - Parameter next: the number of the next block.
    mutating func take(
        _ fragment: JSONValue,
        of answerID: String?,
        next: inout Int
    ) throws(TranslationFault) -> [StreamEvent] {
        let piece = ChatCallFragment(fragment)
        let place = try find(piece)
        last = calls[place].block.map(ordinal)
        if let block = calls[place].block {
            if calls[place].isClosed {
                guard piece.text.allSatisfy(\.isWhitespace) else { throw Self.goesOn }
                return []
            }
            try follow(piece.text, place)
            // What the model itself said wrong is for the client, where the server says whose it is.
            guard piece.index != nil || piece.id != nil || !calls[place].end.isBroken else { throw Self.goesOn }
            return piece.text.isEmpty ? [] : [.delta(block, piece.text)]
        }
        guard calls[place].held.utf8.count + piece.text.utf8.count <= Self.mostHeld else {
            throw TranslationFault("`choices[0].delta.tool_calls` has a call whose name does not come.")
        }
        calls[place].held += piece.text
        calls[place].isCustom = calls[place].isCustom || piece.isCustom
        guard let name = piece.name ?? calls[place].name else { return [] }
        return try open(place, name, of: answerID, next: &next)
    }

    private mutating func open(
        _ place: Int,
        _ name: String,
        of answerID: String?,
        next: inout Int
    ) throws(TranslationFault) -> [StreamEvent] {
        let block = next
        next += 1
        let held = calls[place].held
        calls[place].held = ""
        let before = closeWhole()
        let id = outwardID(place, of: answerID)
        calls[place].name = name
        calls[place].block = block
        last = ordinal(of: block)
        try follow(held, place)
        let call: StreamEvent.Block =
            calls[place].isCustom ? .customCall(id: id, name: name) : .toolCall(id: id, name: name)
        return before + [.opened(block, call)] + (held.isEmpty ? [] : [.delta(block, held)])
    }

    /// An id that no call before has, for a result names its call by nothing else.
    private func outwardID(_ place: Int, of answerID: String?) -> String {
        guard let id = calls[place].id, !calls[..<place].contains(where: { $0.id == id }) else {
            return ChatIdentity.callID(of: answerID, place)
        }
        return id
    }

    private mutating func follow(_ arguments: String, _ place: Int) throws(TranslationFault) {
        guard !arguments.isEmpty else { return }
        calls[place].hasText = true
        guard !calls[place].isCustom else { return }
        calls[place].end.follow(arguments)
        guard !calls[place].end.isPassed else { throw Self.goesOn }
    }

    private static let goesOn = TranslationFault(
        "`choices[0].delta.tool_calls` has a call that goes on behind its end, or words of two calls in one."
    )

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

    /// The place of the fragment's call, which may be a new one.
    private mutating func find(_ piece: ChatCallFragment) throws(TranslationFault) -> Int {
        guard let place = namesake(of: piece) else { return try add(piece.index, piece.id) }
        guard piece.id != nil || piece.isBlank || !isRivalled(place, by: piece) else {
            throw TranslationFault(
                "`choices[0].delta.tool_calls` has arguments that could be of one open call or of another."
            )
        }
        guard calls[place].block != nil else {
            calls[place].id = calls[place].id ?? piece.id
            return place
        }
        if let name = piece.name, name != calls[place].name {
            guard !calls[place].end.isInside else {
                throw TranslationFault(
                    "`choices[0].delta.tool_calls` has another name in the middle of a call's arguments."
                )
            }
            return try add(piece.index, piece.id)
        }
        if piece.isCustom, piece.name != nil, piece.id == nil, calls[place].hasText, !piece.text.isEmpty {
            throw TranslationFault("`choices[0].delta.tool_calls` has two inputs of a custom tool that look like one.")
        }
        guard piece.begins, calls[place].end.isReached else { return place }
        let new = try add(piece.index, piece.id)
        if piece.name == nil {
            // The last name said is the best there is, unless other calls came in between.
            guard place == new - 1 else { throw Self.goesOn }
            calls[new].name = calls[place].name
        }
        return new
    }

    /// The newest call that index and id name; without either the last one.
    private func namesake(of piece: ChatCallFragment) -> Int? {
        if let index = piece.index {
            guard let place = calls.lastIndex(where: { $0.index == index }) else { return nil }
            guard let id = piece.id, let known = calls[place].id, known != id else { return place }
            return calls.lastIndex { $0.id == id }
        }
        guard let id = piece.id else { return calls.indices.last }
        return calls.lastIndex { $0.id == id }
    }

    /// Whether the piece could as well be of another call that still waits for arguments.
    private func isRivalled(_ place: Int, by piece: ChatCallFragment) -> Bool {
        calls.indices.contains { other in
            let call = calls[other]
            return other != place && !call.isClosed && !call.end.isReached && call.isCustom == piece.isCustom
                && (piece.index == nil || call.index == piece.index)
                && (piece.name == nil || call.name == nil || call.name == piece.name)
        }
    }

    private mutating func add(_ index: Int?, _ id: String?) throws(TranslationFault) -> Int {
        guard calls.count < Self.mostCalls else {
            throw TranslationFault("`choices[0].delta.tool_calls` has more than \(Self.mostCalls) calls.")
        }
        calls.append(Call(index: index, id: id))
        return calls.count - 1
    }
}
