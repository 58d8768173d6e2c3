import Control
import Domain
import Ledger
import Logging
import Settings
import Storage

/// Delivers to one endpoint, one message after the other, for as long as its task runs. What is next is the plan's to say.
actor Courier {
    /// Events that are read at once; each is at most 64 KiB.
    private static let batch = 64
    /// After the databases could not be read.
    private static let pause = Duration.seconds(5)

    /// So often at least it is looked how late it is: a clock that was set says nothing.
    private static let longestRest = Duration.seconds(60)

    private let endpoint: NotificationEndpoint
    private let paging: Set<RecallKind>
    private let bell: Bell
    private let ledger: FollowedLedger
    private let store: DeliveryStore
    private let sender: WebhookSender
    private let board: DeliveryBoard
    private let now: @Sendable () -> UInt64
    private let logger: Logger
    private var plan: DeliveryPlan
    private var count = PendingCount()
    /// What was told in the log already, until it is over.
    private var complaints: Set<Complaint> = []

    private enum Complaint: String {
        case begin = "notifications cannot begin; it is tried again"
        case read = "the ledger cannot be read for notifications; it is tried again"
        case keep = "what was delivered cannot be kept; a restart sends it once more"
    }

    init(
        _ endpoint: NotificationEndpoint,
        paging: Set<RecallKind>,
        bell: Bell,
        ledger: FollowedLedger,
        store: DeliveryStore,
        sender: WebhookSender,
        board: DeliveryBoard,
        now: @escaping @Sendable () -> UInt64,
        logger: Logger
    ) {
        self.endpoint = endpoint
        self.paging = paging
        self.bell = bell
        self.ledger = ledger
        self.store = store
        self.sender = sender
        self.board = board
        self.now = now
        self.logger = logger
        plan = DeliveryPlan(.init(position: ledger.end, remindedAt: now()), repeats: nil)
    }

    func run() async {
        await begin()
        while !Task.isCancelled {
            let state = ledger.state
            let alarms = ledger.alarms.filter { endpoint.kinds.contains($0.kind) }
            switch plan.next(end: ledger.end, waiting: waiting(state), alarms: alarms.map(\.id), now: now()) {
            case .events(let range):
                let events = await events(range)
                count.look(events, wants)
                await tell(events, state)
            case .alarm(let id):
                guard let alarm = alarms.first(where: { $0.id == id }),
                    let message = WebhookMessage(alarm, in: state, isPrivate: endpoint.isPrivate)
                else {
                    // Nobody can be told of what is not there.
                    plan.accepted(.alarm(id))
                    continue
                }
                plan.forgetAlarms { state.gate.isNewest(CertificateAlarm.certificate(in: $0)) }
                await deliver(message, .alarm(id))
            case .remind(let reminder):
                guard let message = WebhookMessage(reminder, in: state) else { continue }
                await deliver(message, .reminder(reminder))
            case .rest(let until):
                await bell.wait(atMost: until.map { min(.milliseconds($0 - min($0, now())), Self.longestRest) })
            }
        }
    }

    private func waiting(_ state: ControlState) -> [DeliveryPlan.Waiting] {
        state.recalls.values.filter { $0.awaitsPerson(holding: paging) }.map { .init(recall: $0.id, since: $0.movedAt) }
    }

    /// Where the last server ended, or, for a new endpoint, where the ledger ends. Tried until it is known: to begin elsewhere
    /// would lose messages or send old ones.
    private func begin() async {
        let (fresh, name) = (plan.mark, endpoint.name)
        while !Task.isCancelled {
            do {
                let mark = try await Blocking.run { [store] in
                    if let known = try store.mark(of: name) { return known }
                    try store.keep(fresh, of: name)
                    return fresh
                }
                plan = DeliveryPlan(mark, repeats: endpoint.kinds.contains(.recallStillHeld) ? endpoint.repeats : nil)
                board.change(name) { $0.failingSince = mark.failingSince }
                return complaints = []
            } catch {
                complain(.begin, error)
                try? await Task.sleep(for: Self.pause)
            }
        }
    }

    // MARK: Events

    /// Empty when they cannot be read just now.
    private func events(_ range: Range<Int>) async -> [LedgerStore.Stored] {
        do {
            let events = try await ledger.events(range.prefix(Self.batch))
            complaints.remove(.read)
            return events
        } catch {
            complain(.read, error)
            try? await Task.sleep(for: Self.pause)
            return []
        }
    }

    private func wants(_ event: ControlEvent) -> Bool { event.notificationKind.map(endpoint.kinds.contains) ?? false }

    /// Ends at the first that is not taken: what is private in it may have been erased until it is tried again.
    private func tell(_ events: [LedgerStore.Stored], _ state: ControlState) async {
        var isKept = true
        for stored in events {
            if let message = message(stored, state) {
                let item = DeliveryPlan.Item.event(position: stored.position)
                guard await deliver(message, item) else { return }
                isKept = true
            } else {
                plan.pass(stored.position)
                if wants(stored.event) { count.end(stored.position) }
                isKept = false
            }
        }
        if !isKept { await keep() }
    }

    private func message(_ stored: LedgerStore.Stored, _ state: ControlState) -> WebhookMessage? {
        guard wants(stored.event) else { return nil }
        return WebhookMessage(
            stored.event,
            id: stored.entry.id,
            index: stored.position,
            recordedAt: stored.entry.recordedAt,
            in: state,
            isPrivate: endpoint.isPrivate
        )
    }

    // MARK: Delivering

    /// - Returns: whether it was taken.
    @discardableResult
    private func deliver(_ message: WebhookMessage, _ item: DeliveryPlan.Item) async -> Bool {
        show()
        do throws(WebhookFailure) {
            try await sender.send(message, to: endpoint)
        } catch {
            await missed(message, item, error)
            return false
        }
        let hadFailed = plan.mark.failingSince != nil
        plan.accepted(item)
        count.end(item)
        board.change(endpoint.name) { $0.delivered += 1 }
        show(error: nil)
        if hadFailed { logger.notice("notifications are delivered again", metadata: ["endpoint": "\(endpoint.name)"]) }
        await keep()
        return true
    }

    private func missed(_ message: WebhookMessage, _ item: DeliveryPlan.Item, _ failure: WebhookFailure) async {
        guard failure != .cancelled else { return }
        let isFirst = plan.mark.failingSince == nil
        var random = SystemRandomNumberGenerator()
        let aftermath = plan.failed(item, now: now(), using: &random)
        if aftermath.isGivenUp { count.end(item) }
        board.change(endpoint.name) { figures in
            figures.failed += 1
            figures.givenUp += aftermath.isGivenUp ? 1 : 0
        }
        show(error: failure.description)
        let metadata: Logger.Metadata = [
            "endpoint": "\(endpoint.name)", "notification": "\(message.id)", "cause": "\(failure)",
        ]
        if isFirst { logger.error("a notification was not taken; it is tried again", metadata: metadata) }
        if aftermath.isGivenUp { logger.error("a notification was given up after a day", metadata: metadata) }
        await keep()
        await wait(aftermath.wait)
    }

    /// Nothing shortens the wait, but what comes meanwhile is counted.
    private func wait(_ wait: Duration) async {
        let end = ContinuousClock.now + wait
        while !Task.isCancelled, ContinuousClock.now < end {
            let next = max(plan.mark.position, count.seen)
            guard next < ledger.end, let events = try? await ledger.events((next..<ledger.end).prefix(Self.batch))
            else {
                await bell.wait(atMost: end - .now)
                continue
            }
            count.look(events, wants)
            show()
        }
    }

    // MARK: Telling

    private func show() {
        board.change(endpoint.name) { [value = count.value] in $0.pending = value }
    }

    private func show(error: String?) {
        board.change(endpoint.name) { [value = count.value, since = plan.mark.failingSince] figures in
            figures.pending = value
            figures.failingSince = since
            figures.lastError = error
        }
    }

    private func keep() async {
        do {
            try await Blocking.run { [store, mark = plan.mark, name = endpoint.name] in try store.keep(mark, of: name) }
            complaints.remove(.keep)
        } catch {
            complain(.keep, error)
        }
    }

    private func complain(_ what: Complaint, _ cause: any Error) {
        guard complaints.insert(what).inserted else { return }
        logger.error("\(what.rawValue)", metadata: ["endpoint": "\(endpoint.name)", "cause": "\(cause)"])
    }
}
