import Settings

/// All attacks of the product, in a stable order, with the groups that packs name.
package struct AttackLibrary: Sendable {
    package static let standard = AttackLibrary()

    /// A name for several attacks; `ids` in the library's order.
    package struct Group: Sendable, Equatable {
        package var name: String
        package var ids: [String]
    }

    package let attacks: [Attack]
    package let groups: [Group]
    private let byID: [String: Attack]
    private let byGroup: [String: Group]

    private init() {
        let encoders = Converter.all.map { Attack.encoder($0) }
        let framings = Framings.all
        let manyShot = [16, 64, 256].map(Attack.manyShot)
        let bestOfN = [10, 50].map(Attack.bestOf)
        let burial = [(2_000, "2k"), (16_000, "16k"), (64_000, "64k")].map { Attack.burial($0, id: "burial-\($1)") }
        let conversations = [Attack.crescendo, .forgedHistory]
        attacks =
            [.plain] + encoders + framings + [.splitting] + manyShot + bestOfN + burial + conversations
            + Attack.answerEncodings
        groups = [
            Self.group("all", attacks),
            Self.group("encoders", encoders),
            Self.group("framings", framings),
            Self.group("multi-turn", [Framings.falseAdmission] + conversations),
            Self.group("answer-encodings", Attack.answerEncodings),
            Self.group("many-shot", manyShot),
            Self.group("best-of-n", bestOfN),
            Self.group("burial", burial),
        ]
        byID = Dictionary(attacks.map { ($0.id, $0) }) { first, _ in first }
        byGroup = Dictionary(groups.map { ($0.name, $0) }) { first, _ in first }
    }

    private static func group(_ name: String, _ attacks: [Attack]) -> Group {
        Group(name: name, ids: attacks.map(\.id))
    }
}

extension AttackLibrary {
    /// The attacks that words stand for: ids, groups, chains of two ids (`rot13+leet`). In the order of the words, each
    /// attack once.
    package func named(_ words: [String]) throws(AttackNameError) -> [Attack] {
        var found: [Attack] = []
        var ids: Set<String> = []
        for word in words {
            for attack in try named(word) where ids.insert(attack.id).inserted { found.append(attack) }
        }
        return found
    }

    package func named(_ word: String) throws(AttackNameError) -> [Attack] {
        if let attack = byID[word] { return [attack] }
        if let group = byGroup[word] { return group.ids.compactMap { byID[$0] } }
        guard word.utf8.contains(UInt8(ascii: "+")) else {
            throw AttackNameError(word: word, problem: .unknown(nearest: nearest(to: word)))
        }
        let links = word.split(separator: "+", omittingEmptySubsequences: false).map(String.init)
        guard links.count == 2 else { throw AttackNameError(word: word, problem: .senseless("a chain has two links")) }
        return [try .chain(link(links[0], of: word), link(links[1], of: word))]
    }

    private func link(_ id: String, of chain: String) throws(AttackNameError) -> Attack {
        if let attack = byID[id] { return attack }
        if byGroup[id] != nil { throw AttackNameError(word: chain, problem: .senseless("'\(id)' is a group")) }
        throw AttackNameError(word: id, problem: .unknown(nearest: nearest(to: id)))
    }

    private func nearest(to word: String) -> String? {
        NearestWord.of(word, among: attacks.map(\.id) + groups.map(\.name))
    }
}
