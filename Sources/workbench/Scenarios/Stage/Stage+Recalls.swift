import Foundation
import HoldfastTesting
import JSON

/// A command about recalls, after it has ended.
struct Ordered: Sendable {
    var code: Int32
    /// Of the recall that it is about.
    var id: String
    /// `in_effect`, `no_server` or `no_answer`, as it says.
    var effect: String
    var errors: String
    var endedAt = ContinuousClock.now

    init(_ outcome: GatewayProcess.Outcome) {
        code = outcome.code
        id = outcome.json?["recall"]?["id"]?.string ?? ""
        effect = outcome.json?["effect"]?.string ?? ""
        errors = outcome.errors
    }
}

extension Stage {
    /// Recalls what the sick provider serves, class I, without probes: the providers' logs have the scenario's requests alone.
    static let recallsSick = ["recall", "test/sick", "--class", "I", "--checks", "E"]
    /// The same for a reason that a person's word lifts, without a certificate.
    static let recallsSickForAbsence = recallsSick + ["--reason-kind", "availability"]

    /// Has an operator run a command against the gateway, which must take it. Whoever is no Holdfast has nobody to
    /// take an order, and goes on as before.
    ///
    /// - Returns: nil when there is nobody to order.
    @discardableResult
    func order(_ arguments: [String], as token: String? = nil, effect: String = "in_effect") async throws -> Ordered? {
        guard gateway != nil else { return nil }
        let ordered = try await tryOrder(arguments, as: token)
        let what = arguments.prefix(2).joined(separator: " ")
        judge.expect(ordered.code == 0, "`\(what)` ended with \(ordered.code): \(ordered.errors.prefix(300))")
        judge.expect(ordered.effect == effect, "`\(what)` says “\(ordered.effect)”, not “\(effect)”")
        return ordered
    }

    /// Where it may be refused.
    func tryOrder(
        _ arguments: [String],
        as token: String? = nil,
        environment: [String: String] = [:]
    ) async throws -> Ordered {
        guard let gateway else { throw GatewayProcess.Failed(description: "there is nobody to order") }
        let own = token.map { ["HOLDFAST_TOKEN": $0] } ?? [:]
        return Ordered(try await gateway.run(arguments + ["--json"], environment: own.merging(environment) { $1 }))
    }

    /// A token of a person who may act.
    func makeOperator(_ name: String) async throws -> String { try await gateway?.makeOperator(name) ?? "" }

    /// Where a recall stands; waits until it stands where it should.
    func awaitState(_ state: String, of id: String) async throws {
        guard let gateway else { return }
        let _: Bool = try await eventually("\(id) being \(state)") {
            let shown = try await gateway.run("recalls", "show", id, "--json")
            return shown.json?["state"]?.string == state ? true : nil
        }
    }

    // MARK: Other processes

    /// The same stage before another server from the same folder, for as long as `body` uses it.
    func restarted(_ body: (Stage) async throws -> Void) async throws {
        guard let gateway else { return }
        try await GatewayProcess.with(document, environment: clock?.environment ?? [:], in: gateway.folder) { again in
            var stage = self
            stage.port = again.servicePort
            stage.gateway = again
            try await body(stage)
        }
    }

    func expectSoundLedger() async throws {
        guard let gateway else { return }
        let verified = try await gateway.run("ledger", "verify")
        judge.expect(
            verified.code == 0,
            "the ledger does not verify: \((verified.errors + verified.output).prefix(300))"
        )
    }

    // MARK: Requests under way

    /// A request that the sick provider holds back while something happens.
    ///
    /// - Parameters:
    ///   - words: of the answer that the client has by then; 0 where it has nothing.
    ///   - gate: at which the provider's script waits. It is opened behind what happens, but only after the client got
    ///     its answer, unless the answer is to go on.
    func ask(
        heldAt gate: Gate,
        afterWords words: Int,
        goesOn: Bool = false,
        while happening: () async throws -> Void
    ) async throws -> Observation {
        let before = counts
        let client = try await RawClient.connect(port: port)
        client.post(call.bytes)
        try await sick.requests(atLeast: (before[.sick] ?? 0) + 1)
        if words > 0 {
            let shown = HeldAnswer.shown(words)
            try await client.wait(for: "“\(shown)” at the client") { seen in
                seen.finals.first.map { StreamReading($0, form.dialect, connectionEnded: false).text == shown } ?? false
            }
        } else {
            // What it has sent is on its way to the gateway, which shows nothing of it.
            try await Task.sleep(for: .milliseconds(100))
        }
        try await happening()
        if gateway != nil, !goesOn { _ = try? await client.answer(within: Self.patience) }
        gate.open()
        var seen = Observation()
        seen.answer = try? await client.answer(within: Self.patience)
        seen.bytes = client.received.bytes
        seen.isEnded = client.received.isEnded
        if seen.answer == nil { seen.answer = client.received.finals.first }
        await client.close()
        seen.record = try await record(of: seen.answer)
        seen.entries = entries(since: before)
        return seen
    }
}
