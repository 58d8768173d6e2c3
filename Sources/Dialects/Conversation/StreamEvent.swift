package import Domain

/// One step of a streamed answer in no dialect's words.
///
/// Blocks are numbered from 0 in the order in which they open and each number is used once. Several may be open at the
/// same time (Chat Completions never says that a tool call is complete before all are); a writer whose dialect knows one
/// open block at a time keeps the others back. `started` comes first and once, `stopped` once after all blocks are
/// closed, then `ended`; `usage` at any time, each replacing what it names, and before `started` if it comes with it, for
/// Messages tells usage in its first event; `failed` instead of `ended`.
package enum StreamEvent: Sendable, Equatable {
    case started(id: String?, model: String?, createdAt: Int?)
    case opened(Int, Block)
    /// Text, reasoning text, refusal text or a fragment of a call's arguments or input; never empty.
    case delta(Int, String)
    /// The seal of a reasoning block, before it closes.
    case sealed(Int, Reasoning.Seal)
    case closed(Int)
    case usage(Usage)
    /// Something came by that no other dialect can carry, such as log probabilities; at any time, and as often as it comes.
    case foreign(ConversationField)
    case stopped(StopReason, sequence: String?)
    /// The dialect's own terminator was seen.
    case ended
    case failed(UpstreamError)

    package enum Block: Sendable, Equatable {
        case text
        case reasoning(isSummary: Bool)
        case refusal
        case toolCall(id: String, name: String)
        /// Of a custom tool: its deltas are the input itself.
        case customCall(id: String, name: String)

        var isCall: Bool {
            switch self {
            case .text, .reasoning, .refusal: false
            case .toolCall, .customCall: true
            }
        }
    }
}
