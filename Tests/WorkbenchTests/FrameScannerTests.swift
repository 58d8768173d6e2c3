import NIOCore
import Testing

@testable import workbench

@Suite("Frame scanner")
struct FrameScannerTests {
    private func scan(_ text: String, piece: Int, _ dialect: LoadDialect = .chatCompletions) -> (
        stamps: [UInt64?], done: Bool
    ) {
        var scanner = FrameScanner(dialect)
        var stamps: [UInt64?] = []
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: piece) {
            Array(bytes[start..<min(start + piece, bytes.count)]).withUnsafeBytes { part in
                scanner.scan(part) { stamps.append($0.stamp) }
            }
        }
        return (stamps, scanner.sawDone)
    }

    @Test("stamps and the terminator are found across reads", arguments: [1, 2, 13, 5000])
    func pieces(piece: Int) {
        let text =
            ": comment\n\ndata: {\"a\":\"@0000000000000000042 word\"}\n\ndata: {\"usage\":1}\r\n\r\n"
            + "event: x\ndata: @0000000001700000000\n\ndata: [DONE]\n\n"
        let seen = scan(text, piece: piece)
        #expect(seen.stamps == [42, nil, 1_700_000_000])
        #expect(seen.done)
    }

    @Test("a cut stream has no terminator, and text that only resembles it is none")
    func cut() {
        #expect(!scan("data: {}\n\ndata: [DONE", piece: 100).done)
        #expect(!scan("data: [DONE] or not\n\n", piece: 100).done)
        #expect(!scan("data: {\"x\":\"data: [DONE]\"}\n\n", piece: 100).done)
    }

    @Test("a stream of Messages ends with its own event", arguments: [1, 7, 5000])
    func messages(piece: Int) {
        let delta = "event: content_block_delta\ndata: {\"text\":\"@0000000000000000007\"}\n\n"
        let whole = delta + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"
        #expect(scan(whole, piece: piece, .messages).stamps == [7])
        #expect(scan(whole, piece: piece, .messages).done)
        #expect(!scan(delta + "data: [DONE]\n\n", piece: piece, .messages).done)
        #expect(!scan(whole, piece: piece).done)
    }

    @Test("what the upstream writes is what the load tool reads")
    func canned() {
        let answers = CannedAnswers()
        var frame = answers.frame
        FrameStamp.write(123_456_789_012, to: &frame, at: answers.stampOffset)
        let text = String(buffer: frame)
        let event = text.split(separator: "\r\n")[1]
        #expect(event.utf8.count == CannedAnswers.frameLength)
        #expect(text.hasPrefix(String(event.utf8.count, radix: 16) + "\r\n"))
        #expect(scan(String(event), piece: 9).stamps == [123_456_789_012])
    }
}
