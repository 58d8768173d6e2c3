import Crypto
import Foundation
import HoldfastTesting
import JSON
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Acceptance {
    @Suite("Notifications")
    struct NotificationTests {
        private static let secret = "a-secret-of-some-length"
        private static let taken = Step.answer(204, body: "")

        private static func section(_ hook: ScriptedProvider, _ more: String = "") -> String {
            """
            notifications:
              pager: {url: "http://127.0.0.1:\(hook.port)/hook", secret: env:HOOK_SECRET\(more)}

            """
        }

        /// One route with one model, and a receiver.
        private static func withHook(
            _ script: Script,
            _ more: String = "",
            _ body: (GatewayProcess, ScriptedProvider) async throws -> Void
        ) async throws {
            let hook = try await ScriptedProvider.start(script)
            try await withGateway(
                .good(),
                { $0.more = section(hook, more) },
                environment: ["HOOK_SECRET": secret]
            ) { gateway, _ in try await body(gateway, hook) }
            await hook.stop()
        }

        private static func hold(_ gateway: GatewayProcess) async throws -> String {
            let outcome = try await gateway.run("hold", "test/only", "--reason", "what nobody else may read", "--json")
            return try #require(outcome.json?["recall"]?["id"]?.string, "\(outcome.errors)")
        }

        /// Ids of messages in the order of their arrival, a repeated one once.
        private static func ids(_ hook: ScriptedProvider) -> [String] {
            var ids: [String] = []
            for id in hook.requests.compactMap({ $0.request.message["webhook-id"] }) where id != ids.last {
                ids.append(id)
            }
            return ids
        }

        private static func figures(_ gateway: GatewayProcess) async throws -> JSONValue? {
            try await gateway.status()["notifications"]?.elements?.first
        }

        /// By Standard Webhooks, without a line of ours.
        private static func isSigned(_ message: Message) -> Bool {
            guard let id = message["webhook-id"], let time = message["webhook-timestamp"] else { return false }
            let code = HMAC<SHA256>.authenticationCode(
                for: Data("\(id).\(time).".utf8) + Data(message.body),
                using: SymmetricKey(data: Array(secret.utf8))
            )
            return message["webhook-signature"] == "v1," + Data(code).base64EncodedString()
        }

        @Test("what is refused is sent again, signed, before anything that comes after it")
        func order() async throws {
            let refused = Step.answer(500, body: "words of the receiver")
            try await Self.withHook(.sequence([refused], [refused], [Self.taken])) { gateway, hook in
                let id = try await Self.hold(gateway)
                try await hook.requests(atLeast: 1)
                #expect(try await gateway.run("recall", id).code == 0)
                let contained = "\(id)/3"
                try await hook.wait(for: "the news that it is contained") {
                    $0.requests.last?.request.message["webhook-id"] == contained
                }
                let messages = hook.requests.map(\.request.message)
                #expect(messages.map { $0["webhook-id"] ?? "" } == [0, 0, 0, 1, 2, 3].map { "\(id)/\($0)" })
                #expect(messages.allSatisfy(Self.isSigned))
                #expect(Set(messages[..<3].map(\.text)).count == 1)
                let states = messages[2...].map { $0.json?["recall"]?["state"]?.string ?? "" }
                #expect(states == ["held", "declared", "executing", "contained"])
                let indices = messages[2...].compactMap { $0.json?["index"]?.integer }
                #expect(indices.count == 4 && indices == indices.sorted())
                #expect(messages[0].json?["text"]?.string?.hasPrefix("\(id) was held by uid:") == true)
                #expect(!messages.contains { $0.text.contains("nobody else") })

                let figures = try await eventually("the figures of what was delivered") {
                    let figures = try await Self.figures(gateway)
                    return figures?["delivered"] == .integer(4) ? figures : nil
                }
                #expect(figures["failed"] == .integer(2) && figures["pending"] == .integer(0))
                #expect(figures["failing_since"] == nil && figures["last_error"] == nil)
                let shown = try await gateway.run("status").output
                #expect(shown.contains("notify       pager: 4 delivered, 0 pending"), "\(shown)")
                let metrics = try await gateway.ask("/metrics", token: gateway.localToken).text
                #expect(metrics.contains(#"holdfast_notifications_total{endpoint="pager",outcome="delivered"} 4"#))
                #expect(metrics.contains(#"holdfast_notifications_pending{endpoint="pager"} 0"#))
                for file in gateway.everythingWritten() where !file.name.hasSuffix(".sqlite") {
                    let text = String(decoding: file.bytes, as: UTF8.self)
                    #expect(!text.contains(Self.secret) && !text.contains("words of the receiver"), "\(file.name)")
                }
            }
        }

        @Test("a certificate that grows stale is told once, whatever restarts")
        func gate() async throws {
            let provider = try await ScriptedProvider.start(.good("I keep that to myself"))
            let hook = try await ScriptedProvider.start(.always(Self.taken))
            let folder = try TemporaryFolder()
            func settings(_ ceiling: String) -> GatewaySettings {
                var settings = GatewaySettings(["firm": provider])
                settings.routeLines = ["require: {policy: quick, mode: report}"]
                settings.more =
                    "policies: {quick: {packs: {demo: {ceiling: \(ceiling), trials: 48}}}}\n" + Self.section(hook)
                return settings
            }
            func kinds() -> [String] { hook.requests.compactMap { $0.request.json?["kind"]?.string } }
            let environment = ["HOOK_SECRET": Self.secret]
            try await GatewayProcess.with(settings("20%"), environment: environment, in: folder) { gateway in
                let outcome = try await gateway.run("certify", "firm", "--policy", "quick")
                #expect(outcome.code == 0, "\(outcome.errors)")
            }
            #expect(kinds() == [])
            for _ in 0..<2 {
                try await GatewayProcess.with(settings("30%"), environment: environment, in: folder) { gateway in
                    try await hook.wait(for: "the alarm") { !$0.requests.isEmpty }
                    // What comes after it shows that it does not come twice.
                    let before = hook.requests.count
                    #expect(try await gateway.run("hold", "test/firm").code == 0)
                    try await hook.requests(atLeast: before + 1)
                }
            }
            #expect(kinds() == ["certificate.stale", "recall.opened", "recall.opened"])
            let stale = try #require(hook.requests.first?.request.message)
            #expect(Self.isSigned(stale) && stale["webhook-id"]?.hasSuffix("/stale/policy") == true)
            await hook.stop()
            await provider.stop()
        }

        @Test(
            "a kill in the middle loses nothing and repeats no more than what was under way; a stop waits for no receiver"
        )
        func restart() async throws {
            let provider = try await ScriptedProvider.start()
            let hook = try await ScriptedProvider.start(.sequence([Self.taken], [.hang]))
            let folder = try TemporaryFolder()
            var settings = GatewaySettings(["only": provider])
            settings.more = Self.section(hook)
            let environment = ["HOOK_SECRET": Self.secret]
            try await GatewayProcess.with(settings, environment: environment, in: folder) { gateway in
                let id = try await Self.hold(gateway)
                try await hook.requests(atLeast: 1)
                #expect(try await gateway.run("recall", id).code == 0)
                try await hook.requests(atLeast: 2)
                gateway.process.signal(SIGKILL)
                _ = try await gateway.process.ended()
                // While nobody serves, one more.
                #expect(try await gateway.run("recall", "test/only", "--class", "III").code == 0)
            }
            hook.play(.sequence([Self.taken], [Self.taken], [.hang]))
            try await GatewayProcess.with(settings, environment: environment, in: folder) { _ in
                _ = try await hook.requests(atLeast: 5)
            }
            hook.play(.always(Self.taken))
            try await GatewayProcess.with(settings, environment: environment, in: folder) { gateway in
                try await hook.wait(for: "the news of both") { log in
                    let states = log.requests.suffix(8).map { $0.request.json?["recall"] }
                    return states.count { $0?["state"] == .string("contained") } >= 2
                }
                let ids = Self.ids(hook)
                #expect(Set(ids).count == ids.count, "\(ids)")
                let events = try await gateway.run("ledger", "show", "--json").json?["events"]?.elements ?? []
                let told = events.map { $0["entry"] }.filter { $0?["kind"]?.string?.hasPrefix("recall.") == true }
                #expect(ids == told.compactMap { $0?["id"]?.string })
            }
            #expect(hook.requests.allSatisfy { Self.isSigned($0.request.message) })
            await hook.stop()
            await provider.stop()
        }

        @Test("whoever holds is reminded until somebody decides")
        func reminders() async throws {
            try await Self.withHook(.always(Self.taken), ", repeat: 1s") { gateway, hook in
                let made = try await gateway.run("operator", "create", "Ada", "--json")
                let token = try #require(made.json?["secret"]?.string, "\(made.output)")
                let id = try await Self.hold(gateway)
                try await hook.requests(atLeast: 3)
                let first = hook.requests.map(\.request.message)
                #expect(first[1].json?["kind"] == .string("recall.still_held"))
                #expect(first[1].json?["text"]?.string?.hasPrefix("\(id) is still held since ") == true)
                #expect(first[1]["webhook-id"] != first[2]["webhook-id"])
                #expect(first.allSatisfy(Self.isSigned))

                let release = try RunningProcess(
                    try GatewayProcess.binary(),
                    ["release", id, "--config", gateway.config],
                    environment: ["HOLDFAST_TOKEN": token],
                    output: gateway.folder.path + "/release.log"
                )
                #expect(try await release.ended() == 0, "\(release.standardError)")
                let other = try await Self.hold(gateway)
                let isOfOther: @Sendable (ProviderLog.Entry) -> Bool = {
                    $0.request.message["webhook-id"]?.hasPrefix("\(other)/still_held/") == true
                }
                try await hook.wait(for: "two reminders of the second") { $0.requests.count(where: isOfOther) >= 2 }
                let later = Self.ids(hook).drop { $0 != "\(id)/1" }.dropFirst()
                #expect(later.first == "\(other)/0")
                #expect(!later.contains { $0.hasPrefix(id) }, "\(later)")
            }
        }

        @Test("a redirect leads nowhere, and what waits is counted and said")
        func redirect() async throws {
            let elsewhere = try await ScriptedProvider.start()
            let moved = Step.answer(307, fields: ["location": elsewhere.base], body: "")
            try await Self.withHook(.always(moved)) { gateway, hook in
                let id = try await Self.hold(gateway)
                try await hook.requests(atLeast: 1)
                #expect(try await gateway.run("recall", id).code == 0)
                let figures = try await eventually("the figures of what waits") {
                    let figures = try await Self.figures(gateway)
                    return figures?["pending"] == .integer(4) ? figures : nil
                }
                #expect(figures["last_error"]?.string?.contains("307") == true)
                #expect(figures["failing_since"] != nil && figures["delivered"] == .integer(0))
                hook.play(.always(Self.taken))
                try await hook.wait(for: "all of them") { $0.requests.last?.request.message["webhook-id"] == "\(id)/3" }
                #expect(Self.ids(hook) == (0...3).map { "\(id)/\($0)" })
                #expect(elsewhere.log.connections.isEmpty)
                #expect(gateway.process.standardError.contains("notifications are delivered again"))
            }
            await elsewhere.stop()
        }

        @Test("an endpoint that a reload adds is told of what comes, and of nothing before")
        func reload() async throws {
            let hook = try await ScriptedProvider.start(.always(Self.taken))
            try await withGateway(.good(), { _ in }, environment: ["HOOK_SECRET": Self.secret]) { gateway, _ in
                let id = try await Self.hold(gateway)
                let text = try String(contentsOfFile: gateway.config, encoding: .utf8)
                let more = ", on: [recall.moved]"
                try gateway.folder.write(text + Self.section(hook, more), to: "holdfast.yaml")
                gateway.process.signal(SIGHUP)
                _ = try await eventually("the endpoint in the status") { try await Self.figures(gateway) }
                // Not of its kinds.
                let other = try await Self.hold(gateway)
                #expect(try await gateway.run("recall", id).code == 0)
                try await hook.wait(for: "the declaration") { !$0.requests.isEmpty }
                #expect(Self.ids(hook).first == "\(id)/1")
                #expect(!Self.ids(hook).contains("\(other)/0"))
            }
            await hook.stop()
        }

        @Test("`notify test` tells of each endpoint what came of a signed test, without a server")
        func test() async throws {
            let good = try await ScriptedProvider.start(.always(Self.taken))
            let secure = try await ScriptedProvider.start(.always(Self.taken), tls: true)
            let moved = try await ScriptedProvider.start(.always(.answer(308, body: "")))
            let hanging = try await ScriptedProvider.start(.always(.hang))
            let talking = try await TalkingServer.start("220 mail.example ESMTP\r\n")
            let folder = try TemporaryFolder()
            let authority = try folder.write(TestCertificate.certificate, to: "ca.pem")
            let config = try folder.write(
                """
                providers: {rehearsal: {kind: rehearsal}}
                models: {stand-in: {provider: rehearsal}}
                routes: {assistant: {serve: [stand-in]}}
                notifications:
                  good: {url: "http://127.0.0.1:\(good.port)/x/?y=1", secret: env:HOOK_SECRET}
                  secure: {url: "https://localhost:\(secure.port)", secret: env:HOOK_SECRET, ca: \(authority)}
                  stranger: {url: "https://localhost:\(secure.port)", secret: env:HOOK_SECRET}
                  moved: {url: "http://127.0.0.1:\(moved.port)", secret: env:HOOK_SECRET}
                  hanging: {url: "http://127.0.0.1:\(hanging.port)", secret: env:HOOK_SECRET}
                  talking: {url: "https://127.0.0.1:\(talking.port)", secret: env:HOOK_SECRET}
                  unsigned: {url: "http://127.0.0.1:\(good.port)", secret: env:NOT_SET_ANYWHERE}

                """,
                to: "holdfast.yaml"
            )
            func run(_ arguments: String...) async throws -> GatewayProcess.Outcome {
                let process = try RunningProcess(
                    try GatewayProcess.binary(),
                    arguments + ["--config", config],
                    environment: ["HOOK_SECRET": Self.secret],
                    output: folder.path + "/notify-\(arguments.count).log"
                )
                let code = try await process.ended()
                return .init(code: code, output: process.standardOutput, errors: process.standardError)
            }
            let all = try await run("notify", "test", "--json")
            #expect(all.code == 1)
            let endpoints = all.json?["endpoints"]?.elements ?? []
            #expect(
                endpoints.map { $0["name"]?.string } == [
                    "good", "secure", "stranger", "moved", "hanging", "talking", "unsigned",
                ]
            )
            #expect(
                endpoints.map { $0["delivered"] == .bool(true) } == [true, true, false, false, false, false, false]
            )
            #expect(endpoints.map { $0["status"]?.integer } == [204, 204, nil, 308, nil, nil, nil])
            let words = ["", "", "certificate", "308", "10 seconds", "TLS", "NOT_SET_ANYWHERE is not set"]
            for (endpoint, word) in zip(endpoints, words) {
                let error = endpoint["error"]?.string ?? ""
                #expect(word.isEmpty ? error.isEmpty : error.contains(word), "\(endpoint)")
            }
            #expect(good.requests.count == 1 && secure.requests.count == 1)
            let message = good.requests[0].request.message
            #expect(message.target == "/x/?y=1" && Self.isSigned(message))
            #expect(message.json?["kind"] == .string("notify.test"))

            let one = try await run("notify", "test", "good")
            #expect(one.code == 0 && one.output.contains("delivered"))
            let none = try await run("notify", "test", "goods", "--json")
            #expect(none.code == 1 && none.errors.contains("There is no endpoint `goods`. There are: good, secure"))
            let checked = try await run("check")
            #expect(checked.code == 0 && checked.output.contains("Notifications to `unsigned`"), "\(checked.output)")
            for provider in [good, secure, moved, hanging] { await provider.stop() }
            await talking.stop()
        }
    }
}
