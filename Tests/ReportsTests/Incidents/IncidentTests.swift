import Control
import Domain
import JSON
import Reports
import Settings
import Testing

@Suite("Incidents")
struct IncidentTests {
    private static let hour = IncidentBench.hour
    private static let aware = IncidentBench.aware

    // MARK: What is one

    @Test("open where something is first held back, and stay the same through every later step")
    func opening() throws {
        let bench = try IncidentBench()
        let story = try IncidentBench.story()
        #expect(bench.incident(story, 2) == nil, "a signal holds nothing back")
        for count in 3...story.count {
            let incident = try #require(bench.incident(story, count))
            #expect(incident.id == "HF-IN-2026-0001")
            #expect(incident.opened.epoch == 3 && incident.opened.at == Self.aware + 2 * Self.hour)
            #expect(incident.moments.aware == Self.aware && incident.moments.recorded == Self.aware + Self.hour)
            #expect(incident.timeline.map(\.index) == incident.recall.steps.map { $0.epoch - 1 })
        }
    }

    @Test("have each moment once it came, awareness apart from confirmation")
    func moments() throws {
        let bench = try IncidentBench()
        let story = try IncidentBench.story()
        let table: [(count: Int, confirmed: UInt64?, contained: UInt64?, resolved: UInt64?)] = [
            (3, nil, nil, nil), (4, 3, nil, nil), (5, 3, nil, nil), (6, 3, 5, nil), (10, 3, 5, nil), (11, 3, 5, 10),
            (12, 3, 5, 10),
        ]
        for line in table {
            let moments = try #require(bench.incident(story, line.count)?.moments)
            func at(_ hours: UInt64?) -> UInt64? { hours.map { Self.aware + $0 * Self.hour } }
            #expect(moments.confirmed == at(line.confirmed), "\(line.count)")
            #expect(moments.contained == at(line.contained), "\(line.count)")
            #expect(moments.resolved == at(line.resolved), "\(line.count)")
        }
    }

    @Test("are none of class III, of drills and of signals; a hold that becomes graver is one from then on")
    func none() throws {
        let bench = try IncidentBench()
        #expect(bench.incident([try IncidentBench.opening(.held, .three)]) == nil)
        #expect(bench.incident([try IncidentBench.opening(.declared, .one, isDrill: true)]) == nil)
        #expect(bench.incident([try IncidentBench.opening(.signal, .one)]) == nil)
        let graver = bench.incident([
            try IncidentBench.opening(.held, .three, by: .server), IncidentBench.step(.declared, recallClass: .one),
        ])
        #expect(graver?.opened.epoch == 2)
        let milder = bench.incident([
            try IncidentBench.opening(.held, .one), IncidentBench.step(.declared, recallClass: .three),
        ])
        #expect(milder?.opened.epoch == 1, "what was grave once stays an incident")
    }

    @Test("a report of what is no incident contradicts the ledger, and of one is kept in order")
    func register() throws {
        let bench = try IncidentBench()
        let story = try IncidentBench.story()
        let early = bench.state(Array(story.prefix(2)) + [IncidentBench.reported(.certIn)])
        #expect(early.contradictions == 1 && early.incidents.reports.isEmpty)
        let unknown = bench.state(story + [IncidentBench.reported(.certIn, "HF-RC-2026-0001")])
        #expect(unknown.contradictions == 1)
        let twice = bench.state(story + [IncidentBench.reported(.certIn), IncidentBench.reported(.euAIAct)])
        #expect(twice.incidents.reports["HF-IN-2026-0001"]?.map(\.report.regime) == ["cert-in", "eu-ai-act-73"])
    }

    // MARK: Clocks

    @Test("run the clocks of the settings' regimes alone, from awareness and from resolution")
    func clocks() throws {
        let story = try IncidentBench.story()
        let one = try #require(try IncidentBench("cert-in").incident(story, 3))
        #expect(one.clocks.map(\.dueAt) == [Self.aware + 6 * Self.hour])
        let code = try #require(try IncidentBench("gpai-code").incident(story, 3))
        #expect(code.clocks.last?.startedAt == nil && code.clocks.first?.startedAt == Self.aware)
        let over = try #require(try IncidentBench("gpai-code").incident(story))
        #expect(over.clocks.last?.dueAt == Self.aware + (10 + 60 * 24) * Self.hour)
        #expect(over.clocks.first?.state(at: Self.aware + 16 * 24 * Self.hour) == .overdue, "an end ends no duty")
    }

