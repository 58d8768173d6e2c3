package import Dialects
import Domain

/// A request in its usual form; what a test wants otherwise it changes.
package struct Call: Sendable {
    package var method = "POST"
    package var target: String
    package var fields: [(name: String, value: String)]
    package var body: [UInt8]

    package init(
        _ method: String = "POST",
        _ target: String,
        fields: KeyValuePairs<String, String> = [:],
        body: String = ""
    ) {
        self.method = method
        self.target = target
        self.fields = fields.map { (name: $0.key, value: $0.value) }
        self.body = Array(body.utf8)
    }

    /// Says hello in a dialect.
    package static func hello(_ dialect: Dialect, route: String = "support", stream: Bool = false) -> Call {
        let stream = stream ? #","stream":true"# : ""
        return switch dialect {
        case .chatCompletions:
            Call(
                "POST",
                "/v1/chat/completions",
                body: #"{"model":"\#(route)","messages":[{"role":"user","content":"hello"}]\#(stream)}"#
            )
        case .responses:
            Call("POST", "/v1/responses", body: #"{"model":"\#(route)","input":"hello"\#(stream)}"#)
        case .messages:
            Call(
                "POST",
                "/v1/messages",
                fields: ["anthropic-version": "2023-06-01"],
                body: #"{"model":"\#(route)","max_tokens":16,"messages":[{"role":"user","content":"hello"}]\#(stream)}"#
            )
        }
    }

    package func with(_ name: String, _ value: String) -> Call {
        var call = self
        call.fields.append((name: name, value: value))
        return call
    }

    package func bearing(_ key: String) -> Call { with("authorization", "Bearer \(key)") }

    /// With `host`, `content-type` and `content-length`, unless the call names its own.
    package var bytes: [UInt8] {
        var head = "\(method) \(target) HTTP/1.1\r\n"
        let named = Set(fields.map { $0.name.lowercased() })
        if !named.contains("host") { head += "host: 127.0.0.1\r\n" }
        for (name, value) in fields { head += "\(name): \(value)\r\n" }
        if method == "POST" {
            if !named.contains("content-type") { head += "content-type: application/json\r\n" }
            if !named.contains("content-length"), !named.contains("transfer-encoding") {
                head += "content-length: \(body.count)\r\n"
            }
        }
        return Array((head + "\r\n").utf8) + body
    }

    /// One connection, one answer.
    package func send(port: Int, tls: Bool = false) async throws -> Message {
        let client = try await RawClient.connect(port: port, tls: tls)
        client.post(bytes)
        do {
            let answer = try await client.answer()
            await client.close()
            return answer
        } catch {
            await client.close()
            throw error
        }
    }
}
