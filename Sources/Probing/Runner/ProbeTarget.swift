package import Domain

/// What trials are sent to, and how: injected, for who sends is not this module's business.
package struct ProbeTarget: Sendable {
    /// What one request came to.
    package enum Reply: Sendable {
        case answered(Answer, Observed)
        case failed(Verdict.ErrorReason, Observed, retryAfter: Duration?)
    }

    /// What was seen beside the answer.
    package struct Observed: Sendable, Equatable {
        package var usage: Usage
        package var cost: Money?
        /// As the target names itself.
        package var model: String?
        /// The build that the target declares: `system_fingerprint`.
        package var build: String?
        package var microseconds: Int

        package init(
            usage: Usage = Usage(),
            cost: Money? = nil,
            model: String? = nil,
            build: String? = nil,
            microseconds: Int = 0
        ) {
            self.usage = usage
            self.cost = cost
            self.model = model
            self.build = build
            self.microseconds = microseconds
        }
    }

    /// The model or route, as people call it.
    package var name: String
    /// What it can take: probes that need more are left out.
    package var takesTools: Bool
    package var takesPrefill: Bool
    /// - Parameter body: a request of the dialect Chat Completions, whose `model` is `name`.
    package var ask: @Sendable (_ body: [UInt8]) async -> Reply

    package init(
        name: String,
        takesTools: Bool,
        takesPrefill: Bool,
        ask: @escaping @Sendable (_ body: [UInt8]) async -> Reply
    ) {
        self.name = name
        self.takesTools = takesTools
        self.takesPrefill = takesPrefill
        self.ask = ask
    }

    func takes(_ probe: Probe) -> Bool {
        if !takesTools, !probe.goal.tools.isEmpty || probe.goal.carrier?.place == .tool { return false }
        return takesPrefill || probe.attack != "prefill"
    }
}
