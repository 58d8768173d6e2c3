/// What an exchange does after an attempt that came to nothing: which model, with which credential, after which wait;
/// or how it ends.
///
/// Candidates are numbered in the plan's order. The next credential of the same provider comes first, then a retry of the
/// same model, then the next candidate. One budget of attempts bounds all three; a credential or a retry leaves one
/// attempt to each candidate that was not asked yet, so that a provider with many credentials cannot use up what its
/// substitutes need. An answer that was shown to the client ends it all.
package struct Failover: Sendable {
    package enum Step: Sendable, Equatable {
        /// - Parameter credential: place among those that can be used at the candidate's provider.
        /// - Parameter after: zero is at once; while it waits the exchange sends nothing.
        case attempt(candidate: Int, credential: Int = 0, after: Duration = .zero)
        case giveUp(Ending)
    }

    /// An attempt that came to nothing.
    package struct Loss: Sendable, Equatable {
        package var failure: AttemptFailure
        package var failureClass: FailureClass
        package var advice: RetryAdvice
        /// How many there are at the candidate's provider.
        package var credentials: Int

        package init(
            _ failure: AttemptFailure,
            _ failureClass: FailureClass,
            advice: RetryAdvice = RetryAdvice(),
            credentials: Int = 1
        ) {
            self.failure = failure
            self.failureClass = failureClass
            self.advice = advice
            self.credentials = credentials
        }
    }

    private var candidates: Int
    private let rules: Rules
    private var budget: AttemptBudget
    package private(set) var candidate = 0
    private var credential = 0
    /// Of the present candidate.
    private var retries = 0
    /// The present candidate was not asked yet.
    package private(set) var isFresh = true
    /// The present candidate is asked although its breaker says no, and nobody after it.
    private var isOverruling = false
    /// The first candidate whose provider was really asked.
    private var firstAsked: Int?
    private var told: Told?
    private var floor: Duration?
    /// What came of the newest attempt is what the caller is told if nothing better comes.
    package private(set) var newestIsTold = false

    /// - Parameter candidates: at least one.
    /// - Parameter deadline: the exchange's, in nanoseconds of the clock that every `now` is of.
    package init(candidates: Int, rules: Rules = Rules(), deadline: UInt64 = .max) {
        self.candidates = candidates
        self.rules = rules
        budget = AttemptBudget(limits: AttemptBudget.Limits(attempts: rules.attempts), deadline: deadline)
    }

    package var first: Step { .attempt(candidate: 0) }

    /// Another model stands ready.
    package var hasNext: Bool { candidate + 1 < candidates && !isOverruling }

    /// The present candidate stands in for one that was asked before it.
    package var isSubstitute: Bool { firstAsked.map { $0 < candidate } ?? false }

    package var attempts: Int { budget.used }

    package func movesOn(_ failure: FailureClass) -> Bool {
        failure.movesOn(isSubstitute: isSubstitute, refusalsMove: rules.refusalsMove)
    }

    /// The present attempt's request is about to go up; one that never does costs nothing of the budget.
    ///
    /// - Returns: whether it is this exchange's first at this model.
    @discardableResult
    package mutating func began(now: UInt64) -> Bool {
        // What the budget says was asked before the step; the first attempt is made however little time there is.
        _ = budget.begin(now: now)
        firstAsked = firstAsked ?? candidate
        defer { isFresh = false }
        return isFresh
    }

    /// Whether the present candidate may be asked once more at once, in another form that its answer suggests.
    package func mayAskAgain(now: UInt64) -> Bool { budget.allows(wait: .zero, now: now) == .go && leavesEnough }

    /// The present candidate was not asked: it has no room, or cannot carry the request.
    package mutating func passedOver(_ failure: AttemptFailure, now: UInt64) -> Step {
        remember(Loss(failure, .ours))
        return next(now: now)
    }

    /// No candidate was asked, for the breakers of all refuse: this one is asked all the same. Once an exchange.
    package mutating func overrule(_ candidate: Int) {
        self.candidate = candidate
        credential = 0
        retries = 0
        isFresh = true
        isOverruling = true
    }

    /// The exchange was planned anew: from the first of the new candidates on, with what is left of the budget.
    package mutating func replan(candidates: Int) {
        self.candidates = candidates
        candidate = 0
        credential = 0
        retries = 0
        isFresh = true
    }

    package var mayOverrule: Bool { budget.used == 0 && !isOverruling }

    /// - Parameter isOtherReady: whether a candidate after this one would be let through by its breaker. Where none is, this
    ///   one is as good as the last.
    /// - Parameter mayRetry: takes a token of the model's retry budget; asked at most once, when all else speaks for it.
    package mutating func failed(
        _ loss: Loss,
        now: UInt64,
        using random: inout some RandomNumberGenerator,
        isOtherReady: Bool = true,
        mayRetry: () -> Bool
    ) -> Step {
        remember(loss)
        guard movesOn(loss.failureClass), loss.failure != .totalTimeout else { return end(with: loss) }
        var isSpent = false
        if loss.failureClass.triesNextCredential, credential + 1 < loss.credentials {
            if mayAskAgain(now: now) {
                credential += 1
                return .attempt(candidate: candidate, credential: credential)
            }
            isSpent = budget.left == 0
        }
        let isLast = !hasNext || !isOtherReady
        if let wait = wait(for: loss, isLast: isLast, now: now, using: &random) {
            if leavesEnough, mayRetry() {
                retries += 1
                return .attempt(candidate: candidate, credential: credential, after: wait)
            }
            isSpent = true
        }
        return next(now: now, isSpent: isSpent)
    }

    /// The exchange's time is up while no attempt is under way.
    package mutating func timeIsUp() -> Ending {
        let loss = Loss(.totalTimeout, .transient)
        told = Told(loss, isSubstitute: isSubstitute, candidate: candidate)
        return Ending(told, floor: floor, isSpent: false)
    }

    // MARK: Deciding

    /// How long to wait before the same model is asked again; nil: that is of no use, or moving on is better.
    private func wait(
        for loss: Loss,
        isLast: Bool,
        now: UInt64,
        using random: inout some RandomNumberGenerator
    ) -> Duration? {
        // A provider that says "no" knows better. Its "yes" is not taken: what we make of its words is more than it
        // makes of a status.
        guard !isOverruling, loss.failureClass.retriesSameModel, loss.advice.shouldRetry != false,
            retries < rules.retries(of: loss.failureClass, isLast: isLast),
            (loss.advice.floor ?? .zero) <= rules.longestWait
        else { return nil }
        let wait = rules.backoff.delay(retry: retries, advice: loss.advice, using: &random)
        return budget.allows(wait: wait, now: now) == .outOfTime ? nil : wait
    }

    /// An attempt at the present candidate leaves one for each that was not asked yet.
    private var leavesEnough: Bool { budget.left > candidates - candidate - 1 }

    private mutating func next(now: UInt64, isSpent: Bool = false) -> Step {
        guard hasNext else { return .giveUp(Ending(told, floor: floor, isSpent: isSpent)) }
        let decision = budget.allows(wait: .zero, now: now)
        guard decision == .go else {
            return .giveUp(Ending(told, floor: floor, isSpent: decision == .outOfAttempts))
        }
        candidate += 1
        credential = 0
        retries = 0
        isFresh = true
        return .attempt(candidate: candidate)
    }

    private mutating func end(with loss: Loss) -> Step {
        told = Told(loss, isSubstitute: isSubstitute, candidate: candidate)
        newestIsTold = true
        return .giveUp(Ending(told, floor: floor, isSpent: false))
    }

    private mutating func remember(_ loss: Loss) {
        if loss.failureClass.retriesSameModel, let asked = loss.advice.floor { floor = min(floor ?? asked, asked) }
        // What a recalled model said before is not to be acted on any more: "ask again in two seconds" is no longer so.
        if loss.failure == .recalled, told?.candidate == candidate { told = nil }
        let newest = Told(loss, isSubstitute: isSubstitute, candidate: candidate)
        newestIsTold = told.map { newest.weight > $0.weight } ?? true
        if newestIsTold { told = newest }
    }
}
