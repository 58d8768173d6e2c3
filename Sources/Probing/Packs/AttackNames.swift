/// Which attacks there are, for packs to name: an id, a group (`encoders`) or a chain (`base64+policy-file`).
///
/// Packs do not know the attacks themselves, so that a pack can be read and checked without them.
package struct AttackNames: Sendable {
    /// Every id and group, for the nearest word in a complaint.
    package var words: [String]
    /// In the library's order; nil when the word is unknown.
    package var resolve: @Sendable (String) -> [AttackReference]?

    package init(words: [String], resolve: @escaping @Sendable (String) -> [AttackReference]?) {
        self.words = words
        self.resolve = resolve
    }

    /// Of a plain list. A chain is known when all its parts are, and has the sum of their versions less one,
    /// which rises when one does.
    package init(attacks: [AttackReference], groups: [String: [String]]) {
        let versions = Dictionary(attacks.map { ($0.id, $0.version) }, uniquingKeysWith: { first, _ in first })
        self.init(words: attacks.map(\.id) + groups.keys.sorted()) { word in
            if let version = versions[word] { return [AttackReference(id: word, version: version)] }
            if let members = groups[word] {
                return members.compactMap { id in versions[id].map { AttackReference(id: id, version: $0) } }
            }
            let parts = word.split(separator: "+", omittingEmptySubsequences: false).map { versions[String($0)] }
            guard parts.count == 2, let first = parts[0], let second = parts[1] else { return nil }
            return [AttackReference(id: word, version: first + second - 1)]
        }
    }
}
