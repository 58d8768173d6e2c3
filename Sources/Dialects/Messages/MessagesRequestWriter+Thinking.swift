import Domain
import JSON

extension MessagesRequestWriter {
    /// The vendor's least.
    private static let leastBudget = 1024
    /// Tokens; about what OpenAI's models use at these efforts.
    private static let budgets = [
        "minimal": 1024, "low": 2048, "medium": 8192, "high": 16_384, "xhigh": 24_576, "max": 32_768,
    ]
    private static let efforts = ["low", "medium", "high", "xhigh", "max"]
    private static let defaultEffort = "medium"

    mutating func decideThinking() throws(Refusal) -> MessagesThinking {
        let said = Self.whole(request.outputLimit).map { min($0, traits.outputLimit ?? $0) }
        var thinking = MessagesThinking(outputLimit: said ?? traits.outputLimit ?? Self.defaultOutputLimit)
        guard let wish = request.reasoning, wish != ReasoningWish() else { return thinking }
        if wish.mode == .off || wish.effort == "none" {
            thinking.member = Self.off
            return thinking
        }
        // A word of another vendor's: the usual depth stands for it.
        if let effort = wish.effort, Self.budgets[effort] == nil { try losses.lose(.reasoningEffort) }
        guard !forcesTool, !isPrefilled else {
            try loseThinking(wish)
            // Newer models would think without being told.
            if generation == .adaptive { thinking.member = Self.off }
            return thinking
        }
        if generation.isAdaptive, generation == .adaptive || wish.budget == nil {
            // A limit of ours must not be spent on thinking alone.
            if !isLimitKnown { thinking.outputLimit += budget(wish) }
            thinkAdaptively(wish, &thinking)
            return thinking
        }
        try thinkWithin(wish, &thinking)
        return thinking
    }

    private static let off = JSONValue.object(("type", .string("disabled")))

    private func thinkAdaptively(_ wish: ReasoningWish, _ thinking: inout MessagesThinking) {
        thinking.isOn = true
        thinking.member = .object(
            ("type", .string("adaptive")),
            ("display", wish.summary.map { _ in .string("summarized") })
        )
        guard var effort = wish.effort ?? wish.budget.map(Self.effort(budget:)) else { return }
        if effort == "minimal" { effort = "low" }
        // Claude 4.6 has no step between these two.
        if effort == "xhigh", generation == .both { effort = "high" }
        thinking.effort = Self.efforts.contains(effort) ? effort : Self.defaultEffort
    }

    private var isLimitKnown: Bool { Self.whole(request.outputLimit) != nil || traits.outputLimit != nil }

    private mutating func thinkWithin(_ wish: ReasoningWish, _ thinking: inout MessagesThinking) throws(Refusal) {
        if wish.summary != nil, wish.mode == .unsaid, wish.effort == nil, wish.budget == nil {
            return try losses.lose(.reasoningSummary)
        }
        guard !hasUnthoughtOpenCalls else { return try loseThinking(wish) }
        let wanted = budget(wish)
        if !isLimitKnown { thinking.outputLimit += wanted }
        // Something must be left to answer with.
        let limit = thinking.outputLimit
        let most = wish.budget == nil ? limit - limit / 4 : limit - 1
        guard limit > Self.leastBudget else { return try loseThinking(wish) }
        thinking.isOn = true
        thinking.member = .object(
            ("type", .string("enabled")),
            ("budget_tokens", .integer(max(Self.leastBudget, min(wanted, most))))
        )
    }

    /// Far enough above every model's limit, and below where sums could overflow.
    private static let mostBudget = 1 << 24

    private func budget(_ wish: ReasoningWish) -> Int {
        if let said = Self.whole(wish.budget) { return max(Self.leastBudget, min(said, Self.mostBudget)) }
        return Self.budgets[wish.effort ?? Self.defaultEffort] ?? Self.budgets[Self.defaultEffort] ?? Self.leastBudget
    }

    private static func effort(budget: String) -> String {
        guard let tokens = whole(budget) else { return defaultEffort }
        return switch tokens {
        case ..<4096: "low"
        case ..<12_288: "medium"
        case ..<20_480: "high"
        case ..<28_672: "xhigh"
        default: "max"
        }
    }

    private mutating func loseThinking(_ wish: ReasoningWish) throws(Refusal) {
        if wish.budget != nil { try losses.lose(.reasoningBudget) }
        if wish.effort != nil || wish.budget == nil { try losses.lose(.reasoningEffort) }
        if wish.summary != nil { try losses.lose(.reasoningSummary) }
    }

    private var forcesTool: Bool {
        switch request.toolChoice {
        case .required, .named, .allowed(_, isRequired: true): true
        case .auto, .allowed(_, isRequired: false), ToolChoice.none?, nil: false
        }
    }

    private var isPrefilled: Bool { request.turns.last?.role == .assistant }

    /// The history ends in results of calls before which no sealed thinking stands: with a budget the vendor refuses that.
    private var hasUnthoughtOpenCalls: Bool {
        guard let results = request.turns.lastIndex(where: { $0.role == .tool }),
            !request.turns[results...].contains(where: { $0.role == .assistant })
        else { return false }
        let assistant = request.turns[..<results].reversed().drop { $0.role != .assistant }
            .prefix { $0.role == .assistant }
        return !assistant.contains { turn in
            turn.parts.contains { part in
                if case .reasoning(let reasoning) = part { reasoning.seal != nil } else { false }
            }
        }
    }
}
