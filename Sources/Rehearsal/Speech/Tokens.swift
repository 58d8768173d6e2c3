import JSON

/// The rehearsal model's rule for tokens: one for every four bytes, rounded up.
///
/// Input is counted over the compact JSON of the parts of a request that a model would read (messages, instructions,
/// tools), output over the text or the arguments of tool calls.
enum Tokens {
    static let bytesEach = 4

    static func count(bytes: Int) -> Int { (bytes + bytesEach - 1) / bytesEach }

    static func count(_ text: String) -> Int { count(bytes: text.utf8.count) }

    static func count(_ fields: JSONValue, _ keys: [String]) -> Int {
        count(bytes: keys.reduce(0) { $0 + (fields[$1]?.bytes.count ?? 0) })
    }
}
