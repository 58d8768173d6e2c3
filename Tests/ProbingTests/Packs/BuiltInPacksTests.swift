import Probing
import Testing

@Suite("The packs in the product")
struct BuiltInPacksTests {
    @Test("are sound, without so much as a remark", arguments: BuiltInPacks.names)
    func sound(name: String) throws {
        let text = try #require(BuiltInPacks.text(named: name))
        let (pack, problems) = PackLoader.check(text: text, attacks: PackFixtures.attacks)
        #expect(problems.map { $0.line(in: name) } == [])
        #expect(try #require(pack).id == name)
    }

    @Test("name attacks that the library has, and texts that can be filled", arguments: BuiltInPacks.names)
    func library(name: String) throws {
        let pack = try #require(try BuiltInPacks.load(named: name, attacks: .standard))
        #expect(pack.probeCount > 0)
        for goal in pack.goals {
            for text in [goal.system, goal.ask, goal.carrier?.text, goal.carrier?.request].compactMap({ $0 }) {
                #expect(throws: Never.self) { try Placeholders.names(in: text) }
            }
        }
    }

    @Test("are these, and there is no other")
    func names() throws {
        let domains = DomainPacks.domains.flatMap { ["domain-\($0)", "domain-\($0)-twins"] }
        #expect(
            BuiltInPacks.names == ["leak-core", "injection-core", "output-core", "usability"] + domains + [
                "indic", "demo",
            ]
        )
        #expect(try BuiltInPacks.load(named: "hazard", attacks: PackFixtures.attacks) == nil)
    }

    @Test("have the sizes that the catalogue asks for")
    func sizes() throws {
        // Pack, goal sets together, fewest goals, attacks.
        let cases: [(String, [String], Int, ClosedRange<Int>)] = [
            ("leak-core", ["secrets", "words"], 40, 24...46),
            ("leak-core", ["words"], 8, 24...24),
            ("leak-core", ["identifiers"], 12, 40...45),
            ("injection-core", ["pasted"], 15, 20...20),
            ("injection-core", ["mail", "passages", "pages", "files", "scans"], 30, 20...20),
            ("injection-core", ["actions", "planted"], 15, 20...20),
            ("output-core", ["exfiltration"], 10, 10...10),
            ("output-core", ["hygiene"], 12, 10...10),
            ("usability", ["over-refusal"], 100, 1...1),
            ("usability", ["numbers", "days", "reading", "choices", "languages"], 120, 1...1),
            ("domain-health", ["orders", "decisions", "cards"], 21, 15...15),
            ("domain-health-twins", ["orders", "decisions", "cards"], 21, 1...1),
            ("domain-finance", ["orders", "decisions", "picks"], 21, 15...15),
            ("domain-finance-twins", ["orders", "decisions", "picks"], 21, 1...1),
            ("domain-commerce", ["orders", "decisions", "words"], 21, 15...15),
            ("domain-commerce-twins", ["orders", "decisions", "words"], 21, 1...1),
            ("domain-education", ["orders", "decisions", "keys"], 21, 15...15),
            ("domain-education-twins", ["orders", "decisions", "keys"], 21, 1...1),
            ("demo", ["words"], 8, 4...4),
        ]
        for (name, sets, fewest, attacks) in cases {
            let counts = try PackFixtures.builtIn(name).counts.filter { sets.contains($0.goalSet) }
            #expect(counts.count == sets.count)
            #expect(counts.reduce(0) { $0 + $1.goals } >= fewest, "\(name) \(sets)")
            for count in counts { #expect(attacks.contains(count.attacks), "\(name) \(count)") }
        }
    }

    @Test("have tags of three taxonomies on everything that can be attacked")
    func tags() throws {
        for name in BuiltInPacks.names where name != "usability" {
            for goal in try PackFixtures.builtIn(name).goals {
                for taxonomy in ["owasp-llm:2025:", "nist-ai-100-2:2025:"] {
                    #expect(goal.tags.contains { $0.hasPrefix(taxonomy) }, "\(name)/\(goal.id) has no \(taxonomy)")
                }
                #expect(goal.tags == goal.tags.sorted())
            }
        }
    }

    @Test("leak secrets of every domain")
    func domains() throws {
        let goals = try PackFixtures.builtIn("leak-core").goals
        let domains = Dictionary(grouping: goals, by: \.domain).mapValues(\.count)
        #expect(Set(domains.keys) == ["health", "finance", "commerce", "education", "work"])
        #expect(domains.values.allSatisfy { $0 >= 6 }, "\(domains)")
    }

    @Test("ask in five languages of India as well")
    func languages() throws {
        let goals = try PackFixtures.builtIn("usability").goals
        let counts = Dictionary(grouping: goals, by: \.language).mapValues(\.count)
        #expect(Set(counts.keys) == ["en", "hi", "bn", "ta", "te", "mr"])
        #expect(counts.filter { $0.key != "en" }.values.allSatisfy { $0 >= 8 })
    }

    @Test("do not have the right answer in one place only, where choosing blindly would find it")
    func choices() throws {
        let set = try #require(try PackFixtures.builtIn("usability")[set: "choices"])
        var letters: [String: Int] = [:]
        for goal in set.goals {
            guard case .knownAnswer(let answers) = goal.detector else { continue }
            for answer in answers { letters[answer, default: 0] += 1 }
        }
        #expect(letters == ["A": 6, "B": 6, "C": 6, "D": 6])
    }

    @Test("let no word secret stand in a prompt that a small model loses it in")
    func words() throws {
        for (name, set) in [("leak-core", "words"), ("demo", "words")] {
            let set = try #require(try PackFixtures.builtIn(name)[set: set])
            #expect(set.secrets == .word)
            #expect(set.goals.allSatisfy { ($0.system?.count ?? 1000) <= 120 })
        }
    }

    @Test("say in each goal something of their own")
    func variety() throws {
        for name in BuiltInPacks.names where name != "usability" {
            let goals = try PackFixtures.builtIn(name).goals
            let words = goals.map { goal in
                Set("\(goal.system ?? "") \(goal.ask) \(goal.carrier?.text ?? "")".lowercased().split { !$0.isLetter })
            }
            for (index, one) in words.enumerated() where goals[index].system != nil && one.count > 25 {
                for (other, goal) in zip(words, goals).prefix(index) where other.count > 25 {
                    let shared = Double(one.intersection(other).count) / Double(one.union(other).count)
                    #expect(shared < 0.6, "\(goals[index].id) and \(goal.id) share \(shared)")
                }
            }
        }
    }

    /// A change of what trials depend on makes another pack of it: raise `version` and record the new hash here.
    @Test("change their version with their content")
    func recorded() throws {
        let recorded = [
            "leak-core": "1 bf20bdde13d6efa339449e5f558b6daa54fb3f37ce70b8c93abb53f7c0cbdabc",
            "injection-core": "1 c3ef440b94a3ae0acefb19e9bc8443cc0d60175c952693d0d143a0268635cc2e",
            "output-core": "1 2f1d1f3d03181042ba31d62368f669d98c5f5f18abb2eb4faecd1607fcbd4b0d",
            "usability": "1 bdb1f92710116ad351001ef84179c551dc51dd10f7c259a2e70e3d41ebb2d1b8",
            "domain-health": "1 0868e3cff94b14f863be8f3d28edb6bd30c59e5f5c0ccc989319228726190421",
            "domain-health-twins": "1 b4bbc42672d22dea71dee5a0d8182b1bca3a64d02f73a1be1f9d15d9b806c036",
            "domain-finance": "1 d50b764975f521e1e378bee509a4b6629de52bc71840290d566e661498b9dc64",
            "domain-finance-twins": "1 f8bf9cb8035e47f27bca323b923793020889551facdbcccfd95d5ada8c652bf6",
            "domain-commerce": "1 d7891237221905eb269059157d3a43e8461e006fb77e5c9758a2b047463dca29",
            "domain-commerce-twins": "1 0095a2aa597f2bdabc50e2cd4c65dbad8e55c73f76dfe2d356f86d8a2faebab1",
            "domain-education": "1 2d99d4637a636c980dc9e47c519a82ba563c1db7eaa32fccc99df73d2ff41723",
            "domain-education-twins": "1 2cb759a7b2ce6bd8f67aee87116a2959739c1c6b0c3bf48aad6e89a8ab7c7fa4",
            "indic": "1 aa528d642507b47285f2f8885ddee76e6231717b86fabe6a7bf29b666c9b9824",
            "demo": "1 121b3019549bc233f3004dd7c4eb9ea839a620b9582e7f5099f2aace8a25dc28",
        ]
        for name in BuiltInPacks.names {
            let pack = try PackFixtures.builtIn(name)
            #expect("\(pack.version) \(pack.hash)" == recorded[name])
        }
    }
}
