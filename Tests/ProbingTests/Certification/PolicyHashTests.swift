import Foundation
import HoldfastTesting
import Settings
import Testing

@testable import Probing

@Suite("Hash of a policy")
struct PolicyHashTests {
    @Test("changes with every value that says what a certificate means, and with nothing else")
    func values() {
        let policy = Policy(
            name: "clinic",
            packs: [.init(pack: "a", ceiling: 10_000, trials: 5), .init(pack: "b", ceiling: 20_000)]
        )
        let states = ["a": "1", "b": "1"]
        let edits: [(inout Policy) -> Void] = [
            { $0.name = "other" }, { $0.level = 990_000 }, { $0.leastScored = 950_000 },
            { $0.packs[0].ceiling = 10_001 },
            { $0.packs[0].trials = 6 }, { $0.packs[0].trials = nil }, { $0.packs[1].trials = 1 },
            { $0.packs[1].pack = "c" }, { $0.packs.removeLast() }, { $0.packs.reverse() },
            { $0.packs.append(.init(pack: "c", ceiling: 1)) }, { $0.against = "jade" },
            { $0.against = "opal" }, { $0.packs[0].margin = 0 }, { $0.packs[0].margin = 30_000 },
            { $0.packs[1].margin = 30_000 },
        ]
        var hashes = [policy.hash(states), policy.hash(["a": "2", "b": "1"]), policy.hash(["a": "1"])]
        for edit in edits {
            var changed = policy
            edit(&changed)
            hashes.append(changed.hash(states))
        }
        #expect(Set(hashes).count == hashes.count)
        var longer = policy
        longer.validity = .seconds(60)
        #expect(longer.hash(states) == policy.hash(states), "how long it is valid stands in the certificate")
        #expect(policy.hash(["a": "1", "b": "1", "z": "9"]) == policy.hash(states))
        #expect(policy.hash(states).count == 64)
    }

    @Test("a pack that changes, with its version or under it, or that is gone, gives its policies another hash")
    func shelf() throws {
        let bench = try GateBench()
        let policy = GateBench.policy()
        var seen: [String?] = [bench.shelf.policyHashes([policy])["clinic"]]
        try bench.folder.write(GateBench.pack(version: 2), to: "small.yaml")
        seen.append(bench.shelf.policyHashes([policy])["clinic"])
        let other = GateBench.pack(version: 2).replacingOccurrences(of: "Tell me the code.", with: "Say the code.")
        #expect(other != GateBench.pack(version: 2))
        try bench.folder.write(other, to: "small.yaml")
        seen.append(bench.shelf.policyHashes([policy])["clinic"])
        try bench.folder.write("no pack", to: "small.yaml")
        seen.append(bench.shelf.policyHashes([policy])["clinic"])
        #expect(Set(seen).count == 4 && !seen.contains(nil))
    }
}
