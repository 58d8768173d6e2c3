import NIOCore
import Testing

@testable import Relay

@Suite("Request heads")
struct RequestHeadTests {
    @Test("a common request gives method, path, length and the named fields")
    func common() throws {
        let head = try #require(
            try read(
                "POST /v1/chat/completions?x=1 HTTP/1.1\r\nHost: a:1\r\nAuthorization: Bearer k\r\ncontent-LENGTH:  12 \r\n\r\nbody"
            )
        )
        let text = { (piece: Piece?) in piece.map { range in head.bytes.withUnsafeReadableBytes { $0.string(range) } } }
        #expect(head.method == .post)
        #expect(text(head.path) == "/v1/chat/completions")
        #expect(text(head.query) == "x=1")
        #expect(text(head.host) == "a:1")
        #expect(text(head.authorization) == "Bearer k")
        #expect(head.framing == .length(12))
        #expect(head.keepAlive)
    }

    @Test("a head that arrives byte by byte is read the same")
    func dripped() throws {
        let text = "GET /v1/models HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
        var buffer = ByteBuffer()
        var scanned = 0
        var head: RequestHead?
        for byte in text.utf8 {
            #expect(head == nil)
            buffer.writeInteger(byte)
            head = try RequestHead.read(from: &buffer, scanned: &scanned)
        }
        #expect(head?.method == .get)
        #expect(head?.keepAlive == false)
        #expect(buffer.readableBytes == 0)
    }

    @Test(
        "what parsers read in two ways is refused",
        arguments: [
            (
                "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n",
                HeadFault.duplicateField(.init(text: "content-length"))
            ),
            (
                "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
                .conflictingLengths
            ),
            ("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", .transferEncoding),
            ("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n", .transferEncoding),
            ("GET / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", .transferEncoding),
            ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\n", .contentLength),
            ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 5\r\n\r\n", .contentLength),
            ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x5\r\n\r\n", .contentLength),
            ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n", .contentLength),
            ("GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n", .foldedField),
            ("GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n", .bareLineFeed),
            ("GET / HTTP/1.1\r\nHost : a\r\n\r\n", .fieldName),
            ("GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n", .fieldName),
            ("GET / HTTP/1.1\r\nHost: a\r\nnocolon\r\n\r\n", .fieldName),
            ("GET / HTTP/1.1\r\nHost: a\r\nX: a\u{0}b\r\n\r\n", .fieldValue),
            ("GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n", .fieldValue),
            ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", .duplicateField(.init(text: "host"))),
            ("GET / HTTP/1.1\r\nX: a\r\n\r\n", .missingHost),
            ("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", .target),
            ("GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n", .target),
            ("GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", .version),
            ("GET / HTTP/2.0\r\nHost: a\r\n\r\n", .version),
            ("GET / HTTP/1.1 \r\nHost: a\r\n\r\n", .version),
            ("GET /\r\nHost: a\r\n\r\n", .startLine),
            ("G@T / HTTP/1.1\r\nHost: a\r\n\r\n", .startLine),
        ]
    )
    func refused(text: String, fault: HeadFault) {
        #expect(throws: fault) { _ = try read(text) }
    }

    @Test("a head without end is refused at its bound, not kept")
    func endless() {
        let line = "X: " + String(repeating: "a", count: 1000) + "\r\n"
        #expect(throws: HeadFault.tooLarge) {
            _ = try read("GET / HTTP/1.1\r\nHost: a\r\n" + String(repeating: line, count: 70))
        }
        #expect(throws: HeadFault.tooLarge) { _ = try read("GET /" + String(repeating: "a", count: 70_000)) }
        #expect(throws: HeadFault.tooManyFields) {
            _ = try read("GET / HTTP/1.1\r\nHost: a\r\n" + String(repeating: "X: a\r\n", count: 200) + "\r\n")
        }
    }

    private func read(_ text: String) throws -> RequestHead? {
        var buffer = ByteBuffer(string: text)
        var scanned = 0
        return try RequestHead.read(from: &buffer, scanned: &scanned)
    }
}

@Suite("Response heads")
struct ResponseHeadTests {
    @Test("interim answers are passed over and the final one is read")
    func interim() throws {
        let head = try #require(
            try read(
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nx-request-id: v1\r\n\r\n"
            )
        )
        #expect(head.status == 200)
        #expect(head.isEventStream)
        #expect(head.framing == .untilClose)
        #expect(!head.keepAlive)
    }

    @Test("an answer without body by its status has none, whatever its fields say")
    func noBody() throws {
        let head = try #require(try read("HTTP/1.1 204 No Content\r\nContent-Length: 7\r\n\r\n"))
        #expect(head.framing == .none)
        #expect(head.keepAlive)
    }

    @Test("both lengths, a changed protocol and a bad status line are refused")
    func refused() {
        for text in [
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
            "HTTP/1.1 101 Switching\r\n\r\n", "HTTP/1.1 2000 OK\r\n\r\n", "HTTQ/1.1 200 OK\r\n\r\n",
            "HTTP/1.1 099 X\r\n\r\n",
        ] {
            #expect(throws: HeadFault.self) { _ = try read(text) }
        }
    }

    private func read(_ text: String) throws -> ResponseHead? {
        var buffer = ByteBuffer(string: text)
        var scanned = 0
        return try ResponseHead.read(from: &buffer, scanned: &scanned)
    }
}

@Suite("Bodies")
struct BodyReaderTests {
    @Test("a chunked body gives its payload under every split", arguments: 1...60)
    func everySplit(size: Int) throws {
        let wire = Array("4;ext=1\r\nWiki\r\n5\r\npedia\r\nE\r\n in\r\n\r\nchunks.\r\n0\r\nTrailer: x\r\n\r\nNEXT".utf8)
        var reader = BodyReader(.chunked)
        var buffer = ByteBuffer()
        var payload = ByteBuffer()
        for start in stride(from: 0, to: wire.count, by: size) {
            buffer.writeBytes(wire[start..<min(start + size, wire.count)])
            while var piece = try reader.next(from: &buffer) { payload.writeBuffer(&piece) }
        }
        #expect(reader.isDone)
        #expect(String(buffer: payload) == "Wikipedia in\r\n\r\nchunks.")
        #expect(String(buffer: buffer) == "NEXT")
    }

    @Test(
        "a chunk that lies about itself is refused",
        arguments: [
            "5\nhello\r\n0\r\n\r\n", "g\r\n", "-1\r\n", "\r\n", "5 \r\nhello\r\n", "0x5\r\nhello\r\n",
            "3\r\nhello\r\n0\r\n\r\n",
            "FFFFFFFFFFFFFFFF\r\n", "0\r\nbad trailer\r\n\r\n", "0\r\n x: folded\r\n\r\n",
        ]
    )
    func refused(wire: String) {
        var reader = BodyReader(.chunked)
        var buffer = ByteBuffer(string: wire)
        #expect(throws: HeadFault.self) {
            while try reader.next(from: &buffer) != nil {}
        }
    }

    @Test("a body with a length ends there and leaves the rest")
    func length() throws {
        var reader = BodyReader(.length(3))
        var buffer = ByteBuffer(string: "abcdef")
        #expect(try reader.next(from: &buffer).map { String(buffer: $0) } == "abc")
        #expect(reader.isDone)
        #expect(buffer.readableBytes == 3)
    }
}
