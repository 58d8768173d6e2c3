import Control
import Domain
import JSON
import Reports
import Settings
import Testing

@Suite("Advisories of recalls")
struct AdvisoryTests {
    private static func vulnerability(_ document: JSONValue) throws -> JSONValue {
        try #require(document["vulnerabilities"]?.elements?.first)
    }

    private static func names(_ value: JSONValue?) -> [String] { value?.elements?.compactMap(\.string) ?? [] }

    // MARK: Validity

    private static let lives = [AdvisoryBench.mended, AdvisoryBench.retired, AdvisoryBench.released]
    /// Every life as far as each of its states.
    private static let moments = lives.flatMap { life in (1...life.count).map { Array(life.prefix($0)) } }

    @Test(
        "the document is valid at every moment of a recall's life, in both forms",
        arguments: moments,
        Advisory.Form.allCases
    )
    func valid(states: [RecallState], form: Advisory.Form) throws {
        let advisory = try AdvisoryBench(try AdvisoryBench.events(states)).advisory()
        let report = CSAFValidator.check(advisory.document(form))
        #expect(report.faults.isEmpty && report.unchecked.isEmpty, "\(report)")
        #expect(try advisory.checked(form)["document"]?["category"]?.string == form.rawValue)
    }

    @Test(
        "the document is valid whatever is recalled, and by whatever order",
        arguments: [
            "acme/opal", "acme/opal@2", "acme/*", "acme/org/opal@all", "acme/opal@before:2", "a.b/c_d-e:f@1:2",
        ],
        RecallKind.allCases
    )
    func shapes(text: String, kind: RecallKind) throws {
        for address in [AdvisoryBench.address, nil] {
            let bench = try AdvisoryBench(try AdvisoryBench.events([.declared], of: text, kind: kind))
            let advisory = try bench.advisory(address: address)
            for form in Advisory.Form.allCases {
                let document = try advisory.checked(form)
                #expect(Self.names(try Self.vulnerability(document)["product_status"]?["known_affected"]) == [text])
            }
        }
    }

    @Test("a document that would not be valid is not given out, and its fault is named")
    func invalid() throws {
        var advisory = try AdvisoryBench().advisory()
        advisory.publisher.namespace = "no url"
        let error = #expect(throws: Advisory.Invalid.self) { try advisory.checked(.security) }
        let text = "\(try #require(error))"
        #expect(text.contains("HF-RC-2026-0001") && text.contains("/document/publisher/namespace"), "\(text)")
    }

    // MARK: What it says

