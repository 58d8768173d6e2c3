import HoldfastTesting

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Scenario {
    private static let each = 300

    static let s48 = Scenario(
        number: "S48",
        title: "kill -9 once a recall is durable, under load",
        expected: "in force after the restart; nothing looks whole",
        isAlone: true,
        parts: [
            Part(forms: [Form.two[0]]) { stage in
                guard stage.gateway != nil else {
                    return stage.judge.expect(try await stage.ask().server(on: stage) == .well, "nobody takes an order")
                }
                stage.sick.play(CrowdRequest.script(.sick))
                stage.well.play(CrowdRequest.script(.well))
                try await stage.playKilled(each: each)
            }
        ]
    )
}

extension Stage {
    fileprivate func playKilled(each: Int) async throws {
        let (first, document) = try await startOnOwnPort()
        defer { if first.process.exit.value == nil { first.process.signal(SIGKILL) } }
        var stage = self
        stage.port = first.servicePort
        stage.gateway = first
        var times = CrowdTimes(effect: .now)
        var recall: Ordered?
        var second: GatewayProcess?
        defer { if let second, second.process.exit.value == nil { second.process.signal(SIGKILL) } }
        let requests = try await Crowd.with(port: stage.port) { [stage] crowd in
            try await crowd.requests(each)
            let eye = try LedgerEye(first.state)
            let before = try eye.events()
            async let ordered = stage.tryOrder(Self.recallsSick)
            while try eye.events() == before { try await Task.sleep(for: .milliseconds(1)) }
            let killed = ContinuousClock.now
            first.process.signal(SIGKILL)
            _ = try await first.process.ended()
            times.effect = .now
            recall = try await ordered
            second = try await GatewayProcess.start(document, in: first.folder)
            times.away = killed...ContinuousClock.now
            try await crowd.requests(each)
        }
        judge.expect(recall?.code == 0, "the command ended with \(recall?.code ?? -1), though its event is durable")
        judge.expectCrowd(requests, times, recall: recall?.id, on: stage)
        guard let second, let recall else { return }
        stage.gateway = second
        try await stage.awaitState("contained", of: recall.id)
        try await judge.expectRecords(requests, since: times.away?.upperBound, recall: recall.id, on: stage)
        try await stage.expectSoundLedger()
        second.process.signal(SIGTERM)
        judge.expect(try await second.process.ended(within: .seconds(40)) == 0, "the second server did not end well")
    }

    /// A server whose port is none that the system gives to clients: while it is away they must not get it.
    private func startOnOwnPort() async throws -> (GatewayProcess, GatewaySettings) {
        var failure: (any Error)?
        for _ in 1...10 {
            var document = document
            document.service.append("bind: 127.0.0.1:\(Int.random(in: 20_000..<32_000))")
            do { return (try await GatewayProcess.start(document), document) } catch { failure = error }
        }
        throw failure ?? GatewayProcess.Failed(description: "no port for a server")
    }
}
