import ArgumentParser
import JSON
import Settings

struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tell whether a server runs from this state folder, and where.",
        discussion: """
            Exit code 1 when none does. Live figures come from the operator listener, where HOLDFAST_TOKEN or the token in \
            the state folder opens it.
            """
    )

    @OptionGroup var source: SettingsOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting(output) {
            let settings = try source.load().settings
            let state = settings.state
            let told = OperatorClient.server(state)
            // A server that cannot write its folder left no word there.
            let client = told == nil ? OperatorClient(settings.listeners.operator) : OperatorClient(state: state)
            let live = client?.get("/api/v1/status").flatMap { $0.status == 200 ? $0.body : nil }
            guard let server = told ?? live.map({ _ in .object(("operator", client.map { .string($0.address) })) }),
                case .object(var members) = server
            else { throw Failure(.failed, "No server runs from \(state). Start one with `holdfast serve`.") }
            if live == nil {
                complain("the server's operator listener was not asked or did not answer: no live figures")
            }
            if let live { members.append(.init("live", live)) }
            show(output, json: .object(members), table: Self.table(server, live))
        }
    }

    private static func table(_ server: JSONValue, _ live: JSONValue?) -> String {
        var rows: [(String, JSONValue?)] = [
            ("service", server["service"]), ("operator", server["operator"]), ("process", server["pid"]),
        ]
        if let live {
            rows += (live["degraded"]?.elements ?? []).map { ("degraded", $0["reason"]) }
            rows += [
                ("version", live["version"]), ("started", live["started_at"]), ("ready", live["ready"]),
                ("epoch", live["epoch"]), ("exchanges", live["exchanges_in_flight"]),
                ("waiting", live["exchanges_waiting"]),
                ("connections", live["open_connections"]), ("buffered", live["buffered_bytes"]),
                ("records", live["journal"]?["written"]), ("refused", live["journal"]?["refused"]),
                ("lost", live["journal"]?["lost"]),
            ]
            if let failure = live["journal"]?["failure"] { rows.append(("failure", failure)) }
            rows.append(("signed", live["ledger"]?["signed"]))
            if let failure = live["ledger"]?["failure"] { rows.append(("unsigned", failure)) }
            rows += (live["recalls"]?.elements ?? []).map { ("recall", .string(RecallView.words($0))) }
            rows += (live["certificates"]?.elements ?? []).map { ("certificate", .string(GateTables.words($0))) }
            rows += (live["models"]?.elements ?? []).map { ("model", .string(ModelView.words($0))) }
            rows += (live["day_limits"]?.elements ?? []).map { ("today", .string(DayView.words($0))) }
            rows += (live["notifications"]?.elements ?? []).map { ("notify", .string(NotificationView.words($0))) }
            for warning in live["warnings"]?.elements ?? [] { rows.append(("warning", warning)) }
        }
        return rows.map { name, value in
            let text = value.map { $0.string ?? String(decoding: $0.bytes, as: UTF8.self) } ?? "-"
            return name + String(repeating: " ", count: max(1, 13 - name.count)) + text
        }.joined(separator: "\n")
    }
}