    @Test("it tells the order, the weakness with its rate, the substitute with its certificate")
    func content() throws {
        let bench = try AdvisoryBench()
        let advisory = try bench.advisory()
        let document = try advisory.checked(.security)
        let tracking = try #require(document["document"]?["tracking"])
        #expect(tracking["id"]?.string == "HF-RC-2026-0001" && tracking["status"]?.string == "interim")
        #expect(tracking["version"]?.string == "2")
        #expect(document["document"]?["aggregate_severity"]?["text"]?.string == "Class II")
        #expect(document["document"]?["publisher"]?["category"]?.string == "user")
        let revisions = tracking["revision_history"]?.elements ?? []
        #expect(revisions.map { $0["number"]?.string } == ["1", "2"])
        #expect(revisions.first?["date"]?.string == "2023-11-14T22:18:20.000Z")
        #expect(revisions.last?["summary"]?.string == "Recalled. It may tell secrets. Ledger entry 6.")

        let found = try Self.vulnerability(document)
        #expect(found["cwe"]?["id"]?.string == "CWE-1427")
        #expect(found["ids"]?.elements?.compactMap { $0["text"]?.string } == ["HF-FD-2026-0001"])
        let note = try #require(found["notes"]?.elements?.first?["text"]?.string)
        #expect(
            note
                == "Pack leak-core, version 3: 19 hits, rate 48 % (32–64 %), n = 40, severity high, of acme/opal@2. Ledger entry 3. "
                + "It reaches: narrow. Ledger entry 4.",
            "\(note)"
        )
        #expect(Self.names(found["product_status"]?["known_affected"]) == ["acme/opal"])
        #expect(Self.names(found["product_status"]?["recommended"]) == ["acme/jade"])
        let remedies = found["remediations"]?.elements ?? []
        #expect(remedies.map { $0["category"]?.string } == ["workaround"])
        #expect(remedies.first?["details"]?.string == "Use acme/jade (certificate HF-CT-2026-0002, ledger entry 2).")
        // Each number's entry says it.
        guard case .findingConfirmed(let finding) = bench.bench.events[3],
            case .certificateIssued(let certificate) = bench.bench.events[2]
        else {
            Issue.record("the story has changed")
            return
        }
        #expect(finding.id == "HF-FD-2026-0001" && certificate.id == "HF-CT-2026-0002")
    }

    @Test(
        "status, products and remedies follow the recall",
        arguments: [
            ([.held], "interim", "known_affected", ["workaround"], "Hold"),
            ([.declared], "interim", "known_affected", ["workaround"], "Recall"),
            (Array(AdvisoryBench.mended.prefix(8)), "interim", "known_affected", ["workaround"], "Recall"),
            (Array(AdvisoryBench.mended.prefix(9)), "final", "fixed", ["vendor_fix"], "Recall"),
            (AdvisoryBench.mended, "final", "fixed", ["vendor_fix"], "Recall"),
            (AdvisoryBench.retired, "final", "known_affected", ["workaround", "no_fix_planned"], "Recall"),
            (AdvisoryBench.released, "final", "known_not_affected", [], "Hold"),
        ] as [([RecallState], String, String, [String], String)]
    )
    func life(states: [RecallState], status: String, product: String, remedies: [String], kind: String) throws {
        let advisory = try AdvisoryBench(try AdvisoryBench.events(states)).advisory()
        let document = try advisory.checked(.security)
        #expect(document["document"]?["tracking"]?["status"]?.string == status)
        #expect(document["document"]?["title"]?.string?.hasPrefix("\(kind): acme/opal, Class II") == true)
        #expect(document["document"]?["tracking"]?["version"]?.string == "\(states.count)")
        let found = try Self.vulnerability(document)
        #expect(found["product_status"]?.members?.first?.key == product)
        #expect((found["remediations"]?.elements ?? []).compactMap { $0["category"]?.string } == remedies)
    }

    @Test("a released hold says in its last revision that nothing had to be done")
    func released() throws {
        let advisory = try AdvisoryBench(try AdvisoryBench.events(AdvisoryBench.released)).advisory()
        #expect(advisory.revisions.last?.summary == "Released: nothing had to be done. Ledger entry 6.")
    }

    @Test("a clock that was set back moves no revision before the one it follows")
    func clock() throws {
        let pattern = try #require(LineagePattern("acme/opal"))
        var state = ControlState()
        let opening = RecallOpening(
            id: AdvisoryBench.id,
            order: RecallOrder(pattern),
            move: RecallMove(to: .held, by: .server)
        )
        state.apply(.recallOpened(opening), at: 1_700_000_000_000)
        state.apply(
            .recallMoved(.init(id: AdvisoryBench.id, move: RecallMove(to: .dismissed, by: .uid(0)))),
            at: 1_600_000_000_000
        )
        let settings = try CardBench().settings
        let incident = try #require(StatusMaker(settings, state, since: nil, now: 0).incidents(serving: [:]).first)
        let maker = try AdvisoryMaker(settings, state, origin: nil, address: nil) { _, _ in .missing }
        let advisory = maker.advisory(of: incident)
        #expect(advisory.revisions.map(\.at) == [1_700_000_000_000, 1_700_000_000_000])
        _ = try advisory.checked(.security)
    }

    @Test("an order that names no weakness has its own id, no rate and no weakness of a list")
    func noFinding() throws {
        let pattern = try #require(LineagePattern("acme/opal"))
        let opening = RecallOpening(
            id: AdvisoryBench.id,
            order: RecallOrder(pattern, kind: .retirement, reason: .availability),
            move: RecallMove(to: .declared, by: .uid(0))
        )
        let advisory = try AdvisoryBench([.recallOpened(opening)]).advisory()
        for form in Advisory.Form.allCases {
            let document = try advisory.checked(form)
            let found = try Self.vulnerability(document)
            #expect(found["cwe"] == nil && found["ids"]?.elements?.first?["text"]?.string == AdvisoryBench.id)
            #expect(!document.indented.contains("%"))
        }
    }

    @Test("only tags about prompts have a weakness of the list, and techniques of ATLAS become ids")
    func tags() throws {
        var events = try AdvisoryBench.events([.declared])
        guard case .findingConfirmed(var finding) = events[3] else {
            Issue.record("the story has changed")
            return
        }
        finding.tags = ["owasp-llm:2025:LLM06", "mitre-atlas:2025:AML.T0054", "mitre-atlas:2025:AML.T0051.001"]
        events[3] = .findingConfirmed(finding)
        let found = try Self.vulnerability(try AdvisoryBench(events).advisory().checked(.security))
        #expect(found["cwe"] == nil)
        #expect(
            found["ids"]?.elements?.compactMap { $0["text"]?.string }
                == ["HF-FD-2026-0001", "AML.T0051.001", "AML.T0054"]
        )
    }

    @Test("a model for practice is told and not recommended")
    func rehearsal() throws {
        var advisory = try AdvisoryBench().advisory()
        advisory.substitutes[0].isRehearsal = true
        let found = try Self.vulnerability(try advisory.checked(.security))
        #expect(found["product_status"]?["recommended"] == nil)
        #expect(found["remediations"]?.elements?.first?["details"]?.string?.contains("no real ones") == true)
    }

    // MARK: Which there are

    @Test("signals, drills and what was only noticed make no advisory, nor does an empty ledger")
    func none() throws {
        #expect(try AdvisoryBench([]).advisories().isEmpty)
        #expect(try AdvisoryBench(try AdvisoryBench.events([.signal])).advisories().isEmpty)
        #expect(try AdvisoryBench(try AdvisoryBench.events([.signal, .dismissed])).advisories().isEmpty)
        // The story has a drill, too.
        #expect(try AdvisoryBench().advisories().map(\.recall.id) == ["HF-RC-2026-0001"])
    }

    @Test("an advisory stays when its lineage is gone from the settings")
    func gone() throws {
        let bench = try AdvisoryBench(try AdvisoryBench.events([.declared], of: "other/model"))
        #expect(try bench.advisories().count == 1)
    }

    @Test("without an organisation, its namespace, or a real address none can be made, and what to do is said")
    func missing() throws {
        let state = ControlState()
        func reason(_ settings: Settings, address: String? = nil) -> String {
            do {
                _ = try AdvisoryMaker(settings, state, origin: nil, address: address) { _, _ in .missing }
                return ""
            } catch {
                return "\(error)"
            }
        }
        let whole = CardBench.settingsText
        let organisation =
            #"organisation: {name: "Example <Bank>", contact: "ai@bank.example", namespace: "https://bank.example"}"#
        let none = try CardBench.load(whole.replacing(organisation, with: ""))
        let nameless = try CardBench.load(whole.replacing(organisation, with: "organisation: {name: B}"))
        #expect(reason(none).contains("`organisation:") && reason(nameless).contains("`namespace:"))
        let settings = try CardBench.load(whole)
        #expect(reason(settings).isEmpty && reason(settings, address: "https://a.example/b").isEmpty)
        for address in ["https://a b/", "https://a.example/?x=1", "https://a.example/#x"] {
            #expect(reason(settings, address: address).contains("--address"), "\(address)")
        }
    }

    // MARK: Readers

    @Test("another event makes another document, in both forms", arguments: [2, 3, 4, 5, 6])
    func changed(index: Int) throws {
        let bench = try AdvisoryBench()
        var other = bench
        switch other.bench.events[index] {
        case .certificateIssued(let certificate):
            var next = certificate
            next.id = "HF-CT-2026-0077"
            other.bench.events[index] = .certificateIssued(next)
        case .findingConfirmed(var finding):
            finding.rate.point += 30_000
            other.bench.events[index] = .findingConfirmed(finding)
        case .findingMeasured(var breadth):
            breadth.breadth = .broad
            other.bench.events[index] = .findingMeasured(breadth)
        case .recallOpened(var opening):
            opening.order.recallClass = .one
            other.bench.events[index] = .recallOpened(opening)
        case .recallMoved(var moving):
            moving.move.notice = "Something else."
            other.bench.events[index] = .recallMoved(moving)
        default: Issue.record("nothing to change")
        }
        for form in Advisory.Form.allCases {
            #expect(try bench.advisory().checked(form) != (try other.advisory().checked(form)))
        }
    }

    @Test("the same ledger makes the same bytes, and the two forms are two documents")
    func same() throws {
        let advisory = try AdvisoryBench().advisory()
        #expect(try advisory.checked(.security) == (try AdvisoryBench().advisory().checked(.security)))
        #expect(advisory.id(.security) != advisory.id(.exploitability))
    }

    @Test("nothing that is private stands in any document", arguments: lives)
    func secrecy(states: [RecallState]) throws {
        let advisory = try AdvisoryBench(try AdvisoryBench.events(states)).advisory()
        for form in Advisory.Form.allCases {
            let text = try advisory.checked(form).indented
            #expect(!text.contains(CardBench.mark) && !text.contains("op_a"), "\(text)")
        }
    }
}
