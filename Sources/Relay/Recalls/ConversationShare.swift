import Domain
import JSON

/// Where a conversation stands among a hundred: by its name alone, so that it is the same in every process.
enum ConversationShare {
    /// From 0 to 99.
    static func place(of name: [UInt8], tenant: String?) -> UInt64 {
        var digest = TextDigest((tenant ?? "").utf8)
        digest.add(0)
        digest.add(name)
        return digest.mixed % 100
    }

    /// The first message of the user, in whatever dialect.
    static func beginning(of body: JSONValue) -> [UInt8] {
        let messages = body["messages"] ?? body["input"]
        guard let elements = messages?.elements else { return messages?.bytes ?? [] }
        let first = elements.first { $0["role"]?.string == "user" } ?? elements.first
        return (first?["content"] ?? first)?.bytes ?? []
    }
}
