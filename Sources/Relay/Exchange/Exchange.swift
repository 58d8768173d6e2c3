import Access
import Dialects
import Domain
import JSON
import Journal
import NIOCore
import Routing
import Settings
import Telemetry

/// One client request and everything done to answer it: receive, admit, plan, attempt, relay, record, in that order.
///
/// Each phase stands in a file of its own (`Exchange+….swift`); what is decided there is decided by the values of
/// `Routing`, and this class performs it. Lives on one event loop, from head to record.
final class Exchange: Expiring {
    enum Phase {
        /// The head is here; the client side collects the body.
        case receiving
        /// An attempt is under way.
        case attempting
        /// Content has reached the client.
        case relaying
        case ended
    }

    let loop: RelayLoop
    /// Let go at the end, or as soon as the client is gone: the two hold each other until then.
    var client: (any ExchangeClient)?
    let id: Identifier
    let startedAt: UInt64
    let started: NIODeadline
    let head: RequestHead
    /// What this exchange plans by; exchanged for the newest only when a plan comes to nothing.
    var snapshot: Snapshot
    /// Of the last check before bytes went to a provider; shown in header and journal.
    var epoch: UInt64
    var phase = Phase.receiving
    var deadline = NIODeadline.distantFuture
    /// When a stream without an answer is told of next.
    var commentDue = NIODeadline.distantFuture
    /// The head went out before any model had answered.
    var isOpened = false
    var deadlineSlot = 0
    var budget: BudgetShare

    // Receive and admit.
    let operation: Operation
    /// Answered without any model.
    var isLocal = false
    var key: KeyEntry?
    var rate: RateLimit.Decision?
    var trace: TraceParent?
    var body = ByteBuffer()
    var peek: Peek?
    /// The body as a tree, read when the first attempt needs it.
    var parsedBody: JSONValue?

    /// Set where nobody but ourselves asks.
    var own: Own?

    // Plan and attempt.
    var plan: RoutePlan?
    var candidates: [Target] = []
    /// What the caller says the request is for.
    var tags: [String] = []
    /// The recall that kept a model from serving last.
    var recalledBy: Restriction?
    /// The model that no recall kept back when it was last asked, and the state that was asked.
    var cleared: Target?
    var clearedUnder: Snapshot?
    var isPlannedAnew = false
    /// Set when a named answer ties the request to the model and credential that made it.
    var boundCredential: Int?
    var failover = Failover(candidates: 1)
    var attempt: Attempt?
    /// The request whose answer another model may finish; nil: none may.
    lazy var continuableRequest: ConversationRequest? = readContinuable()
    /// What another model is finishing.
    var continuing: Continuation?
    /// Waits for a place; there is no attempt meanwhile.
    var queued: QueuedExchange?
    /// Since when it holds a place among all exchanges.
    var placedAt: NIODeadline?
    /// When there should be room at the model that had none.
    var roomAfter: Duration?
    /// Begins at `deadline`; there is no attempt meanwhile.
    var awaited: AwaitedAttempt?
    var attempts: [AttemptRecord] = []
    /// The model that did not take the reasoning in the history, and is asked without it from then on.
    var unsealed: Target?
    /// Why a model's dialect could not carry the request.
    var untranslatable: Refusal?
    /// The error whose failure `failover` would tell now; nil when a provider gave no words to it.
    var keptError: KeptError?

    // Relay and record.
    /// How long a client may leave an open answer unread. It costs a provider's connection all the while.
    private static let clientPatience: TimeAmount = .minutes(2)
    private var unwritableSince: NIODeadline?
    var outcome = Outcome()

    /// What is told of an exchange when it has ended.
    struct Outcome {
        var status = 0
        var refusal: RefusalCode?
        var usage = Usage()
        var answerID: String?
        var reportedModel: String?
        var finishReason: String?
        var responseBytes = 0
        var firstContent: NIODeadline?
        var isStream = false
        var served: Target?
    }

    init(loop: RelayLoop, client: any ExchangeClient, head: RequestHead, operation: Operation) {
        self.loop = loop
        self.client = client
        self.head = head
        self.operation = operation
        snapshot = loop.snapshot
        epoch = loop.epoch
        started = loop.clock.now
        startedAt = loop.shared.clock.milliseconds()
        id = loop.identifiers.makeIdentifier(milliseconds: startedAt)
        budget = BudgetShare(loop.shared.budget)
        loop.exchangesUnderWay += 1
        loop.deadlines.watch(self)
    }

    var due: NIODeadline { min(deadline, commentDue) }
    var dialect: Dialect { operation.dialect }
    var isConversation: Bool { if case .conversation = operation { true } else { false } }
    var totalDeadline: NIODeadline {
        let total = plan?.total ?? .minutes(15)
        guard let own else { return started + total }
        let end = started + min(total, own.request.patience.map { TimeAmount($0) } ?? total)
        return min(end, own.deadline ?? end)
    }

    /// The client's connection is gone: whatever is under way for it stops at once.
    func clientGone() {
        guard phase != .ended else { return }
        client = nil
        if endIfComplete() { return }
        noteStream()
        endAttempt(.cancelled, failure: nil)
        attempt?.abandon()
        attempt = nil
        outcome.status = outcome.status == 0 ? 499 : outcome.status
        record(.cancelled)
    }

    /// The client can take more.
    func clientWritable() {
        unwritableSince = nil
        // The provider was not asked for anything until now, however near the end of its clock that is.
        if phase == .relaying {
            resumeClocks()
            largeAnswerTaken()
        }
        attempt?.connection?.resumeReading()
    }

    func deadlineReached(now: NIODeadline) {
        guard phase != .ended else { return }
        if now >= commentDue { keepOpen(now: now) }
        guard now >= deadline else { return }
        if now >= totalDeadline { return attemptFailed(.totalTimeout) }
        if endIfComplete() { return }
        if awaited != nil { return startAwaited() }
        if queued != nil { return queueExpired() }
        guard let attempt else { return }
        // While the client does not read, nothing is asked of the provider, whose clock must not run then.
        if phase == .relaying, client?.isWritable == false {
            let since = unwritableSince ?? now
            unwritableSince = since
            if now - since < Self.clientPatience { return resumeClocks() }
            client?.abort()
            return clientGone()
        }
        // The status was told; that the rest of the error did not come in time changes nothing about it.
        if case .collectingError(let status) = attempt.phase { return errorCollected(status) }
        guard let failure = attempt.clocks.expire(now: now.uptimeNanoseconds) else { return setDeadline() }
        attemptFailed(failure)
    }

    private func resumeClocks() {
        attempt?.clocks.resume(now: loop.clock.now.uptimeNanoseconds)
        setDeadline()
    }

    /// The process is stopping and waited long enough.
    func endForShutdown() {
        guard phase != .ended else { return }
        let refusal = Refusal(
            .shuttingDown,
            "Holdfast is being stopped and the time for running exchanges is up. Send the request again.",
            retryAfter: 1
        )
        if endIfComplete() { return }
        noteStream()
        endAttempt(.cancelled, failure: nil)
        attempt?.abandon()
        attempt = nil
        if phase == .relaying { interrupt(with: refusal) } else { refuse(refusal) }
    }
}

extension TimeAmount {
    init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self = .nanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }
}
