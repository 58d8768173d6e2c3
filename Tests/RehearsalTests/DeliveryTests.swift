import Testing

@testable import Rehearsal

@Suite("Delivery")
struct DeliveryTests {
    /// `a` and `z` are life cycle, digits are content.
    private static func stream(_ text: String) -> RehearsalReply {
        let frames = text.utf8.map { RehearsalReply.Frame(bytes: [$0], isContent: (0x30...0x39).contains($0)) }
        return RehearsalReply(status: 200, content: .stream(frames), requestID: "req_1")
    }

    private static let plain = RehearsalReply(
        status: 200,
        content: .plain(Array("{123456}".utf8), pieces: 3),
        requestID: "req_1"
    )

    /// Heads as their length, bytes as they are, the rest as one mark each.
    private static func line(_ steps: [DeliveryStep]) -> String {
        steps.map { step in
            switch step {
            case .wait(let time): "<\(time.components.seconds)>"
            case .head(let head): "[\(head.fields.first { $0.name == "content-length" }?.value ?? "-")]"
            case .bytes(let bytes): bytes.count > 9 ? "?" : String(decoding: bytes, as: UTF8.self)
            case .end: "."
            case .close: "/"
            case .reset: "!"
            case .silence: "_"
            }
        }.joined()
    }

    @Test(
        "a fault strikes a stream behind as many content frames as it says, or behind the last",
        arguments: [
            (nil, "[-]a1b23z."), (.reset, "!"), (.hang, "_"), (.cut(after: 0), "[-]a/"), (.cut(after: 2), "[-]a1b2/"),
            (.cut(after: 9), "[-]a1b23/"), (.stall(after: 1), "[-]a1_"), (.malformed(after: 1), "[-]a1?."),
            (.unterminated(after: 3), "[-]a1b23."),
        ] as [(RehearsalFault.Kind?, String)]
    )
    func streams(fault: RehearsalFault.Kind?, expected: String) {
        let steps = Delivery.steps(Self.stream("a1b23z"), RehearsalBehaviour(), fault: fault)
        #expect(Self.line(steps) == expected)
    }

    @Test("a stream without content loses its end", arguments: [RehearsalFault.Kind.cut(after: 2), .cut(after: 0)])
    func emptyStream(fault: RehearsalFault.Kind) {
        #expect(Self.line(Delivery.steps(Self.stream("az"), RehearsalBehaviour(), fault: fault)) == "[-]a/")
    }

    @Test(
        "a fault does to a plain answer what it says",
        arguments: [
            (nil, "[8]{123456}."), (.reset, "!"), (.hang, "_"), (.cut(after: 9), "[8]{123/"),
            (.stall(after: 9), "[8]{123_"), (.malformed(after: 9), "[19]?."), (.unterminated(after: 9), "[4]{123."),
        ] as [(RehearsalFault.Kind?, String)]
    )
    func plain(fault: RehearsalFault.Kind?, expected: String) {
        #expect(Self.line(Delivery.steps(Self.plain, RehearsalBehaviour(), fault: fault)) == expected)
    }

    @Test("the first piece waits, each further one too, and a plain answer as long as the stream")
    func delays() {
        let slow = RehearsalBehaviour(firstToken: .seconds(5), betweenTokens: .seconds(2))
        #expect(Self.line(Delivery.steps(Self.stream("a1b23z"), slow, fault: nil)) == "[-]a<5>1b<2>2<2>3z.")
        #expect(Self.line(Delivery.steps(Self.plain, slow, fault: nil)) == "<9>[8]{123456}.")
    }

    @Test("of the faults that are due the first happens, each in its own rhythm")
    func rhythm() {
        let behaviour = RehearsalBehaviour(faults: [.init(.reset, every: 4), .init(.hang, every: 2)])
        let faults = (1...8).map { behaviour.fault(forRequest: $0) }
        #expect(faults == [nil, .hang, nil, .reset, nil, .hang, nil, .reset])
    }

    @Test("every head carries the label")
    func label() {
        for reply in [Self.plain, Self.stream("a")] {
            guard case .head(let head) = Delivery.steps(reply, RehearsalBehaviour(), fault: nil)[0] else {
                Issue.record("no head")
                return
            }
            #expect(head.fields.contains(.init("holdfast-rehearsal", "yes")))
        }
    }
}
