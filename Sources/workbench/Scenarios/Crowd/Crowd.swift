import HoldfastTesting
import Synchronization

/// Many clients at once, each of which asks again as soon as it has its answer: plain and streamed, in three dialects, in turn.
final class Crowd: Sendable {
    static let clients = 64
    /// Between two attempts to reach a server that is not there.
    private static let pause = Duration.milliseconds(20)
    /// Nothing that is served takes that long.
    private static let patience = Duration.seconds(20)

    private let port: Int
    private let isOver = Atomic<Bool>(false)
    private let done = Watched<[CrowdRequest]>([])

    init(port: Int) { self.port = port }

    /// Runs the clients while `body` does, and lets each finish its request.
    static func with(port: Int, _ body: (Crowd) async throws -> Void) async throws -> [CrowdRequest] {
        let crowd = Crowd(port: port)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            for client in 0..<clients { group.addTask { await crowd.work(client) } }
            defer { crowd.isOver.store(true, ordering: .relaxed) }
            try await body(crowd)
            crowd.isOver.store(true, ordering: .relaxed)
            try await group.waitForAll()
            return crowd.done.value.sorted { $0.number < $1.number }
        }
    }

    /// Waits for so many more requests that were begun from now on and have ended.
    func requests(_ count: Int) async throws {
        let now = ContinuousClock.now
        try await done.wait(for: "\(count) more requests of the crowd", within: .seconds(60)) { done in
            done.count { $0.sentAt >= now && $0.answer != nil } >= count
        }
    }

    private func work(_ client: Int) async {
        var connection: RawClient?
        var asked = 0
        var number = client
        while !isOver.load(ordering: .relaxed) {
            var request = CrowdRequest(number: number)
            number += Self.clients
            if connection == nil {
                connection = try? await RawClient.connect(port: port)
                asked = 0
            }
            if let open = connection {
                request.sentAt = .now
                open.post(request.call.bytes)
                asked += 1
                request.answer = try? await open.answer(asked, within: Self.patience)
                let received = open.received
                request.isEnded = received.isEnded
                if request.answer == nil, received.finals.count >= asked { request.answer = received.finals[asked - 1] }
            }
            request.endedAt = .now
            done.change { [request] in $0.append(request) }
            if request.answer?.isComplete != true || request.isEnded {
                await connection?.close()
                connection = nil
            }
            if request.answer == nil { try? await Task.sleep(for: Self.pause) }
        }
        await connection?.close()
    }
}
