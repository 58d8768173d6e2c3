import Dialects
import Domain
import Journal
import NIOCore
import Routing
import Settings

extension Relay {
    /// Asks as a caller would, on one of the event loops; returns when the exchange has ended, however it did.
    package func ask(_ request: InternalRequest) async -> InternalAnswer {
        let (eventLoop, loop) = anyLoop
        let promise = eventLoop.makePromise(of: InternalAnswer.self)
        let asking = NIOLoopBoundBox.makeEmptyBox(valueType: Asking.self, eventLoop: eventLoop)
        return await withTaskCancellationHandler {
            eventLoop.execute {
                loop.value.clock.turn()
                let isCancelled = asking.value != nil
                let exchange = Exchange.start(request, on: loop.value) { promise.succeed($0) }
                asking.value = exchange.map { .underWay($0) }
                if isCancelled { exchange?.part() }
            }
            return (try? await promise.futureResult.get()) ?? .notAsked
        } onCancel: {
            eventLoop.execute {
                loop.value.clock.turn()
                if case .underWay(let exchange) = asking.value { exchange.part() } else { asking.value = .cancelled }
            }
        }
    }

    private enum Asking {
        case underWay(Exchange)
        /// Before it began.
        case cancelled
    }
}

extension InternalAnswer {
    static let notAsked = InternalAnswer(
        status: 503,
        isRecalled: false,
        failure: "shutting_down",
        usage: Usage(),
        totalMicroseconds: 0,
        attempts: 0
    )
}

extension Exchange {
    /// What makes an exchange one of our own.
    final class Own {
        let request: InternalRequest
        let client: InternalClient
        let told: (InternalAnswer) -> Void
        /// It waits no longer; nil: as the request says.
        var deadline: NIODeadline?

        init(_ request: InternalRequest, _ client: InternalClient, _ told: @escaping (InternalAnswer) -> Void) {
            self.request = request
            self.client = client
            self.told = told
        }
    }

    /// - Returns: nil: nothing was asked.
    static func start(
        _ request: InternalRequest,
        on loop: RelayLoop,
        told: @escaping (InternalAnswer) -> Void
    ) -> Exchange? {
        guard !loop.isDraining, let head = head(request) else {
            told(.notAsked)
            return nil
        }
        let client = InternalClient(keeps: request.keepsAnswer)
        let exchange = Exchange(loop: loop, client: client, head: head, operation: request.operation)
        exchange.own = Own(request, client, told)
        exchange.tags = request.tags
        let body = ByteBuffer(bytes: request.body)
        guard exchange.budget.grow(by: body.readableBytes) else {
            exchange.refuse(Refusal(.overloaded, "There is no memory for it."))
            return exchange
        }
        exchange.begin(body)
        return exchange
    }

    /// Whoever asks waits no longer than it said for this.
    fileprivate func part() {
        guard phase != .ended, let own, let parting = own.request.parting else { return }
        own.deadline = loop.clock.now + TimeAmount(parting)
        deadline = min(deadline, totalDeadline)
    }

    private static func head(_ request: InternalRequest) -> RequestHead? {
        var bytes = ByteBuffer(
            string: "POST /v1\(request.operation.path) HTTP/1.1\r\nhost: localhost\r\n"
                + "content-type: application/json\r\ncontent-length: \(request.body.count)\r\n\r\n"
        )
        var scanned = 0
        return try? RequestHead.read(from: &bytes, scanned: &scanned)
    }

    /// The exchange has ended: whoever asked is told.
    func tellOwner(now: NIODeadline) {
        guard let own else { return }
        self.own = nil
        let last = attempts.last
        func microseconds(_ end: NIODeadline) -> Int { Int((end - started).nanoseconds / 1000) }
        tell(
            own,
            InternalAnswer(
                status: outcome.status,
                model: outcome.served?.model.name,
                reportedModel: outcome.reportedModel,
                isRecalled: outcome.refusal == .modelRecalled,
                failure: last?.failure,
                failureClass: last?.failureClass,
                usage: outcome.usage,
                cost: outcome.served?.model.prices.flatMap { outcome.usage.cost(at: $0) },
                refusal: outcome.refusal?.rawValue,
                firstContentMicroseconds: outcome.firstContent.map(microseconds),
                totalMicroseconds: microseconds(now),
                attempts: failover.attempts
            )
        )
    }

    /// The bytes reach the client in the turn in which the exchange ends, behind its record.
    private func tell(_ own: Own, _ answer: InternalAnswer) {
        guard own.request.keepsAnswer else { return own.told(answer) }
        let bound = NIOLoopBound(own, eventLoop: loop.eventLoop)
        loop.eventLoop.execute {
            var answer = answer
            answer.body = Array(bound.value.client.body.readableBytesView)
            answer.retryAfter = bound.value.client.retryAfter
            bound.value.told(answer)
        }
    }
}
