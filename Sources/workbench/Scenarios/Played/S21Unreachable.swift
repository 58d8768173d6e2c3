import Domain
import HoldfastTesting
import JSON

extension Scenario {
    /// Beside each: a request of another route, which only the substitute serves, while the sick name or address hangs.
    static let s21 = Scenario(
        number: "S21",
        title: "no DNS, hung DNS, no TLS, black hole (connect 1s)",
        expected: "the substitute's answer, the healthy undelayed",
        isAlone: true,
        parts: [
            part("no such name", ["name_resolution", "connect_timeout"]) { _ in .name("nowhere.invalid") },
            // A plain port does not know what a handshake is, and says nothing.
            part("a plain port as https", ["tls", "connect_timeout"]) { sick in
                Elsewhere(base: "https://127.0.0.1:\(sick.port)/v1")
            },
            part("an unknown authority", ["tls"]) { _ in
                let sealed = try await ScriptedProvider.start(.good(Role.sick.text), tls: true)
                return Elsewhere(base: sealed.base, keeper: sealed)
            },
            part("a black hole", ["connect_timeout"]) { _ in
                let hole = try BlackHole()
                return Elsewhere(base: "http://127.0.0.1:\(hole.port)/v1", port: hole.port, keeper: hole)
            },
            Part(name: "hung DNS", forms: [Form.two[0]]) { stage in
                guard stage.subject == .holdfast else { return stage.skipNames() }
                if let obstacle = try await SealedNetwork.obstacle() {
                    return stage.judge.skip("hung DNS: \(obstacle)")
                }
                stage.judge.take(try await SealedNetwork.play("S21", part: insidePart))
            },
            insideTheSealedNetwork,
        ]
    )

    private static let insidePart = "hung DNS, inside"

    /// S21 starts this program again with it, in a network where names hang.
    private static var insideTheSealedNetwork: Part {
        var part = part(insidePart, ["name_resolution", "connect_timeout"]) { _ in
            var hung = Elsewhere.name("nowhere.example")
            hung.keeper = try await SealedNetwork.silentNameServer()
            return hung
        }
        part.isHidden = true
        // One name server has one port: one stage.
        part.forms = [Form.two[1]]
        return part
    }

    private static func part(
        _ name: String,
        _ failures: Set<String>,
        _ elsewhere: @escaping @Sendable (ScriptedProvider) async throws -> Elsewhere
    ) -> Part {
        let settings = ScenarioSettings.with {
            $0.clocks.connect = "1s"
            $0.hasHealthyRoute = true
            $0.elsewhere = elsewhere
        }
        return Part(name: name, settings: settings, forms: Form.two) { try await $0.playUnreachable(failures) }
    }
}

extension Stage {
    /// What hangs longer than this was not ended by the connect clock.
    private static let mostForSubstitute = Duration.seconds(6)
    /// The connect clock: whoever has nothing to do with the sick provider must not notice it.
    private static let mostForHealthy = Duration.seconds(1)
    /// So many at once that they would fill whatever looks names up, were it shared.
    private static let crowd = 6

    fileprivate func skipNames() {
        judge.skip(
            subject == .nginx
                ? "nginx looks names up at its start and speaks one protocol to all: only the black hole was played"
                : "without a gateway there is nobody who could move on"
        )
    }

    fileprivate func playUnreachable(_ failures: Set<String>) async throws {
        // Whoever is not Holdfast has the port of the scripted provider in its place, unless there is another.
        guard subject == .holdfast || subject == .nginx && sick.requests.isEmpty && failures == ["connect_timeout"]
        else {
            return skipNames()
        }
        if gateway != nil { try await playCrowd() }
        let seen = try await ask()
        judge.expectAnswer(seen, by: [.well], sickAtLeast: 0, sickAtMost: 0, unreached: 0...3, on: self)
        judge.expect(seen.took < Self.mostForSubstitute, "the substitute's answer took \(seen.took)")
        let told = seen.record?["attempts"]?.elements?.compactMap { $0["failure"]?.string } ?? []
        judge.expect(Set(told).isSubset(of: failures), "the journal says \(told.joined(separator: ", "))")
    }

    private func playCrowd() async throws {
        let healthy = Call.hello(form.dialect, route: ScenarioSettings.healthyRoute, stream: form.isStream)
        try await withThrowingTaskGroup(of: Message.self) { group in
            for _ in 0..<Self.crowd { group.addTask { try await call.send(port: port) } }
            try await Task.sleep(for: .milliseconds(150))
            let began = ContinuousClock.now
            let answer = try await healthy.send(port: port)
            let took = ContinuousClock.now - began
            judge.expect(answer.text == goodBody(of: .well), "the healthy route got no whole answer")
            judge.expect(took < Self.mostForHealthy, "the healthy route waited \(took)")
            for try await answer in group {
                judge.expect(answer.text == goodBody(of: .well), "one of \(Self.crowd) at once got no whole answer")
            }
        }
    }
}
