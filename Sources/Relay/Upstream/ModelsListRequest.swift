import NIOCore
import Routing
import Settings

/// One look at a provider's own list of models, on a connection of the pool.
final class ModelsListRequest: UpstreamDelegate {
    /// The longest list that is known has a few hundred models.
    private static let longest = 4 << 20
    private static let patience: TimeAmount = .seconds(20)

    private let told: ([UInt8]?) -> Void
    private var connection: UpstreamConnection?
    private var body = ByteBuffer()
    private var isGood = false
    private var isOver = false

    var wantsMore: Bool { true }

    private init(told: @escaping ([UInt8]?) -> Void) {
        self.told = told
    }

    /// - Parameter told: called once, with the body of a 200; nil: there was none.
    static func start(_ target: Target, on loop: RelayLoop, told: @escaping ([UInt8]?) -> Void) {
        let request = ModelsListRequest(told: told)
        let deadline = loop.clock.now + patience
        let bound = NIOLoopBound(request, eventLoop: loop.eventLoop)
        loop.eventLoop.scheduleTask(deadline: deadline) { bound.value.end(nil) }
        _ = loop.pool(target.origin).connect(deadline: deadline) { result in
            switch result {
            case .success(let connection) where !request.isOver:
                request.connection = connection
                connection.send(target.modelsListHead, nil, to: request)
            case .success(let connection): connection.cancel()
            case .failure: request.end(nil)
            }
        }
    }

    func upstreamHead(_ head: ResponseHead) { isGood = head.status == 200 && !head.isEncoded }

    func upstreamBody(_ piece: ByteBuffer) {
        guard body.readableBytes + piece.readableBytes <= Self.longest else { return end(nil) }
        body.writeImmutableBuffer(piece)
    }

    func upstreamReadComplete() {}

    func upstreamEnd() {
        // The connection went back to its pool by itself.
        connection = nil
        end(isGood ? Array(body.readableBytesView) : nil)
    }

    func upstreamFailed(_ failure: AttemptFailure) {
        connection = nil
        end(nil)
    }

    private func end(_ list: [UInt8]?) {
        guard !isOver else { return }
        isOver = true
        connection?.cancel()
        connection = nil
        told(list)
    }
}

extension Relay {
    /// What the provider of a configured model answers to `GET …/models`; nil: nothing that can be used.
    package func modelsList(of model: String) async -> [UInt8]? {
        let (eventLoop, loop) = anyLoop
        let promise = eventLoop.makePromise(of: [UInt8]?.self)
        eventLoop.execute {
            loop.value.clock.turn()
            guard !loop.value.isDraining, let target = loop.value.snapshot.target(model) else {
                return promise.succeed(nil)
            }
            ModelsListRequest.start(target, on: loop.value) { promise.succeed($0) }
        }
        return (try? await promise.futureResult.get()) ?? nil
    }
}

extension Snapshot {
    fileprivate func target(_ model: String) -> Target? {
        for plan in routes.values {
            for targets in plan.targets {
                if let found = targets.first(where: { $0.model.name == model }) { return found }
            }
        }
        return nil
    }
}
