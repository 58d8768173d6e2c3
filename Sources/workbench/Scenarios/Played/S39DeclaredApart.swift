import HoldfastTesting
import JSON

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Scenario {
    static let s39 = Scenario(
        number: "S39",
        title: "recall with the server down, or stopped",
        expected: "in force before the next request",
        parts: [
            Part(name: "down", forms: Form.two) { stage in
                guard let gateway = stage.gateway else { return try await stage.expectSickWithoutOrder() }
                stage.judge.expect(
                    try await stage.ask().server(on: stage) == .sick,
                    "the first choice did not serve before"
                )
                gateway.process.signal(SIGTERM)
                stage.judge.expect(try await gateway.process.ended() == 0, "the server did not end well")
                let recall = try await stage.order(Stage.recallsSick, effect: "no_server")
                try await stage.restarted { again in
                    stage.judge.expectMoved(try await again.ask(), on: again)
                    try await again.awaitState("contained", of: recall?.id ?? "")
                    try await again.expectSoundLedger()
                }
            },
            Part(name: "stopped") { try await $0.playStopped() },
        ]
    )
}

extension Stage {
    /// Requests that come while nobody takes them: each on a connection of its own, some of them known before.
    private static let crowd = 16

    fileprivate func expectSickWithoutOrder() async throws {
        judge.expect(try await ask().server(on: self) == .well, "nobody takes an order")
    }

    /// At a moment when it writes nothing: stopped inside a write it would keep the lock, and the command could only say so.
    private func stop(_ gateway: GatewayProcess) async throws {
        let locks = try ["ledger", "records"].map { try DatabaseLock("\(gateway.state)/\($0).sqlite") }
        gateway.process.signal(SIGSTOP)
        let _: Bool = try await eventually("the stop") { gateway.process.isStopped ? true : nil }
        for lock in locks { try lock.release() }
    }

    /// The server sleeps while the order is given and requests come. When it wakes, the order counts for them.
    fileprivate func playStopped() async throws {
        guard let gateway else { return try await expectSickWithoutOrder() }
        var clients: [RawClient] = []
        // A request each, so that connections on both sides are warm.
        for _ in 0..<Self.crowd {
            let client = try await RawClient.connect(port: port)
            client.post(call.bytes)
            clients.append(client)
        }
        for client in clients { _ = try await client.answer(within: Self.patience) }
        let before = sick.requests.count
        judge.expect(
            before == Self.crowd,
            "\(before) of \(Self.crowd) requests reached the first choice before the order"
        )
        try await stop(gateway)
        // It returns although nobody answers it.
        try await order(Self.recallsSick, effect: "no_answer")
        for client in clients { client.post(call.bytes) }
        gateway.process.signal(SIGCONT)
        for client in clients {
            let answer = try? await client.answer(2, within: Self.patience)
            let server = Observation(answer: answer, isEnded: true).server(on: self)
            judge.expect(
                server == .well,
                "\(server?.rawValue ?? "nobody") answered what came while the server was stopped"
            )
            await client.close()
        }
        judge.expectUnasked(since: before, on: self)
        judge.at("the next request").expectMoved(try await ask(), on: self)
    }
}
