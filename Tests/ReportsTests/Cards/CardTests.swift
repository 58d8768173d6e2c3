import Control
import Domain
import JSON
import Reports
import Settings
import Testing

@Suite("System cards and model cards")
struct CardTests {
    private static func forms(_ card: Card) -> [String] {
        [
            card.page.markdown, String(decoding: card.page.html, as: UTF8.self), card.json.indented,
            card.cycloneDX.indented,
        ]
    }

    // MARK: Evidence

    /// Every object of the document that names an entry of the ledger, with it.
    private static func evidence(_ value: JSONValue) -> [(JSONValue, Int)] {
        switch value {
        case .object(let members):
            (value["ledger_index"]?.integer.map { [(value, $0)] } ?? []) + members.flatMap { evidence($0.value) }
        case .array(let elements): elements.flatMap(evidence)
        case .string, .number, .bool, .null: []
        }
    }

    @Test("each number stands with the entry of the ledger that says it")
    func traced() throws {
        let bench = try CardBench()
        let traced = Self.evidence(bench.card().json)
        #expect(traced.count == 5)
        for (part, index) in traced {
            let id = try #require(part["id"]?.string)
            switch bench.events[index] {
            case .certificateIssued(let certificate):
                #expect(certificate.id == id)
                for (told, pack) in zip(part["packs"]?.elements ?? [], certificate.packs) {
                    #expect(told["hits"]?.integer == pack.hits && told["scored"]?.integer == pack.scored)
                    #expect(told["version"]?.integer == pack.version && told["rate"]?["n"]?.integer == pack.rate?.count)
                    #expect(told["rate"]?["high"] == .number("0.061") && told["trials"]?.integer == pack.trials)
                }
                #expect(part["packs"]?.elements?.count == 2)
            case .findingConfirmed(let finding):
                #expect(finding.id == id && part["hits"]?.integer == finding.hits)
                let place = try #require(part["breadth_ledger_index"]?.integer)
                guard case .findingMeasured(let breadth) = bench.events[place] else {
                    Issue.record("entry \(place) measures nothing")
                    continue
                }
                #expect(part["breadth"]?.string == breadth.breadth.rawValue)
            case .recallOpened(let opening):
                #expect(opening.id == id)
                let newest = try #require(part["newest_ledger_index"]?.integer)
                guard case .recallMoved(let moving) = bench.events[newest] else {
                    Issue.record("entry \(newest) moves nothing")
                    continue
                }
                #expect(
                    part["state"]?.string == moving.move.to.rawValue && part["notice"]?.string == moving.move.notice
                )
            case .drillFinished(let finish): #expect(finish.id == id && part["passed"]?.bool == finish.report.passed)
            default: Issue.record("entry \(index) says nothing of \(id)")
            }
        }
    }

    @Test("another event makes another document, in every form", arguments: [1, 2, 3, 4, 6, 8])
    func changed(index: Int) throws {
        let bench = try CardBench()
        var other = bench
        switch other.events[index] {
        case .certificateIssued(var certificate):
            certificate.packs[0].hits += 1
            certificate.packs[0].rate?.point += 3_000
            other.events[index] = .certificateIssued(certificate)
        case .findingConfirmed(var finding):
            finding.hits += 1
            finding.rate.point += 30_000
            other.events[index] = .findingConfirmed(finding)
        case .findingMeasured(var breadth):
            breadth.breadth = .broad
            other.events[index] = .findingMeasured(breadth)
        case .recallMoved(let moving):
            other.events[index] = .recallMoved(
                RecallMoving(id: moving.id, move: RecallMove(to: .dismissed, by: .uid(0)))
            )
        case .drillFinished(var finish):
            finish.report.passed = false
            other.events[index] = .drillFinished(finish)
        default: Issue.record("nothing to change")
        }
        let isForPeopleOnly = index > 4
        for (one, two) in zip(Self.forms(bench.card()), Self.forms(other.card())).prefix(isForPeopleOnly ? 3 : 4) {
            #expect(one != two)
        }
    }

    @Test("a document of an empty ledger says that nothing was measured, and no number")
    func nothing() throws {
        let card = try CardBench([]).card(traffic: nil)
        let markdown = card.page.markdown
        for words in [
            "How easily it is broken: not measured.", "Over-refusal and utility: not measured.",
            "Weaknesses: not measured.",
            "Whether a recall of it works: not measured.", "Uptime: not measured.", "Languages: not measured.",
        ] {
            #expect(markdown.contains(words), "\(words)")
        }
        #expect(!markdown.contains("%"))
        #expect(
            card.json["certificates"] == .array([]) && card.json["last_drill"] == .null && card.json["traffic"] == .null
        )
        let model = try #require(card.cycloneDX["components"]?.elements?.first?["modelCard"])
        #expect(model["quantitativeAnalysis"] == nil)
        let limitations = model["considerations"]?["technicalLimitations"]?.elements?.compactMap(\.string) ?? []
        #expect(
            limitations.contains("attack success: not measured")
                && limitations.contains("not tested: leak-core: Secrets")
        )
    }

    @Test("a lineage's card speaks of no other's weaknesses, and of no route's drills")
    func lineage() throws {
        let bench = try CardBench()
        let jade = bench.settings.models.filter { $0.lineage.description == "acme/jade" }
        let state = bench.state
        let card = bench.maker(state).card(
            of: .lineage(try #require(Lineage("acme/jade"))),
            models: jade,
            serving: [],
            traffic: nil,
            ledger: .init(origin: nil, size: state.epoch),
            now: 1
        )
        #expect(card.findings.isEmpty && card.recalls.isEmpty && card.drill == nil)
        #expect(card.certificates.map(\.issued.certificate.id) == ["HF-CT-2026-0002"])
        #expect(card.page.markdown.hasPrefix("# Model card: acme/jade\n"))
    }

    // MARK: Readers

    @Test("nothing that is private stands in any form")
    func secrecy() throws {
        for text in Self.forms(try CardBench().card()) { #expect(!text.contains(CardBench.mark), "\(text)") }
    }

    @Test("what people wrote is text and nothing else, in Markdown and in HTML")
    func markup() throws {
        let card = try CardBench().card()
        let html = String(decoding: card.page.html, as: UTF8.self)
        #expect(!html.contains("<script") && html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
        #expect(html.contains("Example &lt;Bank&gt;"))
        let markdown = card.page.markdown
        #expect(markdown.contains(#"Answers \| patients' \<script\>alert(1)\</script\> questions"#))
        let tables = markdown.split(separator: "\n").filter { $0.hasPrefix("|") }
        #expect(!tables.isEmpty)
        // As many cells in each row as in the head above it.
        var width = 0
        for line in tables {
            let cells = line.replacing(#"\|"#, with: "").filter { $0 == "|" }.count
            if line.contains("| --- |") { continue }
            if ["| Model |", "| Certificate |", "| Pack |", "| Finding |", "| Recall |"].contains(where: line.hasPrefix)
            {
                width = cells
            }
            #expect(cells == width, "\(line)")
        }
    }

    @Test("the rate of requests answered is never rounded up")
    func uptime() throws {
        #expect(CardBench.traffic.answered == 999_633)
        let markdown = try CardBench().card().page.markdown
        #expect(markdown.contains("8188 of 8191 requests were answered (99.96 %), from 2026-10-01 to 2026-10-31."))
    }
}
