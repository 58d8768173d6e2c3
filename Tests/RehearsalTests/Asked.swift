import Dialects
import Domain
import JSON
import Testing

@testable import Rehearsal

/// Asks the model, and reads what it says as a client would.
struct Asked {
    var behaviour = RehearsalBehaviour()

    static let tool = #"{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}"#

    func reply(_ operation: Operation, _ body: String, serial: UInt64 = 7) -> RehearsalReply {
        RehearsalModel(behaviour).reply(to: operation, Array(body.utf8), serial: serial, now: 1_700_000_000)
    }

    func plain(_ operation: Operation, _ body: String, serial: UInt64 = 7) throws -> JSONValue {
        let reply = reply(operation, body, serial: serial)
        try #require(reply.status == 200, "\(String(decoding: reply.bytes, as: UTF8.self))")
        return try JSONValue(parsing: reply.bytes)
    }

    func frames(_ operation: Operation, _ body: String) throws -> [RehearsalReply.Frame] {
        let reply = reply(operation, body)
        guard case .stream(let frames) = reply.content else {
            Issue.record("no stream: \(String(decoding: reply.bytes, as: UTF8.self))")
            return []
        }
        return frames
    }

    func events(_ operation: Operation, _ body: String) throws -> [Event] {
        try frames(operation, body).map { try Event($0.bytes) }
    }

    struct Event {
        var name: String?
        /// nil for `[DONE]`.
        var data: JSONValue?

        init(_ frame: [UInt8]) throws {
            let text = String(decoding: frame, as: UTF8.self)
            try #require(text.hasSuffix("\n\n"))
            for line in text.dropLast(2).split(separator: "\n") {
                if line.hasPrefix("event: ") { name = String(line.dropFirst(7)) }
                if line.hasPrefix("data: "), line != "data: [DONE]" {
                    data = try JSONValue(parsing: Array(line.dropFirst(6).utf8))
                }
            }
        }

        var type: String? { data?["type"]?.string }
    }
}

extension JSONValue {
    /// Follows keys and indices.
    func at(_ path: Step...) -> JSONValue? {
        var value: JSONValue? = self
        for step in path {
            switch step {
            case .key(let key): value = value?[key]
            case .index(let index):
                let elements = value?.elements ?? []
                value = elements.indices.contains(index) ? elements[index] : nil
            }
        }
        return value
    }

    enum Step: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
        case key(String)
        case index(Int)

        init(stringLiteral key: String) { self = .key(key) }
        init(integerLiteral index: Int) { self = .index(index) }
    }
}
