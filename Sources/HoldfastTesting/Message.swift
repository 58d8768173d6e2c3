package import JSON

/// One HTTP/1.1 message as it was on the wire, for tests to look at.
package struct Message: Sendable, CustomStringConvertible {
    package struct Field: Sendable, Equatable {
        /// As sent.
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    package enum Framing: Sendable, Equatable {
        case none
        case length(Int)
        case chunked
        case untilClose
    }

    package var startLine = ""
    package var fields: [Field] = []
    package var framing = Framing.none
    /// Without chunk sizes and trailers.
    package var body: [UInt8] = []
    /// The framing said that this is all.
    package var isComplete = false

    package init() {}

    /// The first value of a field, whatever its name's case.
    package subscript(name: String) -> String? {
        fields.first { $0.name.lowercased() == name }?.value
    }

    package func has(_ name: String) -> Bool { self[name] != nil }

    /// An answer's status; 0 for a request.
    package var status: Int { startLine.hasPrefix("HTTP/") ? Int(startLine.dropFirst(9).prefix(3)) ?? 0 : 0 }

    /// A request's method and target; empty for an answer.
    package var method: String { startLine.split(separator: " ").first.map(String.init) ?? "" }
    package var target: String {
        let parts = startLine.split(separator: " ")
        return parts.count > 1 ? String(parts[1]) : ""
    }

    package var text: String { String(decoding: body, as: UTF8.self) }

    package var json: JSONValue? { try? JSONValue(parsing: body) }

    /// The code of an error in either vendor's shape.
    package var errorCode: String? { json?["error"]?["code"]?.string }

    package var description: String {
        "\(startLine) | \(fields.map { "\($0.name): \($0.value)" }.joined(separator: " | ")) | \(framing), "
            + "\(body.count) bytes\(isComplete ? "" : ", not whole"): \(text.prefix(300))"
    }
}
