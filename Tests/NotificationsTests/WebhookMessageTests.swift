import Control
import Domain
import JSON
import Notifications
import Testing

@Suite("Webhook messages")
struct WebhookMessageTests {
    private static let pattern = LineagePattern(Lineage(vendor: "acme", family: "atlas"))
    private static let id = "HF-RC-2026-0001"
    /// 2026-06-12T21:30:00Z.
    private static let start: UInt64 = 1_781_299_800_000

    /// A hold of a slice that becomes a class I recall, and a check of it that fails.
    private static let life: [ControlEvent] = [
        .serverStarted(version: "1"),
        .recallOpened(
            RecallOpening(
                id: id,
                order: RecallOrder(pattern, slice: RecallSlice([.tenant: ["bank"]]), notice: "Wrong doses."),
                move: RecallMove(to: .held, by: .operator("op_a"), reason: "what the bank's people said")
            )
        ),
        .recallMoved(
            RecallMoving(
                id: id,
                move: RecallMove(to: .declared, by: .operator("op_a"), recallClass: .one, depth: .inFlight)
            )
        ),
        .recallMoved(RecallMoving(id: id, move: RecallMove(to: .executing, by: .server))),
        .recallCheckFailed(RecallCheck(id: id, findings: RecallFindings(leaks: 1), cause: "route support")),
        .journalSegment(JournalSegment(first: 0, last: 0, root: "00", until: start)),
        // Nobody can go there from here.
        .recallMoved(RecallMoving(id: id, move: RecallMove(to: .clear, by: .operator("op_b")))),
    ]

    private static var state: ControlState {
        var state = ControlState()
        for (index, event) in life.enumerated() { state.apply(event, at: start + UInt64(index)) }
        return state
    }

    private static func message(_ index: Int, isPrivate: Bool = false) -> WebhookMessage? {
        WebhookMessage(
            life[index],
            id: "\(id)/\(index)",
            index: index,
            recordedAt: start + UInt64(index),
            in: state,
            isPrivate: isPrivate
        )
    }

    private static func json(_ message: WebhookMessage?) throws -> JSONValue {
        try JSONValue(parsing: try #require(message).body)
    }

    @Test("the whole body is canonical, and private words are not in it")
    func whole() throws {
        let message = try #require(Self.message(1))
        #expect(message.id == "HF-RC-2026-0001/1")
        #expect(
            String(decoding: message.body, as: UTF8.self)
                == #"{"epoch":2,"id":"HF-RC-2026-0001/1","index":1,"kind":"recall.opened","#
                + #""recall":{"class":"II","depth":"D1","drill":false,"id":"HF-RC-2026-0001","kind":"recall","#
                + #""lineage":"acme/atlas","notice":"Wrong doses.","serving_percent":0,"sliced":true,"state":"held"},"#
                + #""recorded_at":"2026-06-12T21:30:00.001Z","#
                + #""text":"HF-RC-2026-0001 was held by op_a: class II recall of acme/atlas, depth D1, for a part of its use: Wrong doses."}"#
        )
    }

    @Test("where the endpoint may see private words, the sentence has them")
    func privately() throws {
        let text = try Self.json(Self.message(1, isPrivate: true))["text"]?.string ?? ""
        #expect(text.contains("only tenant bank") && text.contains("what the bank's people said"))
    }

    @Test("each tells the recall as its event left it, whatever came after")
    func asOf() throws {
        let told = try (1...4).map { index in
            let recall = try Self.json(Self.message(index))["recall"]
            return [recall?["state"], recall?["class"], recall?["depth"]].map { $0?.string ?? "" }
        }
        #expect(
            told == [
                ["held", "II", "D1"], ["declared", "I", "D2"], ["executing", "I", "D2"], ["executing", "I", "D2"],
            ]
        )
        #expect(try Self.json(Self.message(4))["text"]?.string == "a check of HF-RC-2026-0001 failed")
    }

    @Test("nobody is told of what is no recall's, nor of an event that had no effect")
    func nothing() {
        for index in [0, 5, 6] { #expect(Self.message(index) == nil) }
    }

    @Test("the end of a drill is told with the drill")
    func drill() throws {
        let id = "HF-DR-2026-0001"
        let report = DrillReport(
            passed: true,
            routes: ["support"],
            effectMicroseconds: nil,
            incumbent: .init(),
            substitute: .init(),
            gaps: [:],
            dropped: 0
        )
        let events: [ControlEvent] = [
            .recallOpened(
                RecallOpening(
                    id: id,
                    order: RecallOrder(Self.pattern, isDrill: true),
                    move: RecallMove(to: .declared, by: .server)
                )
            ),
            .drillFinished(DrillFinish(id: id, report: report)),
        ]
        var state = ControlState()
        for event in events { state.apply(event, at: Self.start) }
        let message = WebhookMessage(events[1], id: "x", index: 1, recordedAt: Self.start, in: state, isPrivate: false)
        let body = try Self.json(message)
        #expect(body["kind"] == .string("drill.finished"))
        #expect(body["recall"]?["drill"] == .bool(true) && body["recall"]?["id"] == .string(id))
        #expect(body["text"] == .string("the drill HF-DR-2026-0001 passed: 0 requests, 0 failures"))
    }

    @Test("a reminder is of a recall that waits, says since when, and has an id of its own")
    func reminders() throws {
        var state = ControlState()
        state.apply(Self.life[1], at: Self.start)
        let reminder = DeliveryPlan.Reminder(recall: Self.id, dueAt: Self.start + 3_600_000)
        let message = try #require(WebhookMessage(reminder, in: state))
        #expect(message.id == "HF-RC-2026-0001/still_held/1781303400000")
        let body = try JSONValue(parsing: message.body)
        #expect(body["kind"] == .string("recall.still_held"))
        #expect(body["index"] == .integer(0) && body["epoch"] == .integer(1))
        #expect(
            body["text"]
                == .string(
                    "HF-RC-2026-0001 is still held since 2026-06-12T21:30:00.000Z: class II recall of acme/atlas"
                )
        )
        state.apply(Self.life[2], at: Self.start + 1)
        #expect(WebhookMessage(reminder, in: state) == nil)
    }

    @Test("what somebody wrote looks like no line of its own")
    func lines() throws {
        var state = ControlState()
        let order = RecallOrder(Self.pattern, notice: "one\ntwo\u{1B}[31m")
        let event = ControlEvent.recallOpened(
            RecallOpening(id: Self.id, order: order, move: RecallMove(to: .declared, by: .uid(0)))
        )
        state.apply(event, at: 1)
        let message = WebhookMessage(event, id: "x", index: 0, recordedAt: 1, in: state, isPrivate: false)
        let text = try Self.json(message)["text"]?.string ?? ""
        #expect(text.hasSuffix("one\u{FFFD}two\u{FFFD}[31m"))
    }
}
