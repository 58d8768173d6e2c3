import Dialects
import Domain
import HoldfastTesting
import JSON
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Acceptance {
    @Suite("Life cycle")
    struct LifeCycleTests {
        private static let frames = GoodAnswer("the tide is out").frames(.messages, model: "m")

        /// Waits until nobody can connect any more: the sign that the signal was taken up.
        private func stopsAccepting(_ gateway: GatewayProcess) async throws {
            let _: Bool = try await eventually("the end of accepting") {
                guard let client = try? await gateway.connect() else { return true }
                await client.close()
                return nil
            }
        }

        @Test("SIGTERM lets a running stream finish, and nobody new in")
        func drains() async throws {
            let gate = Gate()
            let script = Script.always(
                .stream(Array(Self.frames.prefix(3))),
                .gate(gate),
                .stream(Array(Self.frames.dropFirst(3))),
                .endStream
            )
            try await withGateway(script) { gateway, _ in
                let client = try await gateway.connect()
                try await client.send(Call.hello(.messages, stream: true).bytes)
                try await client.wait(for: "the first words") { !$0.finals.isEmpty }
                gateway.process.signal(SIGTERM)
                try await stopsAccepting(gateway)
                gate.open()
                let answer = try await client.answer()
                #expect(answer.isComplete)
                #expect(answer.text == Self.frames.joined())
                #expect(try await gateway.process.ended() == 0)
                await client.close()
            }
        }

        @Test("what is not over in time ends with the dialect's error event", arguments: Dialect.allCases)
        func drainLimit(dialect: Dialect) async throws {
            let frames = GoodAnswer("the tide is out").frames(dialect, model: "m")
            let script = Script.always(.stream(Array(frames.prefix(GoodAnswer.opening(dialect) + 1))), .hang)
            try await withGateway(script, { $0.limits = ["drain: 200ms"] }) { gateway, provider in
                let streaming = try await gateway.connect()
                try await streaming.send(Call.hello(dialect, stream: true).bytes)
                try await streaming.wait(for: "the first words") { !$0.finals.isEmpty }
                provider.play(.always(.hang))
                let waiting = try await gateway.connect()
                try await waiting.send(Call.hello(dialect).bytes)
                try await provider.requests(atLeast: 2)
                gateway.process.signal(SIGTERM)
                let answer = try await streaming.answer()
                #expect(!answer.isComplete)
                #expect(answer.text.contains("shutting_down"))
                let refused = try await waiting.answer()
                #expect(refused.status == 503)
                #expect(refused.errorCode == "shutting_down")
                #expect(refused.has("retry-after"))
                #expect(try await gateway.process.ended() == 0)
                // The journal was flushed on the way out.
                #expect(try await gateway.journal().count == 2)
                await streaming.close()
                await waiting.close()
            }
        }

        @Test("a second signal ends at once")
        func twice() async throws {
            try await withGateway(.always(.hang)) { gateway, provider in
                let client = try await gateway.connect()
                try await client.send(Call.hello(.messages).bytes)
                try await provider.requests(atLeast: 1)
                gateway.process.signal(SIGTERM)
                try await stopsAccepting(gateway)
                #expect(gateway.process.exit.value == nil)
                gateway.process.signal(SIGTERM)
                #expect(try await gateway.process.ended(within: .seconds(10)) == 1)
                await client.close()
            }
        }

        @Test("SIGHUP takes new settings over, and keeps the old ones when the new are wrong")
        func reloads() async throws {
            try await withGateway { gateway, provider in
                let settings = GatewaySettings(["only": provider])
                let good = settings.yaml(folder: gateway.folder.path)
                    .replacing("routes:\n", with: "routes:\n  sales:\n    serve: [only]\n")
                try gateway.folder.write(good, to: "holdfast.yaml")
                gateway.process.signal(SIGHUP)
                let _: Bool = try await eventually("the new route") {
                    try await gateway.send(.hello(.messages, route: "sales")).status == 200 ? true : nil
                }
                try gateway.folder.write(good.replacing("serve: [only]", with: "serve: [onyl]"), to: "holdfast.yaml")
                gateway.process.signal(SIGHUP)
                let log: String = try await eventually("the refusal in the log") {
                    let text = gateway.process.standardError + gateway.process.standardOutput
                    return text.contains("old ones stay in force") ? text : nil
                }
                #expect(log.contains("onyl"))
                #expect(try await gateway.send(.hello(.messages, route: "sales")).status == 200)
                // A stop needs the settings no more.
                try gateway.folder.write(good, to: "holdfast.yaml")
            }
        }

        @Test("a taken port is said in one sentence")
        func takenPort() async throws {
            let other = try await ScriptedProvider.start()
            var settings = GatewaySettings(["only": other])
            settings.service = ["bind: 127.0.0.1:\(other.port)"]
            let outcome = try await GatewayProcess.failing(settings, in: try TemporaryFolder())
            #expect(outcome.code == 4)
            #expect(outcome.errors.contains("127.0.0.1:\(other.port)"))
            #expect(outcome.errors.contains("listeners.service.bind"))
            #expect(outcome.errors.contains(": Address already in use. "))
            #expect(!outcome.errors.contains("errno"))
            await other.stop()
        }

        @Test("so is one of the operator listener, and a name that nobody knows")
        func operatorPort() async throws {
            let other = try await ScriptedProvider.start()
            let folder = try TemporaryFolder()
            for (settings, sentence) in [
                ("  operator:\n    bind: 127.0.0.1:\(other.port)", ": Address already in use. "),
                (
                    "  operator:\n    bind: nowhere.invalid:0\n    hosts: [x]\n    plaintext: trusted-network",
                    "nowhere.invalid:0: "
                ),
            ] {
                let text = GatewaySettings(["only": other]).yaml(folder: folder.path)
                    .replacing("  operator:\n    bind: 127.0.0.1:0", with: settings)
                let file = try folder.write(text, to: "taken.yaml")
                let process = try RunningProcess(
                    try GatewayProcess.binary(),
                    ["serve", "--config", file],
                    environment: [:],
                    output: folder.path + "/out"
                )
                #expect(try await process.ended() == 4)
                #expect(process.standardError.contains(sentence), "\(process.standardError)")
                #expect(process.standardError.contains("listeners.operator.bind"))
                for noise in ["errno", "SocketAddressError"] {
                    #expect(!process.standardError.contains(noise), "\(process.standardError)")
                }
            }
            await other.stop()
        }

        @Test("settings that are wrong are all told, with their lines")
        func badSettings() async throws {
            let folder = try TemporaryFolder()
            let file = try folder.write(
                "routes:\n  a: {serve: [x]}\nlimts: {}\nproviders:\n  p: {kind: opnai}\n",
                to: "wrong.yaml"
            )
            let process = try RunningProcess(
                try GatewayProcess.binary(),
                ["serve", "--config", file],
                environment: [:],
                output: folder.path + "/out"
            )
            #expect(try await process.ended() == 2)
            for part in ["wrong.yaml:3:1", "wrong.yaml:5:", "wrong.yaml:2:", "limits", "openai"] {
                #expect(process.standardError.contains(part), "\(part): \(process.standardError)")
            }
        }
    }
}