    @Test("end them by what a person records, and by dismissing the hold as nothing")
    func ended() throws {
        let bench = try IncidentBench("cert-in, eu-ai-act-73")
        let story = try IncidentBench.story()
        let late = Self.aware + 999 * Self.hour
        let reported = try #require(bench.incident(story + [IncidentBench.reported(.certIn)]))
        #expect(reported.clocks.map { $0.state(at: late) } == [.ended, .overdue, .overdue, .overdue])
        let nothing = try #require(
            bench.incident([try IncidentBench.opening(.held), IncidentBench.step(.dismissed)])
        )
        #expect(nothing.clocks.allSatisfy { $0.state(at: late) == .ended })
    }

    // MARK: Documents

    private static func full(_ bench: IncidentBench) throws -> Incident {
        var incident = try #require(bench.incident(try IncidentBench.story() + [IncidentBench.reported(.certIn)]))
        incident.traffic = .init(
            exchanges: 4711,
            from: aware,
            to: aware + 5 * hour,
            isUpperBound: true,
            isLowerBound: false
        )
        incident.substitutes = [.init(route: "support", lineage: "acme/jade")]
        return incident
    }

    @Test("a draft has every field of its regime, from the evidence or to be filled in", arguments: Regime.allCases)
    func draft(regime: Regime) throws {
        let bench = try IncidentBench()
        let now = Self.aware + 20 * Self.hour
        let full = IncidentDraft(try Self.full(bench), regime, now: now)
        let bare = IncidentDraft(try #require(bench.incident([try IncidentBench.opening(.held)])), regime, now: now)
        for draft in [full, bare] {
            #expect(draft.fields.map(\.key) == DraftQuestion.of(regime).map(\.key))
            #expect(Set(draft.fields.map(\.key)).count == draft.fields.count)
            for field in draft.fields {
                #expect(!field.evidence.isEmpty || field.toFill != nil, "\(field.key) says nothing")
                #expect(!field.evidence.contains(""))
            }
            #expect(!draft.clocks.isEmpty)
            let text = draft.page.markdown
            #expect(text.contains("DRAFT. Not legal advice. Not sent"))
            #expect(
                text.ranges(of: "to be filled in by a person: ").count
                    == draft.fields.count { $0.toFill != nil }
            )
            let json = draft.json
            #expect(json["draft"]?.bool == true && json["sent"]?.bool == false)
            #expect(json["fields"]?.elements?.count == draft.fields.count)
        }
        #expect(bare.fields.count { $0.toFill != nil } > full.fields.count { $0.toFill != nil })
        #expect(bare.fields.first { $0.key == "confirmed_at" }?.toFill != nil)
    }

    @Test("a draft carries what is in evidence: the finding with its numbers, the moments, the checks")
    func evidence() throws {
        let draft = IncidentDraft(try Self.full(try IncidentBench()), .euAIAct, now: Self.aware)
        func lines(_ key: String) -> String {
            draft.fields.first { $0.key == key }?.evidence.joined(separator: "\n") ?? ""
        }
        #expect(lines("weakness").contains("HF-FD-2026-0001 (high): 19 of 40 trials of leak-core hit"))
        #expect(lines("weakness").contains("n = 40; entry 0"))
        #expect(lines("weakness").contains("HF-FD-2026-0404: named by the order, and not in this ledger"))
        #expect(
            lines("aware_at").contains(
                "First known: 2027-01-15T08:00:00.000Z; first recorded: 2027-01-15T09:00:00.000Z"
            )
        )
        #expect(lines("measures").contains("2 of 3 paths probed, 0 requests reached the lineage"))
        #expect(lines("measures").contains("HF-CT-2026-0007"))
        #expect(lines("measures").contains("acme/jade serves in its place"))
        #expect(lines("affected").contains("at most 4711 exchanges"))
        #expect(lines("documents") == "ab12")
        #expect(lines("chronology").contains("declared by a person (entry 3)"))
        #expect(!lines("chronology").contains("op_"), "who it was does not leave the house")
        #expect(lines("private_notes").contains("Private, reason of signal: why \(IncidentBench.mark)"))
    }

    @Test("what people wrote is text in Markdown, and nothing else")
    func escaping() throws {
        let incident = try Self.full(try IncidentBench())
        for text in [
            IncidentDraft(incident, .certIn, now: Self.aware).page.markdown, incident.page(at: Self.aware).markdown,
        ] {
            #expect(text.contains("PRIVATE\\|MARK\\*") && !text.contains(IncidentBench.mark))
            #expect(!text.contains("| *secrets*"))
        }
    }

    @Test("the after-action report tells the times between steps, and what nobody measured")
    func report() throws {
        let bench = try IncidentBench()
        let full = try Self.full(bench)
        #expect(full.spans.map(\.milliseconds) == [2, 1, 3, 5, 10].map { UInt64($0) * Self.hour })
        let page = full.page(at: Self.aware + 20 * Self.hour).markdown
        for words in ["900 µs", "2 of 3", "at most 4711", "cert-in", "case PRIVATE"] { #expect(page.contains(words)) }
        #expect(!page.contains("It is not resolved"))
        let held = try #require(bench.incident(try IncidentBench.story(), 3)).page(at: Self.aware).markdown
        for words in ["It is not resolved", "not contained by a check", "no certificate", "no journal"] {
            #expect(held.contains(words), "\(words)")
        }
        let html = String(decoding: full.page(at: Self.aware).html, as: UTF8.self)
        #expect(html.contains("After-action report: HF-IN-2026-0001"))
    }

    @Test("in JSON what is private stands under `private` and nowhere else")
    func json() throws {
        let incident = try Self.full(try IncidentBench())
        guard case .object(let members) = incident.json(at: Self.aware) else { throw CancellationError() }
        let open = JSONValue.object(members.filter { $0.key != "private" })
        let closed = try #require(members.first { $0.key == "private" }?.value)
        #expect(!open.indented.contains("PRIVATE") && !open.indented.contains("tenant-a"))
        #expect(!open.indented.contains("op_"))
        #expect(closed.indented.contains("PRIVATE") && closed.indented.contains("tenant-a"))
        #expect(open["exchanges"]?["count"]?.integer == 4711)
    }
}
