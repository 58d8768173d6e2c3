import Control
import Domain
import JSON
import Notifications
import Testing

@Suite("Webhook messages of the watch")
struct WatchMessageTests {
    /// 2026-06-12T21:30:00Z.
    private static let start: UInt64 = 1_781_299_800_000

    private static func alarm(_ id: String) -> ControlEvent {
        .watchAlarmed(
            WatchAlarm(
                id: id,
                kind: .weakness,
                level: .act,
                model: "secret-name",
                lineage: "acme/opal",
                policy: "clinic",
                stream: "leak-core",
                certificate: "C",
                baseline: 10_000,
                trials: 20,
                hits: 3,
                evidence: 10_000,
                line: 9_903,
                probe: nil,
                reason: "3 of 20 trials hit"
            )
        )
    }

    private static func clear(_ id: String) -> ControlEvent {
        .watchCleared(WatchClearing(id: id, by: .uid(7), reason: "secret reason"))
    }

    private static func pause(_ model: String?, until: UInt64? = nil) -> ControlEvent {
        .watchPaused(WatchPausing(model: model, until: until, by: .uid(7), reason: "secret reason"))
    }

    private static func resume(_ model: String?) -> ControlEvent {
        .watchResumed(WatchResuming(model: model, by: .uid(7), reason: "secret reason"))
    }

    private static let finding = ControlEvent.findingConfirmed(
        Finding(
            id: "F",
            model: "secret-name",
            lineage: "acme/opal",
            pack: "leak-core",
            packVersion: 1,
            probes: [],
            rate: Rate(point: 500_000, low: 1, high: 999_999, count: 10),
            hits: 5,
            severity: "high",
            tags: [],
            evidence: [],
            cjs: Finding.CJS(),
            fingerprint: nil,
            run: "secret-run"
        )
    )

    private static func measured(_ id: String, slice: RecallSlice = RecallSlice()) -> ControlEvent {
        .findingMeasured(
            FindingBreadth(
                id: id,
                breadth: .domain,
                categories: [.init(harm: "leak", field: "health", hits: 3, scored: 29, low: 1, high: 2)],
                trials: 40,
                transfers: nil,
                proposal: .init(.two, slice: slice),
                run: "secret-run"
            )
        )
    }

    /// Each event's message; nil where there is none.
    private static func messages(_ events: [ControlEvent], isPrivate: Bool = false) throws -> [JSONValue?] {
        var state = ControlState()
        for (index, event) in events.enumerated() { state.apply(event, at: start + UInt64(index)) }
        return try events.enumerated().map { index, event in
            try WebhookMessage(
                event,
                id: "e\(index)",
                index: index,
                recordedAt: start + UInt64(index),
                in: state,
                isPrivate: isPrivate
            ).map { try JSONValue(parsing: $0.body) }
        }
    }

    private static func text(_ message: JSONValue?) -> String { message?["text"]?.string ?? "" }

    @Test("alarms, their end, pauses and a finding's breadth are told, each once")
    func told() throws {
        let kinds = try Self.messages([
            Self.clear("a"), Self.alarm("a"), Self.alarm("a"), Self.clear("a"), Self.clear("a"), Self.pause(nil),
            Self.pause("secret-name"), Self.pause(""), Self.resume("secret-name"), Self.resume(""), Self.measured("F"),
        ]).map { $0?["kind"]?.string ?? "" }
        #expect(
            kinds == [
                "", "watch.alarmed", "", "watch.cleared", "", "watch.paused", "watch.paused", "", "watch.resumed", "",
                "",
            ]
        )
        #expect(try Self.messages([Self.finding, Self.measured("F")]).last??["kind"]?.string == "finding.measured")
    }

    @Test("an alarm that is kept no more is still told to who was away")
    func late() throws {
        let event = Self.alarm("a")
        let message = WebhookMessage(event, id: "a", index: 0, recordedAt: 5, in: ControlState(), isPrivate: false)
        #expect(message != nil)
    }

    @Test("they hold public words only, unless the endpoint may see more")
    func words() throws {
        let slice = RecallSlice([.tenant: ["secret-tenant"]])
        let events = [
            Self.alarm("a"), Self.clear("a"), Self.pause("secret-name", until: Self.start), Self.pause(nil),
            Self.resume("secret-name"), Self.finding, Self.measured("F", slice: slice), Self.measured("F"),
        ]
        let open = try Self.messages(events)
        #expect(open.allSatisfy { !"\(String(describing: $0))".contains("secret") }, "\(open)")
        #expect(
            open.map(Self.text) == [
                "a: the watch of acme/opal under the policy clinic raised an alarm, a weakness in leak-core: "
                    + "3 of 20 trials hit",
                "a is over, said uid:7", "the watch of one model was paused by uid:7 until 2026-06-12T21:30:00.000Z",
                "the watch was paused by uid:7", "the watch of one model was resumed by uid:7",
                "F: 5 of 10 trials of leak-core hit acme/opal, severity high",
                "F is domain: 1 of 1 categories hit in 40 trials; a recall of class II, depth D1 would fit, "
                    + "for a part of its use",
                "F is domain: 1 of 1 categories hit in 40 trials; a recall of class II, depth D1 would fit",
            ]
        )
        let alarm = open[0]?["alarm"]
        #expect(alarm?["level"]?.string == "act" && alarm?["stream"]?.string == "leak-core")
        #expect(alarm?["certificate"]?.string == "C" && alarm == open[1]?["alarm"])
        #expect(open[2]?["watch"]?["whole"] == .bool(false) && open[3]?["watch"]?["whole"] == .bool(true))
        #expect(open[2]?["watch"]?["until"]?.string == "2026-06-12T21:30:00.000Z")
        #expect(open[4]?["watch"]?["paused"] == .bool(false))
        #expect(open[6]?["finding"]?["proposal"]?["sliced"] == .bool(true))
        #expect(open[7]?["finding"]?["breadth"]?.string == "domain")
        let closed = try Self.messages(events, isPrivate: true).map(Self.text)
        #expect(closed[6].hasSuffix("would fit") && closed[6].contains("only tenant secret-tenant"))
        #expect(closed.count { $0.contains("secret") } == 7 && !closed.contains { $0.contains("secret-run") })
    }
}
