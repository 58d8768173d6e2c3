import Dialects
import Domain
import HoldfastTesting
import JSON

/// An answer as a vendor's client would take it: what it says, and whether it may be taken for complete.
///
/// Written apart from the gateway's own readers, so that a fault of theirs is not a fault of the judge too.
struct StreamReading: Sendable {
    enum Ending: String, Sendable {
        case whole
        /// The dialect's error event, and then a connection that ends before the framing does.
        case toldAndBroken = "told and broken off"
        /// The error event, but the framing ends well.
        case toldAndEnded = "told, but ended cleanly"
        /// Ends like a whole one and is none: a client takes it for complete.
        case looksComplete = "looks complete and is not"
        /// Breaks off without a word.
        case brokenOff = "broken off without a word"
        /// Nothing more came, and the connection is still there.
        case hanging
        /// A frame that is no JSON.
        case garbage = "a broken frame"
    }

    private(set) var text = ""
    /// Data of the dialect's error events.
    private(set) var errors: [JSONValue] = []
    private(set) var terminators = 0
    private(set) var openings = 0
    /// Whole frames, as they came.
    private(set) var frames: [String] = []
    private var isGarbage = false
    private var remainder = ""
    private let isFramed: Bool
    private let isStream: Bool
    private let connectionEnded: Bool

    init(_ answer: Message, _ dialect: Dialect, connectionEnded: Bool) {
        isFramed = answer.isComplete
        isStream = answer["content-type"]?.hasPrefix("text/event-stream") ?? false
        self.connectionEnded = connectionEnded
        if isStream { read(answer.text, dialect) } else { readPlain(answer, dialect) }
    }

    /// Frames as a provider wrote them, apart from any connection.
    init(frames: [String], _ dialect: Dialect) {
        isFramed = true
        isStream = true
        connectionEnded = true
        read(frames.joined(), dialect)
    }

    var ending: Ending {
        if isGarbage { return .garbage }
        if !errors.isEmpty { return isFramed ? .toldAndEnded : connectionEnded ? .toldAndBroken : .hanging }
        if !isFramed { return connectionEnded ? .brokenOff : .hanging }
        return terminators > 0 && remainder.isEmpty ? .whole : .looksComplete
    }

    // MARK: Plain

    private mutating func readPlain(_ answer: Message, _ dialect: Dialect) {
        guard let json = answer.json else {
            remainder = answer.text
            return
        }
        if let error = json["error"], !error.isNull {
            errors = [json]
            return
        }
        terminators = 1
        openings = 1
        let parts =
            switch dialect {
            case .chatCompletions: json["choices"]?.elements?.map { $0["message"]?["content"] } ?? []
            case .messages: json["content"]?.elements?.map { $0["text"] } ?? []
            case .responses:
                json["output"]?.elements?.flatMap { $0["content"]?.elements ?? [] }.map { $0["text"] } ?? []
            }
        text = parts.compactMap { $0?.string }.joined()
    }

    // MARK: Streams

    private mutating func read(_ body: String, _ dialect: Dialect) {
        var pieces = body.piecesBetweenBlankLines
        remainder = pieces.removeLast()
        frames = pieces.map { $0 + "\n\n" }
        for piece in pieces { frame(piece, dialect) }
    }

    private mutating func frame(_ frame: String, _ dialect: Dialect) {
        let lines = frame.split(separator: "\n")
        let data = lines.filter { $0.hasPrefix("data:") }.map { $0.dropFirst(5).drop { $0 == " " } }
            .joined(separator: "\n")
        guard !data.isEmpty else { return }
        if data == "[DONE]" {
            if dialect == .chatCompletions { terminators += 1 }
            return
        }
        guard let json = try? JSONValue(parsing: Array(data.utf8)) else {
            isGarbage = true
            return
        }
        let name = lines.first { $0.hasPrefix("event:") }.map { String($0.dropFirst(6).drop { $0 == " " }) }
        switch dialect {
        case .chatCompletions: chat(json)
        case .messages: messages(json, name)
        case .responses: responses(json, name)
        }
    }

    private mutating func chat(_ json: JSONValue) {
        if let error = json["error"], !error.isNull { return errors.append(json) }
        if json["choices"]?.elements?.first?["delta"]?["role"] != nil { openings += 1 }
        text += json["choices"]?.elements?.first?["delta"]?["content"]?.string ?? ""
    }

    /// Anthropic's clients go by the event's name, others by the data's type: both must say the same.
    private mutating func messages(_ json: JSONValue, _ name: String?) {
        guard let type = json["type"]?.string, type == name else { return isGarbage = true }
        switch type {
        case "error": errors.append(json)
        case "message_start": openings += 1
        case "message_stop": terminators += 1
        case "content_block_delta": text += json["delta"]?["text"]?.string ?? ""
        default: break
        }
    }

    private mutating func responses(_ json: JSONValue, _ name: String?) {
        guard let type = json["type"]?.string, name == nil || type == name else { return isGarbage = true }
        switch type {
        case "error", "response.failed": errors.append(json)
        case "response.created": openings += 1
        case "response.completed": terminators += 1
        case "response.output_text.delta": text += json["delta"]?.string ?? ""
        default: break
        }
    }
}

extension String {
    /// The last one is what has no blank line behind it.
    fileprivate var piecesBetweenBlankLines: [String] {
        var pieces: [String] = []
        var rest = self[...]
        while let gap = rest.firstRange(of: "\n\n") {
            pieces.append(String(rest[..<gap.lowerBound]))
            rest = rest[gap.upperBound...]
        }
        return pieces + [String(rest)]
    }
}
