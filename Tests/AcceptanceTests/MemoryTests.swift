import Dialects
import Domain
import HoldfastTesting
import Testing

extension Acceptance {
    @Suite("Memory is bounded")
    struct MemoryTests {
        private static let limit = 32 << 20
        private static let threads = 2
        private static let answer = SlowReaderTests.answer(bytes: 7 << 20)
        /// An answer passes from its exchange to its connection in one step on its loop, whatever else takes room then.
        private static var bound: Int { limit + threads * answer.utf8.count }

        @Test("answers that nobody reads fill it, are refused then, and give it back when their clients leave")
        func unread() async throws {
            try await withGateway(.always(.answer(200, body: Self.answer)), Self.limited) { gateway, _ in
                var clients: [RawClient] = []
                for _ in 0..<60 {
                    let client = try await gateway.connect(reads: false)
                    client.post(Call.hello(.chatCompletions).bytes)
                    clients.append(client)
                }
                var peak = 0
                _ = try await eventually("the end of 60 exchanges") {
                    peak = max(peak, try await gateway.bufferedBytes())
                    return try await gateway.journal().count >= 60 ? true : nil
                }
                #expect(peak <= Self.bound)
                // One after the other, so that each that still fits is taken.
                for number in 61...66 {
                    let client = try await gateway.connect(reads: false)
                    client.post(Call.hello(.chatCompletions).bytes)
                    clients.append(client)
                    _ = try await gateway.journal(atLeast: number)
                }
                let held = try await gateway.bufferedBytes()
                #expect(held > Self.limit - Self.answer.utf8.count)
                #expect(held <= Self.bound)
                let refused = try await gateway.send(.hello(.chatCompletions))
                #expect(refused.status == 503)
                #expect(refused.errorCode == "overloaded")
                for client in clients { await client.close() }
                try await Self.nothingHeld(gateway)
                #expect(try await gateway.send(.hello(.chatCompletions)).status == 200)
                try await Self.nothingHeld(gateway)
            }
        }

        @Test("answers without a length that grow too large to be held count until they have left")
        func unreadWithoutLength() async throws {
            let whole = SlowReaderTests.answer(bytes: 20 << 20)
            let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n"
            let chunk = "\(String(whole.utf8.count, radix: 16))\r\n\(whole)\r\n0\r\n\r\n"
            try await withGateway(.always(.raw(head + chunk)), Self.limited) { gateway, _ in
                let client = try await gateway.connect(reads: false)
                client.post(Call.hello(.chatCompletions).bytes)
                let _: Bool = try await eventually("the part that is held") {
                    try await gateway.bufferedBytes() > 8 << 20 ? true : nil
                }
                try await client.startReading()
                #expect(try await client.answer().body.count == whole.utf8.count)
                await client.close()
                try await Self.nothingHeld(gateway)
            }
        }

        @Test("requests that are pipelined by a client that does not read are answered one after the other")
        func pipelined() async throws {
            try await withGateway(.always(.answer(200, body: Self.answer)), Self.limited) { gateway, provider in
                let client = try await gateway.connect(reads: false)
                let call = Call.hello(.chatCompletions).bytes
                client.post((0..<40).flatMap { _ in call })
                _ = try await gateway.journal(atLeast: 1)
                // A whole exchange beside it: time enough for the second request to go up, if it were to.
                #expect(try await gateway.send(.hello(.chatCompletions)).status == 200)
                #expect(provider.requests.count == 2)
                #expect(try await gateway.bufferedBytes() <= Self.answer.utf8.count)
                var peak = 0
                try await client.startReading()
                for number in 1...40 {
                    let answer = try await client.answer(number)
                    #expect(answer.isComplete && answer.body.count == Self.answer.utf8.count)
                    if number % 8 == 0 { peak = max(peak, try await gateway.bufferedBytes()) }
                }
                #expect(peak <= 2 * Self.answer.utf8.count)
                #expect(provider.requests.count == 41)
                await client.close()
                try await Self.nothingHeld(gateway)
            }
        }

        private static func limited(_ settings: inout GatewaySettings) {
            settings.limits = ["memory: 32MiB", "threads: \(threads)"]
        }

        private static func nothingHeld(_ gateway: GatewayProcess) async throws {
            let _: Bool = try await eventually("the return of all memory") {
                try await gateway.bufferedBytes() == 0 ? true : nil
            }
        }
    }
}
