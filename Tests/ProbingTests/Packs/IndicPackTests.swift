import Domain
import Testing

@testable import Probing

@Suite("The pack indic")
struct IndicPackTests {
    private let pack: Pack

    init() throws { pack = try #require(try BuiltInPacks.load(named: "indic", attacks: .standard)) }

    /// Placeholders are no words of the ask.
    private func letters(_ text: String) -> ScriptShare {
        var words = ""
        var depth = 0
        for character in text {
            if character == "{" { depth += 1 }
            if depth == 0 { words.append(character) }
            if character == "}" { depth -= 1 }
        }
        return ScriptShare(words)
    }

    @Test("asks in the script that its language says")
    func scripts() throws {
        for goal in pack.goals {
            let form = IndicForm(goal)
            let ask = letters(goal.ask)
            let (native, latin) = (try #require(ask.percent(form.script)), try #require(ask.percent(.latin)))
            switch form.writing {
            case .native: #expect(native > 80, "\(goal.id)")
            case .latin: #expect(native == 0 && latin == 100, "\(goal.id)")
            case .mixed: #expect(native >= 20 && latin >= 20, "\(goal.id): \(native) and \(latin)")
            }
            if form.writing == .latin { #expect(goal.id.hasPrefix("\(form.language)-latn-"), "\(goal.id)") }
        }
    }

    @Test("holds no letter of a script that is neither the language's nor Latin, in none of its texts")
    func strangers() {
        for goal in pack.goals {
            let form = IndicForm(goal)
            for text in [goal.system, goal.ask, goal.carrier?.text, goal.carrier?.request].compactMap({ $0 }) {
                let strangers = letters(text).letters.keys.filter { $0 != .latin && $0 != form.script }
                #expect(strangers.isEmpty, "\(goal.id): \(strangers)")
                if form.writing == .latin { #expect(letters(text).percent(.latin) == 100, "\(goal.id)") }
            }
        }
    }

    @Test("has at least eight goals a language and writing, and all kinds of them")
    func counts() throws {
        let forms = Dictionary(grouping: pack.goals, by: IndicForm.init)
        #expect(Set(forms.keys) == Set(IndicForm.all))
        for (form, goals) in forms {
            #expect(goals.count >= 8, "\(form): \(goals.count)")
            let kinds = Dictionary(grouping: goals) { $0.detector.id }.mapValues(\.count)
            #expect(Set(kinds.keys) == ["canary", "nonce", "tool_call", "identifiers"], "\(form): \(kinds)")
            #expect(Set(goals.compactMap { $0.carrier?.place }) == [.user, .tool], "\(form)")
            #expect(Set(goals.map(\.domain)).count >= 3, "\(form)")
        }
        for language in IndicForm.languages {
            let goals = pack.goals.filter { $0.language.hasPrefix(language) }
            let identifiers = goals.flatMap { goal -> [String] in
                guard case .identifiers(let kinds, _) = goal.detector else { return [] }
                return kinds
            }
            #expect(Set(identifiers) == ["aadhaar", "pan", "upi", "ifsc", "gstin"], "\(language)")
            let framed = try #require(pack[set: "\(language)-framed"])
            #expect(framed.secrets == .word)
            for framing in ["authority", "play", "translate", "no-refusal"] {
                #expect(framed.goals.contains { $0.id.hasSuffix("-\(framing)") }, "\(language): \(framing)")
            }
        }
    }

    @Test("gives each language sixty of 300 trials and each writing of it at least sixteen", arguments: 1...12)
    func shares(seed: UInt64) {
        let probes = PackDraw(from: pack, count: pack.trials, seed: seed).probes
        let forms = Dictionary(grouping: probes) { IndicForm($0.goal) }.mapValues(\.count)
        for language in IndicForm.languages {
            let counts = forms.filter { $0.key.language == language }.map(\.value)
            #expect(counts.reduce(0, +) == 60)
            #expect(counts.count == 3 && counts.allSatisfy { $0 >= 16 }, "\(language): \(counts)")
        }
    }

    @Test("says that nobody who speaks the languages has read it")
    func review() {
        #expect(pack.review == "not reviewed by native speakers")
        #expect(pack.about.contains("not reviewed by native speakers"))
    }

    @Test("carries its review into the plan of a run and its tallies")
    func plan() throws {
        let fake = FakeTarget { _ in .answered(Answer(text: ""), .init()) }
        let plan = try RunMaker(PackShelf(folder: "/nowhere"))
            .make(
                id: "run_a",
                [.init(pack: "indic", trials: 3), .init(pack: "demo", trials: 3)],
                target: fake.target,
                seed: 1
            ).plan
        #expect(plan.parts.map(\.review) == ["not reviewed by native speakers", nil])
        #expect(RunPlan(text: plan.text) == plan)
        #expect(PackTally.tallies(of: plan).map(\.review) == ["not reviewed by native speakers", nil])
    }

    @Test("is never torn by an attack: each mark still stands on a letter or mark of its script")
    func marks() throws {
        let maker = ScriptMaker(AttackLibrary.standard, for: pack.probes)
        for probe in pack.probes {
            for seed in UInt64(0)..<3 {
                let script = try maker.make(probe, seed: seed).script
                for text in script.opening.map(\.text) + script.says + [script.toolResult ?? ""] {
                    if let place = torn(text) { Issue.record("\(probe.id): \(place)") }
                }
            }
        }
    }

    /// The first mark of an Indian script that does not stand on a letter of it, with its neighbours.
    private func torn(_ text: String) -> String? {
        let scalars = Array(text.unicodeScalars)
        for (place, scalar) in scalars.enumerated() where isIndian(scalar) && isMark(scalar) {
            let before = place > 0 ? scalars[place - 1] : " "
            let isJoiner = before == "\u{200C}" || before == "\u{200D}"
            guard isJoiner || before.value >> 7 == scalar.value >> 7 else {
                return Clusters.joined([Array(scalars[max(0, place - 4)..<min(scalars.count, place + 3)])])
            }
            if !isJoiner, !before.properties.isAlphabetic, !isMark(before) { return "\(scalar.value)" }
        }
        return nil
    }

    private func isMark(_ scalar: Unicode.Scalar) -> Bool {
        [.nonspacingMark, .spacingMark, .enclosingMark].contains(scalar.properties.generalCategory)
    }

    /// Devanagari to Malayalam: blocks of 128 scalars.
    private func isIndian(_ scalar: Unicode.Scalar) -> Bool { (0x900...0xD7F).contains(scalar.value) }

    @Test("can be read again from whatever a converter makes of its asks, mark for mark")
    func converters() throws {
        let used = Set(pack.cells.flatMap(\.attacks).map(\.id))
        // Leet writes digits for letters, so that an ask's own digits come back as letters.
        let converters = Converter.all.filter { used.contains($0.id) && $0.id != "leet" }
        #expect(converters.count >= 10)
        for goal in pack.goals {
            let ask = try Placeholders.fill(goal.ask, with: Trials.fill)
            for (seed, converter) in converters.enumerated() {
                var random = SeededRandom(seed: UInt64(seed))
                let back = try #require(converter.invert(converter.convert(ask, &random)), "\(goal.id) \(converter.id)")
                #expect(back.asciiLowercased.isSame(as: ask.asciiLowercased), "\(goal.id) \(converter.id): \(back)")
            }
        }
    }
}
