import NIOCore
import Testing

@testable import workbench

@Suite("Stream order")
struct StreamOrderTests {
    private let usual = StreamOrder.Pace(frames: 50, interval: .milliseconds(5))

    private func order(_ body: String) -> StreamOrder.Pace? {
        StreamOrder(body: ByteBuffer(string: body), usual: usual).stream
    }

    @Test("only a true `stream` asks for a stream")
    func stream() {
        #expect(order(#"{"model":"x","stream":true}"#) == usual)
        #expect(order(#"{"stream" : true}"#) == usual)
        #expect(order(#"{"model":"x","stream":false}"#) == nil)
        #expect(order(#"{"messages":[{"content":"say \"stream\":true"}]}"#) == nil)
        #expect(order("") == nil)
        #expect(order(#"{"stream""#) == nil)
    }

    @Test("the load tool's own request carries its pace and has the length that was asked for")
    func roundTrip() throws {
        let pace = StreamOrder.Pace(frames: 7, interval: .microseconds(250))
        let request = LoadRequest(model: "bench", key: nil, bodyLength: 1300, stream: pace)
        #expect(order(request.body()) == pace)
        #expect(request.body().utf8.count == 1300)
        var bytes = request.bytes(for: try LoadTarget(url: "http://127.0.0.1:81/v1/chat/completions"))
        let head = try #require(try MessageHead.take(from: &bytes))
        #expect(head.framing == .length(bytes.readableBytes))
    }

    @Test("a Messages request carries its pace in the user, which is what a translation keeps")
    func user() {
        let pace = StreamOrder.Pace(frames: 7, interval: .microseconds(250))
        let request = LoadRequest(bodyLength: 1300, stream: pace, dialect: .messages)
        #expect(request.body().contains(#""user_id":"bench-7-250""#))
        #expect(request.body().utf8.count == 1300)
        #expect(order(#"{"stream":true,"user":"bench-7-250"}"#) == pace)
        #expect(order(#"{"stream":true,"user":"somebody"}"#) == usual)
        #expect(order(#"{"stream":true,"user":"bench-7"}"#) == usual)
    }

    @Test("the canned answer has its documented length")
    func answer() throws {
        var bytes = CannedAnswers().plain
        let head = try #require(try MessageHead.take(from: &bytes))
        #expect(head.framing == .length(CannedAnswers.plainBodyLength))
        #expect(bytes.readableBytes == CannedAnswers.plainBodyLength)
    }

    @Test("addresses that cannot be loaded are refused", arguments: ["https://x/", "http://", "http://h:0/", "h:1"])
    func addresses(url: String) {
        #expect(throws: (any Error).self) { try LoadTarget(url: url) }
    }
}
