import Foundation
import JSON
import Probing
import Settings

/// Hands runs of probes to the running server, and follows them.
struct RunClient: Sendable {
    private let client: OperatorClient

    /// Begun runs read packs and plan thousands of trials before they are answered.
    private static let patienceSeconds = 60
    private static let pause = Duration.milliseconds(300)
    /// So many looks in a row without an answer, and the server is gone.
    private static let mostSilence = 20

    /// - Parameter otherwise: what can be done without a server, in words; nil: nothing.
    /// - Throws: when no server runs there.
    init(_ settings: Settings, otherwise: String? = "leave --server out") throws {
        guard let client = OperatorClient(state: settings.state) else {
            throw Failure(
                .failed,
                "No server runs from \(settings.state). Start it with `holdfast serve`\(otherwise.map { ", or \($0)" } ?? "")."
            )
        }
        self.client = client
    }

    /// - Returns: the run's id.
    func start(_ order: RunOrder) throws -> String { try post("runs", order.document.bytes) }

    /// - Parameter ceilings: named ones take the place of the run's own.
    func resume(_ id: String, _ ceilings: RunPlan.Ceilings, named: Set<String>) throws -> String {
        let members = ceilings.members.compactMap { name, value in
            named.contains(name) ? value.map { JSONValue.Member(name, $0) } : nil
        }
        return try post("runs/\(id)/resume", JSONValue.object(members).bytes)
    }

    func pause(_ id: String) throws { _ = try post("runs/\(id)/pause", []) }

    /// Until the server makes it no more. An interrupt pauses the run.
    ///
    /// - Parameter tell: hears how it goes.
    func follow(_ id: String, _ tell: @escaping @Sendable (RunProgress) -> Void) async throws {
        try await interruptible {
            var isPausing = false
            var silence = 0
            while true {
                if Task.isCancelled, !isPausing {
                    isPausing = true
                    try pause(id)
                }
                let answer = client.get("/api/v1/runs/\(id)")
                silence = answer == nil ? silence + 1 : 0
                if let answer {
                    guard answer.status == 200 else { throw Self.failure(answer) }
                    guard answer.body["being_made"]?.bool == true else { return }
                    if let progress = RunProgress(answer.body["progress"]) { tell(progress) }
                } else if silence >= Self.mostSilence {
                    throw Failure(
                        .failed,
                        "The server does not answer any more. It goes on with the run \(id) when it starts again."
                    )
                }
                await Self.rest()
            }
        }
    }

    /// Also in a task that was cancelled, which sleeps no more.
    private static func rest() async { _ = await Task.detached { try? await Task.sleep(for: pause) }.value }

    /// Has a watched model looked at closely.
    ///
    /// - Returns: the look's id.
    func look(_ model: String) throws -> String {
        try post("watch/look", JSONValue.object(("model", .string(model))).bytes)
    }

    private func post(_ path: String, _ body: [UInt8]) throws -> String {
        guard let answer = client.post("/api/v1/\(path)", body, patienceSeconds: Self.patienceSeconds) else {
            throw Failure(.failed, "The server does not answer.")
        }
        guard answer.status == 200, let id = answer.body["run"]?.string else { throw Self.failure(answer) }
        return id
    }

    private static func failure(_ answer: (status: Int, body: JSONValue)) -> Failure {
        Failure(.failed, answer.body["error"]?["message"]?.string ?? "The server refused (\(answer.status)).")
    }
}
