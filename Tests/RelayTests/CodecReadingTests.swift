import Testing

@testable import Relay

/// What the fuzzer found, kept: bytes that ours once took and the stock codec did not, or read in another way when cut.
@Suite("Two parsers, one reading")
struct CodecReadingTests {
    private static let chunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"

    @Test(
        "requests that others refuse are refused",
        arguments: [
            chunked + "1;a\u{E9}=b\r\n!\r\n0\r\n\r\n",
            chunked + "1;a=\r\n!\r\n0\r\n\r\n",
            chunked + "1; a=b\r\n!\r\n0\r\n\r\n",
            chunked + "1 ;a=b\r\n!\r\n0\r\n\r\n",
            chunked + "1;\r\n!\r\n0\r\n\r\n",
            chunked + "1;a=\"b\r\n!\r\n0\r\n\r\n",
            chunked + "1\r\n!\r\n0\r\nContent-Length: 5\r\n\r\n",
            chunked + "1\r\n!\r\n0\r\ntransfer-encoding: chunked\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\t\r\n\r\n0\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\t\r\n\r\n!",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1 \t\r\n\r\n!",
        ]
    )
    func refusedRequests(text: String) {
        let reading = CodecReading.requests([Array(text.utf8)])
        #expect(reading.fault != nil)
        #expect(!reading.messages.contains { $0.isComplete })
    }

    @Test(
        "chunk extensions that nobody reads in another way are passed over",
        arguments: ["1;a\r\n", "1;a=b\r\n", "1;a=b;c\r\n", "1;a=\"b c\"\r\n", "01\r\n"]
    )
    func extensions(line: String) {
        let reading = CodecReading.requests([Array((Self.chunked + line + "!\r\n0\r\nx: y\r\n\r\n").utf8)])
        #expect(reading.fault == nil)
        #expect(reading.messages.map(\.body) == [Array("!".utf8)])
    }

    @Test(
        "answers that others refuse are refused",
        arguments: [
            "HTTP/1.1 200 O\rK\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 204\rX: y\r\n\r\n",
            "HTTP/1.0 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 100 Continue\r\nConnection: close\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 103 Early\r\nContent-Length: 3\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        ]
    )
    func refusedAnswers(text: String) {
        let reading = CodecReading.answers([Array(text.utf8)])
        #expect(reading.fault != nil)
        #expect(reading.messages.isEmpty)
    }

    @Test("an empty line before a request is passed over, cut in two or not")
    func emptyLine() {
        let text = Array("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
        let whole = CodecReading.requests([text])
        #expect(whole.messages.count == 1)
        for cut in 1..<text.count {
            #expect(CodecReading.requests([Array(text[..<cut]), Array(text[cut...])]) == whole)
        }
    }
}
