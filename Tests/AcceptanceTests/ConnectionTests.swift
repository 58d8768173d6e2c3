import Dialects
import Domain
import HoldfastTesting
import JSON
import Testing

extension Acceptance {
    @Suite("Connections, many and bad ones")
    struct ConnectionTests {
        @Test("a head that drips in is cut off with a 408")
        func slowHead() async throws {
            try await withGateway(.good(), { $0.limits = ["receive: 300ms"] }) { gateway, provider in
                let client = try await gateway.connect()
                try await client.send("POST /v1/messages HTTP/1.1\r\nhost: localhost\r\n")
                let dripping = Task {
                    while !Task.isCancelled {
                        try await client.send("x: y\r\n")
                        try await Task.sleep(for: .milliseconds(50))
                    }
                }
                let answer = try await client.answer()
                dripping.cancel()
                #expect(answer.status == 408)
                #expect(answer.errorCode == "request_timeout")
                try await client.ended()
                await client.close()
                #expect(provider.requests.isEmpty)
            }
        }

        @Test("a body that stops, or drips, is cut off with a 408", arguments: [false, true])
        func slowBody(drips: Bool) async throws {
            try await withGateway(.good(), { $0.limits = ["receive: 300ms"] }) { gateway, provider in
                let client = try await gateway.connect()
                let call = Call.hello(.messages)
                try await client.send(Array(call.bytes.prefix(call.bytes.count - 60)))
                // Never so long a pause as the limit, and never to an end.
                let dripping = Task {
                    for byte in call.body.suffix(60).dropLast() where drips {
                        try await client.send([byte])
                        try await Task.sleep(for: .milliseconds(100))
                    }
                    return drips
                }
                let answer = try await client.answer()
                dripping.cancel()
                #expect((try? await dripping.value) != true, "the body was cut off while it dripped")
                #expect(answer.status == 408)
                #expect(answer.json?["type"]?.string == "error")
                try await client.ended()
                await client.close()
                #expect(provider.requests.isEmpty)
            }
        }

        @Test("a client that leaves takes its request along, at once", arguments: ["closes", "resets", "half-closes"])
        func leaving(how: String) async throws {
            for stream in [false, true] {
                let script: Script = stream ? .always(.stream(Self.beginning), .hang) : .always(.hang)
                try await withGateway(script) { gateway, provider in
                    let client = try await gateway.connect()
                    try await client.send(Call.hello(.chatCompletions, stream: stream).bytes)
                    try await provider.requests(atLeast: 1)
                    if stream { try await client.wait(for: "the first words") { !$0.finals.isEmpty } }
                    switch how {
                    case "closes": await client.close()
                    case "resets": await client.reset()
                    default: try await client.halfClose()
                    }
                    try await provider.wait(for: "the cancelled request") { $0.requests[0].peerLeftAt != nil }
                    let record = try await gateway.journal(atLeast: 1)[0]
                    #expect(record["outcome"]?.string == "cancelled")
                    #expect(record["attempts"]?.elements?.first?["outcome"]?.string == "cancelled")
                    await client.close()
                }
            }
        }

        @Test(
            "what a stream told of itself is known when its client has left in its middle",
            arguments: Dialect.allCases
        )
        func factsOfTheLeft(dialect: Dialect) async throws {
            let frames = GoodAnswer("the tide is out").frames(dialect, model: "told-model")
            let shown = Array(frames.prefix(GoodAnswer.opening(dialect) + 2))
            try await withGateway(.always(.stream(shown), .hang)) { gateway, _ in
                let client = try await gateway.connect()
                try await client.send(Call.hello(dialect, stream: true).bytes)
                try await client.wait(for: "the first words") { $0.finals.first?.text == shown.joined() }
                await client.close()
                let record = try await gateway.journal(atLeast: 1)[0]
                #expect(record["outcome"]?.string == "cancelled")
                #expect(record["reported_model"]?.string == "told-model")
                switch dialect {
                case .chatCompletions: #expect(record["answer_id"]?.string == "chatcmpl-1")
                case .responses: #expect(record["answer_id"]?.string == "resp_1")
                case .messages:
                    #expect(record["answer_id"]?.string == "msg_1")
                    #expect(record["tokens_in"]?.integer == 7)
                }
            }
        }

        private static let beginning = Array(
            GoodAnswer("the tide is out").frames(.chatCompletions, model: "m").prefix(3)
        )

