import Domain
import HoldfastTesting
import NIOCore
import NIOEmbedded
import NIOHTTP1
import Relay

/// A provider's answers: our codec beside the stock one.
enum AnswerFuzz: FuzzTarget {
    static let question = FuzzQuestion.answers

    private static let samples = [
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n8\r\ndata: 1\n\r\n1\r\n\n\r\n0\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 503 Sad\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.0 200 OK\r\nX-Request-Id: r\r\n\r\nuntil the end",
        "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n",
    ]

    static func input(_ source: inout SeededRandom) -> [UInt8] {
        Mutation.apply(Array(source.pick(samples).utf8), tokens: HTTPTokens.all, &source)
    }

    static func check(_ input: [UInt8], _ source: inout SeededRandom) -> (problem: String?, wasAccepted: Bool) {
        let ours = CodecReading.answers([input])
        let split = CodecReading.answers(source.split(input).map(Array.init))
        if ours.messages != split.messages || (ours.fault == nil) != (split.fault == nil) {
            return ("split bytes are read in another way: \(ours.fault ?? "-") and \(split.fault ?? "-")", true)
        }
        // A connection carries one answer at a time here; bytes behind it end the connection.
        guard let message = ours.messages.first, message.isComplete, !message.asksForUpgrade else {
            return (nil, false)
        }
        guard let theirs = stock(input) else { return ("taken here and refused there", true) }
        return (StockMessage.difference(message, theirs), true)
    }

    private static func stock(_ bytes: [UInt8]) -> StockMessage? {
        let channel = EmbeddedChannel()
        var message: StockMessage?
        do {
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(HTTPRequestEncoder())
            try pipeline.addHandler(ByteToMessageHandler(HTTPResponseDecoder(leftOverBytesStrategy: .dropBytes)))
            // The stock decoder must know what was asked.
            channel.write(HTTPClientRequestPart.head(.init(version: .http1_1, method: .POST, uri: "/")), promise: nil)
            try channel.writeInbound(ByteBuffer(bytes: bytes))
        } catch {
            // What came before the fault has been delivered, and is all there is to compare.
        }
        channel.pipeline.fireChannelInactive()
        while let part = try? channel.readInbound(as: HTTPClientResponsePart.self) {
            switch part {
            case .head(let head):
                if message != nil { return message }
                message = StockMessage(
                    verb: "\(head.status.code)",
                    minorVersion: head.version.minor,
                    fields: head.headers.map { $0 },
                    keepAlive: nil
                )
            case .body(let piece): message?.body.append(contentsOf: piece.readableBytesView)
            case .end:
                message?.isComplete = true
                return message
            }
        }
        return message
    }
}
