/// A closed list of lower-case phrases to look for in a provider's message.
///
/// Plain byte search over a bounded text: no pattern that an attacker's text could make slow.
struct PhraseList: Sendable {
    private let phrases: [[UInt8]]

    init(_ phrases: [StaticString]) {
        self.phrases = phrases.map { $0.withUTF8Buffer { Array($0) } }.filter { !$0.isEmpty }
    }

    private init(joined: [[UInt8]]) { phrases = joined }

    static func + (left: PhraseList, right: PhraseList) -> PhraseList {
        PhraseList(joined: left.phrases + right.phrases)
    }

    func occurs(in text: [UInt8]) -> Bool { phrases.contains { Self.find($0, in: text) } }

    /// Whether the text begins with one of them. What a provider writes of its own accord comes first; a caller whose
    /// words are echoed cannot put them there.
    func opens(_ text: [UInt8]) -> Bool { phrases.contains { text.starts(with: $0) } }

    private static func find(_ phrase: [UInt8], in text: [UInt8]) -> Bool {
        var start = 0
        while start + phrase.count <= text.count {
            var matched = 0
            while matched < phrase.count, text[start + matched] == phrase[matched] { matched += 1 }
            if matched == phrase.count { return true }
            start += 1
        }
        return false
    }
}