        @Test("a client that does not read stops the reading from the provider")
        func backPressure() async throws {
            let words = String(repeating: "tide ", count: 13_000)
            let frame = #"data: {"id":"c","choices":[{"index":0,"delta":{"content":"\#(words)"}}]}"# + "\n\n"
            // 256 MiB, should anybody take it.
            try await withGateway(.always(.flood(frame, times: 4096), .endStream)) { gateway, provider in
                let client = try await gateway.connect(reads: false)
                client.post(Call.hello(.chatCompletions, stream: true).bytes)
                try await provider.requests(atLeast: 1)
                // Still for a second means stopped: what is sent until then is what the sockets' own buffers took.
                let stopped = try await provider.heldBack()
                #expect(stopped > 0)
                #expect(stopped < 64 << 20)
                try await client.startReading()
                try await provider.wait(for: "the flood going on") { $0.requests[0].bytesSent > stopped + (1 << 20) }
                await client.close()
                try await provider.wait(for: "the cancelled request") { $0.requests[0].peerLeftAt != nil }
            }
        }

        @Test("a thousand idle connections harm nobody")
        func idle() async throws {
            FileLimit.raise()
            try await withGateway { gateway, _ in
                var idle: [RawClient] = []
                for _ in 0..<1000 { idle.append(try await gateway.connect()) }
                #expect(try await gateway.send(.hello(.messages)).status == 200)
                try await idle[999].send(Call.hello(.responses).bytes)
                #expect(try await idle[999].answer().status == 200)
                try await idle[0].send(Call.hello(.responses).bytes)
                #expect(try await idle[0].answer().status == 200)
                for client in idle { await client.close() }
                #expect(try await gateway.send(.hello(.messages)).status == 200)
            }
        }

        @Test("a thousand streams at once all come to their end")
        func streams() async throws {
            FileLimit.raise()
            let gate = Gate()
            let frames = GoodAnswer("the tide is out").frames(.chatCompletions, model: "m")
            let script = Script.always(
                .stream(Array(frames.prefix(3))),
                .gate(gate),
                .stream(Array(frames.dropFirst(3))),
                .endStream
            )
            try await withGateway(script, { $0.sources[0].model = ["limits: {concurrency: 2000}"] }) {
                gateway,
                provider in
                let whole = frames.joined()
                let complete = try await withThrowingTaskGroup(of: Bool.self) { tasks in
                    for _ in 0..<1000 {
                        tasks.addTask {
                            let answer = try await gateway.send(.hello(.chatCompletions, stream: true))
                            return answer.isComplete && answer.text == whole
                        }
                    }
                    try await provider.requests(atLeast: 1000)
                    gate.open()
                    return try await tasks.reduce(into: 0) { count, isWhole in count += isWhole ? 1 : 0 }
                }
                #expect(complete == 1000)
                let records = try await gateway.journal(atLeast: 1000)
                #expect(records.allSatisfy { $0["outcome"]?.string == "completed" })
            }
        }

        @Test("a low soft limit of descriptors is raised to the hard one at start")
        func descriptors() async throws {
            FileLimit.raise()
            let provider = try await ScriptedProvider.start()
            let folder = try TemporaryFolder()
            let binary = try GatewayProcess.binary()
            let script = try folder.write("ulimit -Sn 128\nexec '\(binary)' \"$@\"\n", to: "few.sh")
            try await GatewayProcess.with(
                GatewaySettings(["only": provider]),
                in: folder,
                binary: "/bin/sh",
                before: [script]
            ) { gateway in
                var idle: [RawClient] = []
                for _ in 0..<300 { idle.append(try await gateway.connect()) }
                #expect(try await gateway.send(.hello(.messages)).status == 200)
                for client in idle { await client.close() }
            }
            await provider.stop()
        }

        @Test("beyond the limit of connections a new one is closed, and serving goes on")
        func tooMany() async throws {
            try await withGateway(.good(), { $0.limits = ["connections: 3"] }) { gateway, _ in
                var open: [RawClient] = []
                for _ in 0..<3 {
                    let client = try await gateway.connect()
                    try await client.send(Call.hello(.messages).bytes)
                    #expect(try await client.answer().status == 200)
                    open.append(client)
                }
                let refused = try await gateway.connect()
                refused.post(Call.hello(.messages).bytes)
                let seen = try await refused.ended()
                #expect(seen.bytes.isEmpty)
                for client in open { await client.close() }
                let _: Bool = try await eventually("room for another connection") {
                    (try? await gateway.send(.hello(.messages)))?.status == 200 ? true : nil
                }
            }
        }
    }
}
