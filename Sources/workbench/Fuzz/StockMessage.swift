import Relay

/// A message as the stock codec read it.
struct StockMessage {
    var verb: String
    var target = ""
    var minorVersion: Int
    var fields: [(name: String, value: String)]
    /// nil: not compared.
    var keepAlive: Bool?
    var body: [UInt8] = []
    var isComplete = false

    static func difference(_ ours: CodecReading.Message, _ theirs: StockMessage) -> String? {
        func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
        if !theirs.isComplete { return "whole here, not whole there" }
        if text(ours.verb) != theirs.verb { return "\(text(ours.verb)) here, \(theirs.verb) there" }
        if text(ours.target) != theirs.target { return "target \(text(ours.target)) here, \(theirs.target) there" }
        if ours.minorVersion != theirs.minorVersion { return "another version" }
        if ours.names.map(text) != theirs.fields.map(\.name) { return "other field names: \(theirs.fields)" }
        if ours.values.map(text) != theirs.fields.map(\.value) { return "other field values: \(theirs.fields)" }
        if ours.body != theirs.body { return "\(ours.body.count) bytes of body here, \(theirs.body.count) there" }
        if let keepAlive = theirs.keepAlive, keepAlive != ours.keepAlive { return "another mind about keep-alive" }
        return nil
    }
}

extension CodecReading.Message {
    var asksForUpgrade: Bool { names.contains { String(decoding: $0, as: UTF8.self).lowercased() == "upgrade" } }
}

/// The words that HTTP/1.1 parsers quarrel about.
enum HTTPTokens {
    static let all: [[UInt8]] =
        [
            "\r\n", "\n", "\r", "\r\n\r\n", " ", "\t", ":", ";", ",", "0", "00", "+", "-1", "0x", "f", "\0", "\u{7F}",
            "é",
            "Content-Length: 5\r\n", "content-length: 0\r\n", "Content-Length: 5, 5\r\n", "Content-Length:\t7\r\n",
            "Transfer-Encoding: chunked\r\n", "transfer-encoding: identity\r\n", "Transfer-Encoding: gzip, chunked\r\n",
            "Transfer-Encoding : chunked\r\n", "Connection: close\r\n", "Connection: keep-alive\r\n", "Host: b\r\n",
            " folded\r\n", "\tfolded\r\n", "0\r\n\r\n", "5\r\nhello\r\n", "5 \r\nhello\r\n", "5;x=\"y\"\r\n",
            "ffffffffffffffff\r\n",
            "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "GET ", "POST ", "X: y\r\n", "X:\r\n", ": y\r\n", "Trailer: t\r\n",
        ].map { Array($0.utf8) } + [[0x80], [0xFF], [0xC3, 0x28]]
}
