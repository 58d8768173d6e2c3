import Domain
import JSON

/// Where a conversation stands among a hundred: by its name alone, so that it is the same in every process.
enum ConversationShare {
    /// From 0 to 99.
    ///
    /// FNV-1a over tenant and name, then the finalizer of MurmurHash3, without which near names would lie near each other.
    static func place(of name: [UInt8], tenant: String?) -> UInt64 {
        var digest = TextDigest((tenant ?? "").utf8)
        digest.add(0)
        digest.add(name)
        var hash = digest.value
        hash = (hash ^ (hash >> 33)) &* 0xff51_afd7_ed55_8ccd
        hash = (hash ^ (hash >> 33)) &* 0xc4ce_b9fe_1a85_ec53
        return (hash ^ (hash >> 33)) % 100
    }

    /// The first message of the user, in whatever dialect.
    static func beginning(of body: JSONValue) -> [UInt8] {
        let messages = body["messages"] ?? body["input"]
        guard let elements = messages?.elements else { return messages?.bytes ?? [] }
        let first = elements.first { $0["role"]?.string == "user" } ?? elements.first
        return (first?["content"] ?? first)?.bytes ?? []
    }
}
