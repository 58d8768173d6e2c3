import Domain
import HoldfastTesting
import NIOCore
import NIOEmbedded
import NIOHTTP1
import Relay

/// Requests: our codec beside the stock one. Ours may refuse what the other takes, never the reverse, and never with
/// another meaning.
enum RequestFuzz: FuzzTarget {
    static let question = FuzzQuestion.requests

    private static let samples = [
        "GET /v1/models HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST /v1/chat/completions?x=1 HTTP/1.1\r\nHost: a:1\r\nContent-Length: 5\r\nX-Api-Key: k \r\n\r\nhello",
        "POST /v1/messages HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\nexpect: 100-continue\r\n\r\n5\r\nhello\r\n1;a=b\r\n!\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nConnection: close, x\r\nTransfer-Encoding: chunked\r\n\r\nA\r\n0123456789\r\n0\r\nT: v\r\n\r\n",
        "POST /v1/responses HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 3\r\n\r\nabc",
    ]

    static func input(_ source: inout SeededRandom) -> [UInt8] {
        var text = source.pick(samples)
        if source.chance(3) { text += source.pick(samples) }
        return Mutation.apply(Array(text.utf8), tokens: HTTPTokens.all, &source)
    }

    static func check(_ input: [UInt8], _ source: inout SeededRandom) -> (problem: String?, wasAccepted: Bool) {
        let ours = CodecReading.requests([input])
        let split = CodecReading.requests(source.split(input).map(Array.init))
        if ours.messages != split.messages || (ours.fault == nil) != (split.fault == nil) {
            return ("split bytes are read in another way: \(ours.fault ?? "-") and \(split.fault ?? "-")", true)
        }
        let whole = ours.messages.filter(\.isComplete)
        guard !whole.isEmpty else { return (nil, false) }
        let theirs = stock(input)
        for (index, message) in whole.enumerated() {
            // Methods that nobody here serves end at a 405; which of them a parser knows is its own affair. A change of
            // protocol is never taken up here, so what follows one is a request to us and not to a parser that left.
            if !known.contains(String(decoding: message.verb, as: UTF8.self)) || message.asksForUpgrade { break }
            guard index < theirs.count else { return ("request \(index + 1) is taken here and refused there", true) }
            if let difference = StockMessage.difference(message, theirs[index]) {
                return ("request \(index + 1): \(difference)", true)
            }
            // Behind this one the connection ends; what else has come is thrown away unread.
            if !message.keepAlive { break }
        }
        return (nil, true)
    }

    private static let known: Set<String> = ["GET", "POST", "HEAD", "OPTIONS"]

    private static func stock(_ bytes: [UInt8]) -> [StockMessage] {
        let channel = EmbeddedChannel()
        var messages: [StockMessage] = []
        do {
            try channel.pipeline.syncOperations.addHandler(
                ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes))
            )
            try channel.writeInbound(ByteBuffer(bytes: bytes))
        } catch {
            // What came before the fault has been delivered, and is all there is to compare.
        }
        while let part = try? channel.readInbound(as: HTTPServerRequestPart.self) {
            switch part {
            case .head(let head):
                messages.append(
                    StockMessage(
                        verb: head.method.rawValue,
                        target: head.uri,
                        minorVersion: head.version.minor,
                        fields: head.headers.map { $0 },
                        // With spaces still behind it the value is not yet what the stock codec can judge.
                        keepAlive: head.headers["connection"].contains { $0.hasSuffix("\t") || $0.hasSuffix(" ") }
                            ? nil : head.isKeepAlive
                    )
                )
            case .body(let piece): messages[messages.count - 1].body.append(contentsOf: piece.readableBytesView)
            case .end: messages[messages.count - 1].isComplete = true
            }
        }
        _ = try? channel.finish()
        return messages
    }
}
