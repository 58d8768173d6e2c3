import Control
import Domain
import JSON
import Reports
import Settings
import Testing

@Suite("The status page")
struct StatusBoardTests {
    private static let minute: UInt64 = 60_000
    private static let start: UInt64 = 1_700_000_000_000

    private static func line(
        _ lineage: String,
        _ place: String,
        isRehearsal: Bool = false,
        isCertified: Bool = false
    ) -> Card.Serving {
        .init(
            lineage: lineage,
            isRehearsal: isRehearsal,
            region: nil,
            isCertified: isCertified,
            place: place,
            because: ""
        )
    }

    private static func board(
        _ bench: CardBench,
        serving: [Card.Serving] = [
            line("acme/opal@2", "does not serve"), line("acme/jade", "serves", isCertified: true),
        ],
        traffic: [String: StatusMaker.Count] = [:],
        since: UInt64? = start,
        now: UInt64 = start + 3_600_000
    ) -> StatusBoard {
        let state = bench.state
        return StatusMaker(bench.settings, state, since: since, now: now).board(
            serving: ["support": serving],
            traffic: ["support": traffic],
            ledger: .init(origin: "holdfast/ab", size: state.epoch),
            signed: state.epoch,
            address: "https://status.example/"
        )
    }

    // MARK: Levels

    @Test(
        "a route is as well as who serves it",
        arguments: [
            ([line("a/a", "serves")], .operational),
            ([line("a/a", "serves", isRehearsal: true)], .operational),
            ([line("a/a", "does not serve"), line("b/b", "serves", isCertified: true)], .operational),
            ([line("a/a", "does not serve"), line("b/b", "serves")], .degraded),
            ([line("a/a", "does not serve"), line("b/b", "serves", isRehearsal: true, isCertified: true)], .degraded),
            ([line("a/a", "does not serve")], .major), ([], .major),
        ] as [([Card.Serving], StatusBoard.Level)]
    )
    func routeLevel(serving: [Card.Serving], level: StatusBoard.Level) throws {
        let board = Self.board(try CardBench(), serving: serving)
        #expect(board.components.first?.level == level)
    }

    @Test("no page is green while something is held back")
    func held() throws {
        let board = Self.board(try CardBench())
        let levels = Dictionary(board.components.map { ($0.name, $0.level) }) { first, _ in first }
        #expect(levels == ["support": .operational, "acme/opal@2": .partial, "acme/jade": .operational])
        #expect(board.level == .partial)
        let summary = board.statuspage.first { $0.file == "summary.json" }?.document
        #expect(summary?["status"]?["indicator"]?.string == "major")
        #expect(summary?["incidents"]?.elements?.count == 1)
    }

    @Test(
        "a day of a route is as well as its requests were answered",
        arguments: [
            (0, 0, nil), (1000, 0, .operational), (1000, 9, .operational), (1000, 10, .degraded), (1000, 100, .partial),
            (1000, 500, .major), (1, 1, .major),
        ] as [(Int, Int, StatusBoard.Level?)]
    )
    func dayLevel(requests: Int, failures: Int, level: StatusBoard.Level?) throws {
        let traffic = ["2023-11-14": StatusMaker.Count(requests: requests, failures: failures)]
        let days = try #require(Self.board(try CardBench(), traffic: traffic).components.first).days
        #expect(days.count == 90 && days.last?.day == "2023-11-14" && days.first?.day == "2023-08-17")
        #expect(days.last?.level == level && days.last?.requests == requests)
        #expect(days.dropLast().allSatisfy { $0.level == nil && $0.requests == 0 })
    }

