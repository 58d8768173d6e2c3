import HoldfastTesting

extension Scenario {
    static let s40 = Scenario(
        number: "S40",
        title: "the wall clock jumps",
        expected: "orders stand and end as they would",
        parts: [
            Part(name: "of the machine", settings: .with { $0.hasShiftedClock = true }, forms: Form.two) { stage in
                if stage.lacksClock { return }
                try await stage.playMachine()
            },
            Part(name: "of an operator", settings: .with { $0.hasShiftedClock = true }, forms: Form.two) { stage in
                if stage.lacksClock { return }
                try await stage.playOperator()
            },
            Part(name: "known long ago, or not yet", forms: Form.two) { stage in
                if stage.gateway != nil {
                    let refused = try await stage.tryOrder(Stage.recallsSick + ["--aware-at", "2200-01-01T00:00:00Z"])
                    stage.judge.expect(refused.code == 1, "what nobody can know yet was taken, with \(refused.code)")
                }
                try await stage.order(Stage.recallsSick + ["--aware-at", "1990-01-01T00:00:00Z"])
                stage.judge.expectMoved(try await stage.ask(), on: stage)
            },
        ]
    )
}

extension Stage {
    private static let years = Duration.seconds(10 * 365 * 86_400)

    fileprivate var lacksClock: Bool {
        guard gateway != nil, clock == nil else { return false }
        judge.skip("no clock that can be set: it takes Linux and a C compiler")
        return true
    }

    /// Ten years on, twenty back: a hold outlives it, and one that is given afterwards counts as well.
    fileprivate func playMachine() async throws {
        let person = try await makeOperator("Ada")
        // A second one who could have said no.
        _ = try await makeOperator("Bo")
        for jump in [Self.years, .zero - Self.years] {
            let hold = try await order(["hold", "test/sick", "--class", "I"])
            judge.expectMoved(try await ask(), on: self)
            try clock?.set(jump)
            try await expectHeld()
            try clock?.set(.zero - jump)
            try await expectHeld()
            let second = try await order(["hold", "test/sick", "--class", "I"])
            for id in [hold?.id, second?.id] { try await order(["release", id ?? ""], as: person) }
            judge.at("released").expectAnswer(try await ask(), by: [.sick], sickAtMost: 1, on: self)
        }
        let recall = try await order(Self.recallsSick)
        try await awaitState("contained", of: recall?.id ?? "")
        judge.expectMoved(try await ask(), on: self)
        try await expectSoundLedger()
    }

    private func expectHeld() async throws {
        let before = sick.requests.count
        for number in 1...5 {
            let answer = try? await call(saying: "hello \(number)").send(port: port)
            let server = Observation(answer: answer, isEnded: true).server(on: self)
            judge.expect(server == .well, "\(server?.rawValue ?? "nobody") answered after the clock had jumped")
        }
        judge.expectUnasked(since: before, on: self)
    }

    /// Whoever orders has another time than the server.
    fileprivate func playOperator() async throws {
        let person = try await makeOperator("Ada")
        // A second one who could have said no.
        _ = try await makeOperator("Bo")
        for shift in [Self.years, .zero - Self.years] {
            let environment = try clock?.environment(shiftedBy: shift) ?? [:]
            guard gateway != nil else {
                judge.expect(try await ask().server(on: self) == .well, "nobody takes an order")
                return
            }
            let hold = try await tryOrder(["hold", "test/sick", "--class", "I"], environment: environment)
            judge.expect(hold.code == 0, "the hold ended with \(hold.code): \(hold.errors.prefix(300))")
            judge.expectMoved(try await ask(), on: self)
            try await order(["release", hold.id], as: person)
            judge.at("released").expectAnswer(try await ask(), by: [.sick], sickAtMost: 1, on: self)
            let recall = try await tryOrder(Self.recallsSickForAbsence, environment: environment)
            try await awaitState("contained", of: recall.id)
            judge.expectMoved(try await ask(), on: self)
            let lift = ["reinstate", recall.id, "--share", "100", "--statement", "tried"]
            judge.expect(
                try await tryOrder(lift, as: person, environment: environment).code == 0,
                "whoever has another time cannot lift it"
            )
            judge.at("reinstated").expectAnswer(try await ask(), by: [.sick], sickAtMost: 1, on: self)
        }
        try await expectSoundLedger()
    }
}
