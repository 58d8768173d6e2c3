import Testing

@testable import Dialects

@Suite("Server-sent events")
struct ServerSentEventsTests {
    static let stream =
        "\u{FEFF}: hello\r\nevent: a\rdata: one\ndata:two\r\n\r\nid: 7\nretry: 5\ndata\n\ndata: ü€\n\n:\n\nevent: none\n\n"
    static let frames = [
        ServerSentEvents.Frame(event: "a", data: Array("one\ntwo".utf8)),
        ServerSentEvents.Frame(data: []),
        ServerSentEvents.Frame(data: Array("ü€".utf8)),
    ]

    @Test("every legal framing is read, wherever the reads are cut")
    func splits() throws {
        let bytes = Array(Self.stream.utf8)
        for first in 0...bytes.count {
            for second in first...bytes.count {
                var reader = ServerSentEvents()
                var seen: [ServerSentEvents.Frame] = []
                for part in [bytes[..<first], bytes[first..<second], bytes[second...]] {
                    seen += try Array(part).withUnsafeBytes { bytes in
                        try reader.append(bytes)
                    }
                }
                #expect(seen == Self.frames, "cut at \(first) and \(second)")
                #expect(!reader.isMidway)
            }
        }
    }

    @Test("an event that never ends is refused at its bound")
    func bound() throws {
        var reader = ServerSentEvents()
        let line = Array(("data: " + String(repeating: "x", count: 1 << 20) + "\n").utf8)
        #expect(throws: TranslationFault.self) {
            for _ in 0..<9 { _ = try line.withUnsafeBytes { try reader.append($0) } }
        }
    }
}
