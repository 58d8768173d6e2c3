import ArgumentParser
import Domain
import JSON
import Notifications
import Relay
import Settings

struct NotifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notify",
        abstract: "Try whether those who are to be told of recalls can be told.",
        subcommands: [Test.self]
    )

    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send a signed test to each endpoint of `notifications`, or to one.",
            discussion: """
                It says of itself that it is a test. No server is needed, and none is asked: secrets of the kind env:NAME \
                are this shell's. Exit code 1 when an endpoint does not take it, or there is none.

                Example:
                  holdfast notify test pager
                """
        )

        @Argument(help: "The endpoint's name. Default: all.")
        var name: String?

        @OptionGroup var source: SettingsOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            try await reporting(output) {
                let endpoints = try chosen(try source.load().settings)
                let client = WebhookClient()
                let sender = WebhookSender(
                    client: client,
                    secrets: SecretReader(environment: environment),
                    now: WallClock.system.milliseconds
                )
                let tries = await Self.send(to: endpoints, sender)
                await client.stop()
                show(output, json: .object(("endpoints", .array(tries.map(\.json)))), table: Self.table(tries))
                if tries.contains(where: { $0.failure != nil }) { throw ExitCode(Failure.Code.failed.exitCode) }
            }
        }

        private func chosen(_ settings: Settings) throws -> [NotificationEndpoint] {
            let all = settings.notifications
            guard !all.isEmpty else {
                throw Failure(.failed, "The settings name nobody to tell. Add an endpoint under `notifications:`.")
            }
            guard let name else { return all }
            let named = all.filter { $0.name == name }
            guard !named.isEmpty else {
                throw Failure(
                    .failed,
                    "There is no endpoint `\(name)`. There are: \(all.map(\.name).joined(separator: ", "))."
                )
            }
            return named
        }

        // MARK: Sending

        private struct Try: Sendable {
            var endpoint: String
            var took: Duration
            /// nil: there was no answer.
            var status: Int?
            var failure: WebhookFailure?

            var milliseconds: Int { Int(took / .milliseconds(1)) }

            var json: JSONValue {
                .object(
                    ("name", .string(endpoint)),
                    ("delivered", .bool(failure == nil)),
                    ("status", status.map { .integer($0) }),
                    ("milliseconds", .integer(milliseconds)),
                    ("error", failure.map { .string($0.description) })
                )
            }
        }

        /// To all at once: one that hangs keeps nobody waiting for the others' results longer than for its own.
        private static func send(to endpoints: [NotificationEndpoint], _ sender: WebhookSender) async -> [Try] {
            await withTaskGroup(of: (Int, Try).self) { tasks in
                for (place, endpoint) in endpoints.enumerated() {
                    tasks.addTask { (place, await send(to: endpoint, sender)) }
                }
                var tries: [(Int, Try)] = []
                for await one in tasks { tries.append(one) }
                return tries.sorted { $0.0 < $1.0 }.map(\.1)
            }
        }

        private static func send(to endpoint: NotificationEndpoint, _ sender: WebhookSender) async -> Try {
            let message = WebhookMessage(
                test: endpoint.name,
                id: "test/\(ServerParts.randomText())",
                at: WallClock.system.milliseconds()
            )
            let begun = ContinuousClock.now
            do throws(WebhookFailure) {
                let status = try await sender.send(message, to: endpoint)
                return Try(endpoint: endpoint.name, took: ContinuousClock.now - begun, status: status)
            } catch {
                let took = ContinuousClock.now - begun
                return Try(endpoint: endpoint.name, took: took, status: error.status, failure: error)
            }
        }

        private static func table(_ tries: [Try]) -> String {
            var table = Table([
                .init("endpoint"), .init("result"), .init("status", isNumber: true), .init("ms", isNumber: true),
                .init("error"),
            ])
            for one in tries {
                table.add([
                    one.endpoint, one.failure == nil ? "delivered" : "failed", one.status.map(String.init) ?? "-",
                    "\(one.milliseconds)", one.failure?.description ?? "",
                ])
            }
            return table.text
        }
    }
}
