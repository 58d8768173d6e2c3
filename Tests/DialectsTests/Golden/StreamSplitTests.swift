import Domain
import HoldfastTesting
import JSON
import Testing

@testable import Dialects

/// However the bytes of a stream are cut, the same comes out.
@Suite("Streams, cut anywhere")
struct StreamSplitTests {
    struct Short: Sendable, CustomStringConvertible {
        var dialect: Dialect
        var text: String
        var description: String { dialect.rawValue }
    }

    /// Small enough for every way to cut them, and with all that makes cutting hard: a byte order mark, all line ends,
    /// comments, data in two lines, letters of several bytes.
    static let short = [
        Short(
            dialect: .chatCompletions,
            text:
                "\u{FEFF}: hé\r\n\r\ndata: {\"choices\":[{\"delta\":{\"content\":\"🌊é\"}\r\ndata: ,\"finish_reason\":\"stop\"}]}\r\n"
                + "\r\ndata:[DONE]\n\n"
        ),
        Short(
            dialect: .messages,
            text:
                "event: content_block_delta\rdata: {\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"🌊é\"}}\r\r:\n"
                + "event: message_delta\ndata: {\"delta\":{\"stop_reason\":\"end_turn\"}}\n\n"
                + "event: message_stop\r\ndata: {}\r\n\r\n"
        ),
        Short(
            dialect: .responses,
            text: "data: {\"type\":\"response.output_text.delta\",\ndata:\"delta\":\"🌊é\"}\n\nid: 1\rdata: "
                + "{\"type\":\"response.completed\"}\r\n\r\n"
        ),
    ]

    @Test("short streams under every split into two and three pieces", arguments: short)
    func everySplit(stream: Short) throws {
        for caller in Dialect.allCases {
            try everySplit(stream, caller, areThree: caller == Self.farthest(stream.dialect))
        }
    }

    /// Cutting is done before the caller's dialect matters, so three pieces for one of them will do.
    private static func farthest(_ dialect: Dialect) -> Dialect {
        switch dialect {
        case .chatCompletions: .messages
        case .messages: .responses
        case .responses: .chatCompletions
        }
    }

    private func everySplit(_ stream: Short, _ caller: Dialect, areThree: Bool) throws {
        let bytes = Array(stream.text.utf8)
        let whole = try Fixture.streamed([bytes], from: stream.dialect, to: caller)
        #expect(whole.stream.isEnded)
        #expect(String(decoding: whole.bytes, as: UTF8.self).contains("🌊é"))
        // A translation is a value: what came of the first piece need not be done again for each second one.
        for first in 0...bytes.count {
            var head = try Fixture.streamed([], from: stream.dialect, to: caller)
            try head.follow(bytes[..<first])
            for second in first...(areThree ? bytes.count : first) {
                var cut = head
                try cut.follow(bytes[first..<second])
                try cut.follow(bytes[second...])
                if cut.bytes != whole.bytes || cut.facts != whole.facts {
                    Issue.record("\(first), \(second): \(cut.facts)\n\(String(decoding: cut.bytes, as: UTF8.self))")
                    return
                }
            }
        }
    }

    @Test("all streams byte by byte and under random splits", arguments: Fixture.streams)
    func randomSplits(fixture: Fixture) throws {
        for caller in Dialect.allCases {
            let whole = try Fixture.streamed([fixture.body], from: fixture.dialect, to: caller, fixture.customTools)
            let bytewise = try Fixture.streamed(
                fixture.body.map { [$0] },
                from: fixture.dialect,
                to: caller,
                fixture.customTools
            )
            #expect(bytewise.bytes == whole.bytes)
            #expect(bytewise.facts == whole.facts)
            for seed: UInt64 in 1...6 {
                var random = SeededRandom(seed: seed)
                let pieces = random.split(fixture.body).map(Array.init)
                let cut = try Fixture.streamed(pieces, from: fixture.dialect, to: caller, fixture.customTools)
                #expect(cut.bytes == whole.bytes, "seed \(seed)")
                #expect(cut.facts == whole.facts, "seed \(seed)")
            }
        }
    }

    @Test("a stream without its end has no end in any dialect, wherever it was cut", arguments: Fixture.streams)
    func truncated(fixture: Fixture) throws {
        for caller in Dialect.allCases {
            let whole = try Fixture.streamed([fixture.body], from: fixture.dialect, to: caller, fixture.customTools)
            guard whole.stream.isEnded else { continue }
            var random = SeededRandom(seed: 7)
            for _ in 0..<8 {
                let end = random.below(fixture.body.count - Self.terminator(fixture.dialect))
                let cut = try Fixture.streamed(
                    [Array(fixture.body[..<end])],
                    from: fixture.dialect,
                    to: caller,
                    fixture.customTools
                )
                #expect(!cut.stream.isEnded)
                #expect(try !StreamAssembler.answer(cut.bytes, caller).isEnded, "at \(end)")
                #expect(whole.bytes.starts(with: cut.bytes), "at \(end)")
            }
        }
    }

    /// Bytes that every terminator has at least, its line ends included.
    private static func terminator(_ dialect: Dialect) -> Int {
        switch dialect {
        case .chatCompletions: "data: [DONE]\n\n".utf8.count
        case .messages, .responses: 30
        }
    }
}
