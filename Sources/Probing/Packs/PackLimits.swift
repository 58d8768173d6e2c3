/// How large a pack may be, and why.
package enum PackLimits {
    /// Ours have less than 128 KiB; an imported set of twenty thousand long prompts comes near it.
    package static let document = 16 << 20
    /// A goal has about twenty nodes.
    static let nodes = 400_000
    /// Deeper than any pack nests, tool schemas included.
    static let depth = 16
    /// Titles, words, hosts.
    static let line = 400
    static let name = 64
    /// A system prompt, an ask, or the prompt's `about`; longer ones drown what the goal measures.
    package static let prompt = 16_000
    /// A document around an attack; burial in longer ones is an attack's work.
    package static let carrier = 32_000
    static let goalSets = 32
    package static let goals = 20_000
    static let cells = 64
    static let tools = 16
    static let tags = 16
    static let answers = 32
    /// Of one pack: what a draw holds in memory.
    package static let probes = 500_000
    static let trials = 1...100_000

    static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, let last = text.utf8.last else { return false }
        let hyphen = UInt8(ascii: "-")
        return text.utf8.count <= name && first != hyphen && last != hyphen
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), hyphen: true
                default: false
                }
            }
    }
}
