import Rehearsal
import Settings

extension RehearsalBehaviour {
    /// What the provider's `rehearsal:` says; without it a model that answers at once and never fails.
    init(_ provider: Provider) {
        guard let settings = provider.rehearsal else {
            self.init(dialects: provider.dialects)
            return
        }
        self.init(
            answer: settings.answer,
            script: settings.script.map { .init(contains: $0.contains, answer: $0.answer) },
            firstToken: settings.firstToken,
            betweenTokens: settings.betweenTokens,
            faults: settings.faults.map { RehearsalFault(.init($0), every: $0.every) },
            weaknesses: settings.weaknesses,
            dialects: provider.dialects
        )
    }
}

extension RehearsalFault.Kind {
    init(_ fault: RehearsalSettings.Fault) {
        self =
            switch fault.kind {
            case .status: .status(fault.status, retryAfter: fault.retryAfter)
            case .reset: .reset
            case .hang: .hang
            case .cut: .cut(after: fault.after)
            case .stall: .stall(after: fault.after)
            case .malformed: .malformed(after: fault.after)
            case .unterminated: .unterminated(after: fault.after)
            }
    }
}
