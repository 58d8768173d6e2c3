import Domain
import JSON
import Testing

@testable import Dialects

@Suite("Responses: nothing that comes in can break it")
struct ResponsesRobustnessTests {
    /// Deterministic (Numerical Recipes' LCG): a failure can be run again.
    private struct Dice: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 29)
        }
    }

    private static let words = [
        "type", "role", "content", "text", "input", "output", "item", "part", "delta", "output_index", "content_index",
        "summary_index", "item_id", "response", "usage", "input_tokens", "error", "code", "summary",
        "encrypted_content",
        "call_id", "name", "arguments", "tools", "tool_choice", "reasoning", "metadata", "format", "status", "message",
        "function_call", "output_text", "input_image", "image_url", "reasoning_text", "response.created",
        "response.output_item.added", "response.output_item.done", "response.output_text.delta", "response.completed",
        "response.content_part.done", "response.reasoning_summary_text.delta", "response.function_call_arguments.done",
        "assistant", "user", "data:image/png;base64,", "refusal", "incomplete_details", "created_at",
    ]

    private static func value(_ depth: Int, _ dice: inout Dice) -> JSONValue {
        switch Int.random(in: 0..<(depth > 4 ? 5 : 9), using: &dice) {
        case 0: .null
        case 1: .bool(Bool.random(using: &dice))
        case 2:
            .number(
                ["0", "-1", "1e400", "9223372036854775807", "99999999999999999999", "1.5"].randomElement(using: &dice)
                    ?? "0"
            )
        case 3, 4: .string(words.randomElement(using: &dice) ?? "")
        case 5: .array((0..<Int.random(in: 0..<4, using: &dice)).map { _ in value(depth + 1, &dice) })
        default:
            .object(
                (0..<Int.random(in: 0..<6, using: &dice)).map { _ in
                    JSONValue.Member(words.randomElement(using: &dice) ?? "", value(depth + 1, &dice))
                }
            )
        }
    }

    @Test("whatever JSON it is, it is read or refused", arguments: 0..<20)
    func anyJSON(seed: Int) {
        var dice = Dice(state: UInt64(seed) + 1)
        for _ in 0..<200 {
            let value = Self.value(0, &dice)
            let profile = Responses()
            _ = profile.readError(value)
            _ = profile.seals(in: profile.removingSeals(from: value))
            if let answer = try? profile.readAnswer(value) {
                var losses = LossReport(target: .responses)
                _ = profile.writeAnswer(answer, ResponsesFixtures.options, losses: &losses)
            }
            if let request = try? profile.readRequest(value) {
                var losses = LossReport(target: .responses)
                _ = try? profile.writeRequest(request, for: TargetTraits(), losses: &losses)
            }
        }
    }

    /// A stream in which much happens, to be shuffled.
    private static func frames() throws -> [JSONValue] {
        try ResponsesFixtures.frames([
            .started(id: "resp_1", model: "m", createdAt: 5), .opened(0, .reasoning(isSummary: true)), .delta(0, "s"),
            .sealed(0, .encrypted("E")), .closed(0), .opened(1, .text), .delta(1, "ü"), .delta(1, "€"),
            .opened(2, .refusal), .delta(2, "no"), .closed(1), .closed(2), .opened(3, .toolCall(id: "1", name: "f")),
            .opened(4, .toolCall(id: "2", name: "g")), .delta(4, "{"), .delta(3, "[]"), .delta(4, "}"), .closed(3),
            .closed(4), .usage(Usage(input: 1, output: 2)), .stopped(.toolCalls, sequence: nil), .ended,
        ])
    }

    @Test("whatever events come, blocks open once, grow while they are open and close once", arguments: 0..<20)
    func anyStream(seed: Int) throws {
        var dice = Dice(state: UInt64(seed) + 1)
        let known = try Self.frames()
        for _ in 0..<60 {
            let frames = (0..<40).map { place in
                let isOdd = Int.random(in: 0..<10, using: &dice) == 0
                let isInOrder = Int.random(in: 0..<3, using: &dice) > 0
                return isOdd
                    ? Self.value(1, &dice)
                    : isInOrder && place < known.count ? known[place] : known.randomElement(using: &dice)
            }
            var reader = Responses().makeReader()
            var writer = Responses().makeWriter(ResponsesFixtures.options)
            var bytes: [UInt8] = []
            var blocks = Blocks()
            for frame in frames.compactMap({ $0 }) {
                let event = Self.words.randomElement(using: &dice)
                // A fault ends the exchange.
                guard let events = try? reader.read(ServerSentEvents.Frame(event: event, data: frame.bytes)) else {
                    break
                }
                for event in events {
                    let isAllowed = blocks.follow(event)
                    #expect(isAllowed, "\(event)")
                    writer.write(event, to: &bytes)
                }
            }
        }
    }

    /// What the contract of `StreamEvent` says of blocks.
    private struct Blocks {
        private var open: Set<Int> = []
        private var count = 0
        private var isStarted = false

        /// - Returns: false when the event should not come now.
        mutating func follow(_ event: StreamEvent) -> Bool {
            switch event {
            case .started:
                defer { isStarted = true }
                return !isStarted
            case .opened(let number, _):
                open.insert(number)
                count += 1
                return isStarted && number == count - 1
            case .delta(let number, let text): return open.contains(number) && !text.isEmpty
            case .sealed(let number, _): return open.contains(number)
            case .closed(let number): return open.remove(number) != nil
            case .stopped, .ended: return isStarted && open.isEmpty
            case .usage, .foreign, .failed: return true
            }
        }
    }
}
