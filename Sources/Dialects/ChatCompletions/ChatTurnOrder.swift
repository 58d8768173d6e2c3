/// The order of turns that the dialect asks for: results follow the message of their calls at once.
///
/// What stood between goes behind them, whoever said it. What the assistant adds in another turn before the results goes
/// into the message of the calls. Results of no known call stay where they are.
struct ChatTurnOrder {
    private struct Slot {
        var turn: Turn
        var hasCalls = false
        /// Of the turn's calls, in the order in which they came.
        var results: [Part] = []
    }

    private var slots: [Slot] = []
    /// By id of a call: the newest slot that has it, for servers use ids again.
    private var owners: [String: Int] = [:]

    static func ordered(_ turns: [Turn]) -> [Turn] {
        var order = ChatTurnOrder()
        for turn in turns {
            switch turn.role {
            case .assistant: order.addAssistant(turn)
            case .tool: for part in turn.parts { order.addResult(part) }
            case .system, .developer, .user: order.slots.append(Slot(turn: turn))
            }
        }
        return order.slots.flatMap { slot in
            slot.results.isEmpty ? [slot.turn] : [slot.turn, Turn(.tool, slot.results)]
        }
    }

    private mutating func addAssistant(_ turn: Turn) {
        let ids = turn.parts.compactMap { if case .toolCall(let call) = $0 { call.id } else { nil } }
        if let last = slots.last, last.hasCalls, last.results.isEmpty {
            slots[slots.endIndex - 1].turn.parts += turn.parts
        } else {
            slots.append(Slot(turn: turn, hasCalls: !ids.isEmpty))
        }
        for id in ids { owners[id] = slots.endIndex - 1 }
    }

    private mutating func addResult(_ part: Part) {
        if case .toolResult(let result) = part, let owner = owners[result.callID] {
            slots[owner].results.append(part)
        } else if slots.last?.turn.role == .tool {
            slots[slots.endIndex - 1].turn.parts.append(part)
        } else {
            slots.append(Slot(turn: Turn(.tool, [part])))
        }
    }
}
