import HoldfastTesting
import JSON

extension Scenario {
    private static let concurrency = 4
    private static let clients = 10 * concurrency
    /// What a process may have grown by at ten times its capacity.
    private static let mostMegabytes = 128

    static let s30 = Scenario(
        number: "S30",
        title: "overload at ten times capacity, then recovery",
        expected: "whole or honest 503; then one at once",
        isAlone: true,
        parts: [
            Part(
                settings: .with {
                    $0.cast = [.sick]
                    $0.concurrency = concurrency
                    $0.queue = "{size: 8, wait: 1s}"
                },
                forms: Form.all
            ) { stage in
                guard let gateway = stage.gateway else { return stage.judge.skip("only Holdfast has limits to hold") }
                stage.sick.play(Script { [.wait(.milliseconds(300))] + Script.good(Role.sick.text).steps(for: $0) })
                let before = ResidentMemory.peak(of: gateway.process.pid)
                try await stage.crowd(clients)
                let most = stage.sick.log.mostAtOnce
                stage.judge.expect(most <= concurrency, "\(most) requests at once at a model that takes \(concurrency)")
                if let before, let after = ResidentMemory.peak(of: gateway.process.pid) {
                    let grown = (after - before) >> 20
                    stage.judge.expect(grown <= mostMegabytes, "the process grew by \(grown) MiB")
                }
                stage.sick.play(.good(Role.sick.text))
                let recovered = try await stage.ask()
                stage.judge.expectAnswer(recovered, by: [.sick], sickAtMost: 1, on: stage)
            }
        ]
    )
}

extension Stage {
    fileprivate func crowd(_ clients: Int) async throws {
        let answers = await withTaskGroup(of: Message?.self) { group in
            for _ in 0..<clients { group.addTask { try? await call.send(port: port) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        let whole = answers.count { Observation(answer: $0, isEnded: true).server(on: self) == .sick }
        let refused = answers.count { answer in
            answer?.status == 503 && answer?.isComplete == true && answer?.has("retry-after") == true
                && answer?.json?["error"]?["message"]?.string != nil
        }
        judge.note("\(whole) whole, \(refused) told to come back")
        judge.expect(
            whole + refused == clients,
            "\(clients - whole - refused) of \(clients) clients got neither a whole answer nor an honest 503"
        )
        // Room for four at once, and for as many again that wait.
        judge.expect(whole >= 4, "only \(whole) of \(clients) were answered")
    }
}

extension ProviderLog {
    /// The most requests that were under way at one time.
    fileprivate var mostAtOnce: Int {
        let begins = requests.map { (at: $0.arrivedAt, step: 1) }
        let ends = requests.compactMap { entry in entry.finishedAt.map { (at: $0, step: -1) } }
        var now = 0
        var most = 0
        for event in (begins + ends).sorted(by: { ($0.at, $0.step) < ($1.at, $1.step) }) {
            now += event.step
            most = max(most, now)
        }
        return most
    }
}
