import Foundation
import Probing
import Testing

/// One line an attack: id, version, a hash of what it makes for the tests' asks and a few seeds.
///
/// `HOLDFAST_RECORD=1` writes the file anew, but never a line whose hash changed under the same version: results of one
/// version are compared, so what it makes must stay.
@Suite("Golden attacks")
struct AttackGoldenTests {
    private struct Line: Equatable, CustomStringConvertible {
        var id: String
        var version: Int
        var hash: String

        init(id: String, version: Int, hash: String) { (self.id, self.version, self.hash) = (id, version, hash) }

        init?(_ text: Substring) {
            let words = text.split(separator: " ").map(String.init)
            guard words.count == 3, let version = Int(words[1]) else { return nil }
            self.init(id: words[0], version: version, hash: words[2])
        }

        var description: String { "\(id) \(version) \(hash)" }
    }

    private static let chains = ["rot13+leet", "rot13+base64", "base64+policy-file", "fill-in-the-blank+hex"]
    private static let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "attacks.txt")

    @Test("an attack that makes something else has a new version")
    func golden() throws {
        let library = AttackLibrary.standard
        let now = try (library.attacks + library.named(Self.chains)).map {
            Line(id: $0.id, version: $0.version, hash: hash(of: $0))
        }
        let recorded = ((try? String(contentsOf: Self.file, encoding: .utf8)) ?? "").split(separator: "\n")
            .compactMap(Line.init)
        let before = Dictionary(recorded.map { ($0.id, $0) }) { first, _ in first }
        var isHonest = true
        for line in now {
            guard let old = before[line.id], old.hash != line.hash, old.version >= line.version else { continue }
            isHonest = false
            Issue.record("\(line.id) makes something else than its version \(old.version) did: raise the version.")
        }
        guard ProcessInfo.processInfo.environment["HOLDFAST_RECORD"] == "1" else {
            #expect(now == recorded, "Look at the changes, then record them with HOLDFAST_RECORD=1.")
            return
        }
        guard isHonest else { return }
        try Data(now.map { "\($0)\n" }.joined().utf8).write(to: Self.file)
    }

    /// FNV-1a, 64 bits (draft-eastlake-fnv): a checksum, nothing is signed with it.
    private func hash(of attack: Attack) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for ask in Asks.all {
            for seed in UInt64(0)..<8 {
                let approach = Asks.approach(attack, ask, seed: seed)
                let parts = approach.before.map { "\($0.role.rawValue): \($0.text)" } + approach.says
                for part in parts + [approach.prefill ?? "none"] {
                    for byte in part.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
                    hash = (hash ^ 0xFF) &* 0x100_0000_01b3
                }
            }
        }
        let text = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }
}