    @Test("days of a lineage: unknown before the ledger, red while held, and as it was left on the days after")
    func lineageDays() throws {
        let bench = try CardBench()
        let now = Self.start + 2 * 86_400_000
        let opal = try #require(Self.board(bench, now: now).components.first { $0.name == "acme/opal@2" })
        // Held on the first day, and ever since.
        #expect(opal.days.suffix(3).map(\.level) == [.partial, .partial, .partial])
        #expect(opal.days.dropLast(3).allSatisfy { $0.level == nil })
        let jade = try #require(Self.board(bench, now: now).components.first { $0.name == "acme/jade" })
        #expect(jade.days.suffix(3).map(\.level) == [.operational, .operational, .operational])
        #expect(jade.days.dropLast(3).allSatisfy { $0.level == nil })
        // Nothing is known where there is no ledger.
        let nothing = Self.board(try CardBench([]), since: nil, now: now)
        #expect(nothing.components.filter { $0.kind == .lineage }.allSatisfy { $0.days.allSatisfy { $0.level == nil } })
    }

    // MARK: Recalls

    @Test("a recall tells each step with the ledger's entry, and who serves in its place")
    func incident() throws {
        let bench = try CardBench()
        let board = Self.board(bench)
        let incident = try #require(board.incidents.first)
        #expect(board.incidents.count == 1 && incident.isOpen && incident.substitutes == ["acme/jade"])
        let document = try #require(
            board.statuspage.first { $0.file == "incidents.json" }?.document["incidents"]?.elements?.first
        )
        #expect(document["status"]?.string == "identified" && document["impact"]?.string == "major")
        #expect(document["resolved_at"] == .null && document["holdfast"]?["recall"]?.string == "HF-RC-2026-0001")
        let updates = document["incident_updates"]?.elements ?? []
        #expect(updates.map { $0["holdfast"]?["ledger_index"]?.integer } == [6, 5])
        for update in updates {
            let index = try #require(update["holdfast"]?["ledger_index"]?.integer)
            let state = update["holdfast"]?["state"]?.string
            switch bench.events[index] {
            case .recallOpened(let opening): #expect(opening.move.to.rawValue == state)
            case .recallMoved(let moving): #expect(moving.move.to.rawValue == state)
            default: Issue.record("entry \(index) moves no recall")
            }
        }
        // Each notice stands where it was given.
        #expect(updates.last?["body"]?.string == "Held back until a person decides. Gives | <b>secrets</b> away.")
        #expect(updates.first?["body"]?.string == "Recalled. It may tell secrets.")
    }

    @Test("signals, drills and what was only noticed and dismissed are no incidents")
    func noIncidents() throws {
        let pattern = try #require(LineagePattern("acme/opal"))
        let signal = RecallOpening(
            id: "HF-RC-2026-0002",
            order: RecallOrder(pattern),
            move: RecallMove(to: .signal, by: .server)
        )
        var events: [ControlEvent] = [.recallOpened(signal)]
        #expect(Self.board(try CardBench(events)).incidents.isEmpty)
        events.append(.recallMoved(RecallMoving(id: signal.id, move: RecallMove(to: .dismissed, by: .uid(0)))))
        #expect(Self.board(try CardBench(events)).incidents.isEmpty)
        let held = RecallOpening(
            id: "HF-RC-2026-0003",
            order: RecallOrder(pattern),
            move: RecallMove(to: .held, by: .server)
        )
        events += [
            .recallOpened(held), .recallMoved(RecallMoving(id: held.id, move: RecallMove(to: .dismissed, by: .uid(0)))),
        ]
        let board = Self.board(try CardBench(events))
        #expect(board.incidents.map(\.recall.id) == ["HF-RC-2026-0003"] && board.incidents.first?.isOpen == false)
        #expect(board.level == .operational)
    }

    @Test("who is made of a held model is held with it: neither bar nor card passes it over")
    func derived() throws {
        let lineages = "lineages: {acme/opal@2: {}, acme/jade: {}}"
        let made = CardBench.settingsText.replacing(
            lineages,
            with: "lineages: {acme/opal@2: {}, acme/jade: {derived_from: acme/opal@2}}"
        )
        var bench = try CardBench()
        let opal = try #require(LineagePattern("acme/opal@2"))
        bench.events = [
            .recallOpened(
                RecallOpening(
                    id: "HF-RC-2026-0004",
                    order: RecallOrder(opal),
                    move: RecallMove(to: .held, by: .server)
                )
            )
        ]
        for (text, isReached) in [(CardBench.settingsText, false), (made, true)] {
            bench.settings = try CardBench.load(text)
            let jade = try #require(Self.board(bench).components.first { $0.name == "acme/jade" })
            #expect((jade.level == .partial) == isReached)
            #expect(Self.board(bench).incidents.first?.affected.contains(jade.id) == isReached)
            let models = bench.settings.models.filter { $0.lineage.description == "acme/jade" }
            let card = bench.maker(bench.state).card(
                of: .lineage(try #require(Lineage("acme/jade"))),
                models: models,
                serving: [],
                traffic: nil,
                ledger: .init(origin: nil, size: 1),
                now: 1
            )
            #expect(!card.recalls.isEmpty == isReached)
        }
    }

    // MARK: Readers

    private static func texts(_ board: StatusBoard) -> [String] {
        StatusWords.all.map { String(decoding: board.html($0, root: "", others: []), as: UTF8.self) }
            + [board.atom, board.rss].map { String(decoding: $0, as: UTF8.self) }
            + [board.jsonFeed.indented] + board.statuspage.map(\.document.indented)
    }

    @Test("nothing that is private stands in any form")
    func secrecy() throws {
        let texts = Self.texts(Self.board(try CardBench()))
        #expect(texts.count == 13)
        for text in texts { #expect(!text.contains(CardBench.mark), "\(text)") }
    }

    @Test("what people wrote is text and nothing else")
    func markup() throws {
        for text in Self.texts(Self.board(try CardBench())).prefix(4) {
            #expect(!text.contains("<b>secrets") && text.contains("&lt;b&gt;secrets&lt;/b&gt;"))
            #expect(!text.contains("<script") && text.contains("Example &lt;Bank&gt;"))
        }
    }

    @Test("every language has every text")
    func languages() throws {
        let board = Self.board(try CardBench())
        #expect(StatusWords.all.map(\.language) == ["en", "hi"])
        let english = String(decoding: board.html(.english, root: "", others: []), as: UTF8.self)
        let hindi = String(decoding: board.html(.hindi, root: "", others: []), as: UTF8.self)
        #expect(english.contains("<html lang=\"en\">") && hindi.contains("<html lang=\"hi\">"))
        // No sentence of the one in the other.
        for words in ["Open recalls", "Held back", "Recalled.", "Partial outage", "Newest certificate", "Subscribe"] {
            #expect(english.contains(words) && !hindi.contains(words), "\(words)")
        }
        #expect(!english.contains("%1") && !hindi.contains("%1") && !hindi.contains("%2"))
    }

    @Test("feeds bear the same ids whenever they are read, newest first")
    func feeds() throws {
        let bench = try CardBench()
        let (first, later) = (Self.board(bench), Self.board(bench, now: Self.start + 86_400_000))
        func ids(_ board: StatusBoard) -> [String] {
            board.jsonFeed["items"]?.elements?.compactMap { $0["id"]?.string } ?? []
        }
        #expect(ids(first).count == 2 && ids(first) == ids(later))
        let dates = first.jsonFeed["items"]?.elements?.compactMap { $0["date_published"]?.string } ?? []
        #expect(dates == dates.sorted().reversed())
        #expect(first.atom == later.atom && first.rss == later.rss)
        let atom = String(decoding: first.atom, as: UTF8.self)
        #expect(atom.contains("<link rel=\"alternate\" href=\"https://status.example/#HF-RC-2026-0001\"/>"))
        #expect(atom.contains("<id>tag:status.example,2026:holdfast/"))
    }
}
