import Control
import Domain
import Reports
import Settings
import Testing

@Suite("Clocks of regulators")
struct IncidentClockTests {
    private static let hour: UInt64 = 3_600_000

    private static func rule(_ regime: Regime, _ name: String) throws -> RegulatorClock {
        try #require(RegulatorClock.of(regime).first { $0.name == name })
    }

    private static func made(_ regime: Regime, _ at: UInt64) throws -> IncidentRegister.Made {
        // The fold makes them; nothing else does.
        var state = ControlState()
        state.apply(
            .recallOpened(
                RecallOpening(
                    id: "HF-RC-2026-0001",
                    order: RecallOrder(LineagePattern(Lineage(vendor: "acme", family: "opal"))),
                    move: RecallMove(to: .declared, by: .uid(0))
                )
            ),
            at: at
        )
        state.apply(
            .incidentReported(
                IncidentReport(id: "HF-IN-2026-0001", regime: regime.rawValue, reference: "r", by: .uid(0))
            ),
            at: at
        )
        return try #require(state.incidents.reports["HF-IN-2026-0001"]?.first)
    }

    @Test(
        "run for as long as the rule says, in UTC, whatever the calendar does between",
        arguments: [
            (Regime.certIn, "report", 1_774_745_999_999, "2026-03-29T06:59:59.999Z"),
            // Over the change to summer time in Europe, 2026-03-29 01:00 UTC.
            (.certIn, "report", 1_774_742_400_000, "2026-03-29T06:00:00.000Z"),
            // Over its end, 2026-10-25.
            (.dataProtectionIndia, "board-detail", 1_792_800_000_000, "2026-10-27T00:00:00.000Z"),
            // Over the leap day of 2028.
            (.euAIAct, "widespread", 1_835_308_800_000, "2028-03-01T00:00:00.000Z"),
            (.euAIAct, "serious-incident", 1_834_704_000_000, "2028-03-07T00:00:00.000Z"),
            // Over the end of a year.
            (.euAIAct, "death", 1_798_416_000_000, "2027-01-07T00:00:00.000Z"),
        ] as [(Regime, String, UInt64, String)]
    )
    func spans(regime: Regime, name: String, from: UInt64, due: String) throws {
        let clock = IncidentClock(rule: try Self.rule(regime, name), startedAt: from)
        #expect(clock.dueAt.map { ClockText.rfc3339(unixMilliseconds: $0) } == due)
    }

    @Test(
        "are due in the last quarter, or the last day where that is less, and overdue behind the moment",
        arguments: [
            (Regime.certIn, "report", 0, IncidentClock.State.running),
            (.certIn, "report", 16_199_999, .running), (.certIn, "report", 16_200_000, .due),
            (.certIn, "report", 21_600_000, .due), (.certIn, "report", 21_600_001, .overdue),
            (.euAIAct, "serious-incident", 14 * 24 * hour - 1, .running),
            (.euAIAct, "serious-incident", 14 * 24 * hour, .due),
            (.euAIAct, "serious-incident", 15 * 24 * hour, .due),
            (.euAIAct, "serious-incident", 15 * 24 * hour + 1, .overdue),
            // A quarter of two days is less than a day.
            (.euAIAct, "widespread", 36 * hour - 1, .running), (.euAIAct, "widespread", 36 * hour, .due),
        ] as [(Regime, String, UInt64, IncidentClock.State)]
    )
    func boundaries(regime: Regime, name: String, after: UInt64, state: IncidentClock.State) throws {
        let begin: UInt64 = 1_800_000_000_000
        let clock = IncidentClock(rule: try Self.rule(regime, name), startedAt: begin)
        #expect(clock.state(at: begin + after) == state)
        #expect(clock.isMissed(at: begin + after) == (state == .overdue))
    }

    @Test("of special cases are shown and never missed: whether they hold, a person says")
    func conditional() throws {
        let clock = IncidentClock(rule: try Self.rule(.euAIAct, "death"), startedAt: 0)
        #expect(clock.state(at: .max / 2) == .overdue && !clock.isMissed(at: .max / 2))
    }

