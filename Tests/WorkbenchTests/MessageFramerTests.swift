import NIOCore
import Testing

@testable import workbench

@Suite("Message framer")
struct MessageFramerTests {
    /// Status or request line, content and `end` marks, in order.
    private func read(_ text: String, _ side: MessageFramer.Side, piece: Int) throws -> [String] {
        var framer = MessageFramer(side)
        var seen: [String] = []
        var content = ""
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: piece) {
            framer.append(ByteBuffer(bytes: bytes[start..<min(start + piece, bytes.count)]))
            while let event = try framer.next() {
                switch event {
                case .head(let head): seen.append(head.startLine)
                case .body(let part): content += String(buffer: part)
                case .end:
                    seen.append(content)
                    content = ""
                }
            }
        }
        return seen
    }

    @Test("answers are found whatever the reads were cut into", arguments: [1, 2, 3, 7, 1000])
    func pieces(piece: Int) throws {
        let text =
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
            + "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\na;x=y\r\n0123456789\r\n0\r\nT: 1\r\n\r\n"
            + "HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"
        #expect(
            try read(text, .answers, piece: piece) == [
                "HTTP/1.1 200 OK", "hello", "HTTP/1.1 200 OK", "abc0123456789", "HTTP/1.1 204 No Content", "",
                "HTTP/1.1 200 OK", "",
            ]
        )
    }

    @Test("a request without length has no body", arguments: [1, 1000])
    func requests(piece: Int) throws {
        let text = "GET /v1/models HTTP/1.1\r\n\r\nPOST /x HTTP/1.1\r\ncontent-length: 2\r\n\r\n{}"
        let seen = try read(text, .requests, piece: piece)
        #expect(seen == ["GET /v1/models HTTP/1.1", "", "POST /x HTTP/1.1", "{}"])
    }

    @Test(
        "what is no message is refused",
        arguments: [
            "HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n", "HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n", "\r\n\r\n",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nab\r\n",
            "HTTP/1.1 200 OK\r\n" + String(repeating: "a", count: 70_000),
        ]
    )
    func faults(text: String) {
        #expect(throws: FramingFault.self) { try read(text, .answers, piece: 1000) }
    }

    @Test("an event stream is known by its type and a closing answer by its word")
    func fields() throws {
        var buffer = ByteBuffer(
            string: "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nConnection: Close\r\n\r\n"
        )
        let head = try #require(try MessageHead.take(from: &buffer))
        #expect(head.isEventStream)
        #expect(head.closes)
        #expect(head.status == 200)
        #expect(head.framing == .unstated)
    }
}