    @Test("end with a report of their own regime, made since they began, and tell whether it was late")
    func reports() throws {
        let begin: UInt64 = 1_800_000_000_000
        func clock(_ regime: Regime, _ name: String, _ reports: [IncidentRegister.Made]) throws -> IncidentClock {
            IncidentClock(rule: try Self.rule(regime, name), startedAt: begin, reports: reports)
        }
        let late = begin + 7 * Self.hour
        let ended = try clock(.certIn, "report", [try Self.made(.certIn, late)])
        #expect(ended.state(at: late) == .ended && ended.wasLate && !ended.isMissed(at: late))
        let intime = try clock(.certIn, "report", [try Self.made(.certIn, begin + 6 * Self.hour)])
        #expect(intime.state(at: late) == .ended && !intime.wasLate)
        #expect(try clock(.certIn, "report", [try Self.made(.euAIAct, late)]).state(at: late) == .overdue)
        #expect(
            try clock(.generalPurposeCode, "final", [try Self.made(.generalPurposeCode, begin - 1)]).state(at: late)
                == .running
        )
        // The second report of the Cyber Resilience Act is another than the first.
        let first = try Self.made(.cyberResilience, begin), second = try Self.made(.cyberResilience, late)
        #expect(try clock(.cyberResilience, "early-warning", [first]).state(at: late) == .ended)
        #expect(try clock(.cyberResilience, "notification", [first]).state(at: late) == .running)
        #expect(try clock(.cyberResilience, "notification", [first, second]).state(at: late) == .ended)
    }

    @Test("wait for what starts them")
    func waiting() throws {
        let clock = IncidentClock(rule: try Self.rule(.generalPurposeCode, "final"), startedAt: nil)
        #expect(clock.state(at: .max) == .waiting && clock.dueAt == nil)
        #expect(clock.words(at: 0) == "waits for resolution")
        // What a ledger says is reckoned with, and never traps.
        #expect(IncidentClock(rule: clock.rule, startedAt: .max - 1).state(at: 0) == .running)
    }

    @Test("are data: each says what it rests on, where that was read, and every regime has its own")
    func data() {
        for regime in Regime.allCases {
            let rules = RegulatorClock.of(regime)
            #expect(!rules.isEmpty && Set(rules.map(\.name)).count == rules.count)
            #expect(rules.contains { $0.condition == nil }, "\(regime) has no deadline of each case")
            for rule in rules {
                #expect(rule.hours > 0 && rule.reports > 0 && !rule.article.isEmpty)
                for text in [rule.binds, rule.basis, rule.source.title, rule.source.version, rule.source.applies] {
                    #expect(!text.isEmpty)
                }
                #expect(rule.source.url.hasPrefix("https://"))
            }
        }
        let spans = Dictionary(grouping: RegulatorClock.all, by: \.regime).mapValues { $0.map(\.span) }
        #expect(spans[.euAIAct] == ["15 d", "48 h", "10 d"] && spans[.certIn] == ["6 h"])
        #expect(spans[.generalPurposeCode] == ["15 d", "48 h", "5 d", "10 d", "60 d"])
        #expect(spans[.newYork] == ["72 h", "24 h"] && spans[.california] == ["15 d", "24 h"])
        #expect(spans[.dataProtectionIndia] == ["72 h"] && spans[.cyberResilience] == ["24 h", "72 h", "14 d"])
    }

    @Test(
        "spans are told in their two largest units",
        arguments: [
            (0, "0 ms"), (999, "999 ms"), (59_999, "59 s"), (60_000, "1 min"), (3_599_000, "59 min 59 s"),
            (3_600_000, "1 h"), (86_399_000, "23 h 59 min"), (90_000_000, "1 d 1 h"),
        ] as [(UInt64, String)]
    )
    func text(milliseconds: UInt64, words: String) {
        #expect(SpanText.of(milliseconds) == words)
    }
}
