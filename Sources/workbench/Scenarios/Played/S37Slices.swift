import Dialects
import Domain
import HoldfastTesting

extension Scenario {
    static let s37 = Scenario(
        number: "S37",
        title: "recall of a slice",
        expected: "the slice moves, all else is served as before",
        parts: [
            part("a route", ["--route", "second"], .with { $0.hasSecondRoute = true }) { stage in
                [
                    .init("the route", stage.call(on: "second"), isRecalled: true),
                    .init("another route", stage.call),
                ]
            },
            part("a tag", ["--tag", "purpose=triage", "--tag", "team=a"]) { stage in
                [
                    .init("the tag", stage.call.with("holdfast-tag", "lang=sv, purpose=triage"), isRecalled: true),
                    .init("the other tag", stage.call.with("holdfast-tag", "team=a"), isRecalled: true),
                    .init("another value", stage.call.with("holdfast-tag", "purpose=sales,team=b")),
                    .init("its beginning", stage.call.with("holdfast-tag", "purpose=triage2")),
                    .init("no tag", stage.call),
                ]
            },
            part("a route and a tag", ["--route", "second", "--tag", "a=b"], .with { $0.hasSecondRoute = true }) {
                stage in
                [
                    .init("both", stage.call(on: "second").with("holdfast-tag", "a=b"), isRecalled: true),
                    .init("the route alone", stage.call(on: "second")),
                    .init("the tag alone", stage.call.with("holdfast-tag", "a=b")),
                ]
            },
            Part(name: "a dialect", forms: Form.all) { stage in
                let recalled = Dialect.messages
                try await stage.playSlice(
                    ["--dialect", recalled.rawValue],
                    [.init("a request", stage.call, isRecalled: stage.form.dialect == recalled)]
                )
            },
            Part(name: "a tenant", settings: .with { $0.tenants = ["acme", "bank"] }, forms: Form.two) { stage in
                var calls: [SliceCall] = []
                for tenant in ["acme", "bank"] {
                    let key = try await stage.gateway?.makeKey(tenant: tenant).secret ?? ""
                    calls.append(.init(tenant, stage.call.bearing(key), isRecalled: tenant == "bank"))
                }
                try await stage.playSlice(["--tenant", "bank"], calls)
            },
            part(
                "one of its models",
                ["--model", "sick"],
                .with {
                    $0.cast = [.sick, .third, .well]
                    $0.lineages = [.third: "test/sick"]
                }
            ),
            part("new conversations", ["--depth", "D0"]) { stage in
                [
                    .init("one that begins", stage.call, isRecalled: true),
                    .init("one that goes on", stage.followUp),
                ]
            },
        ]
    )

    private static func part(
        _ name: String,
        _ slice: [String],
        _ settings: ScenarioSettings = ScenarioSettings(),
        calls: @escaping @Sendable (Stage) -> [SliceCall]
    ) -> Part {
        Part(name: name, settings: settings, forms: Form.two) { try await $0.playSlice(slice, calls($0)) }
    }

    /// The lineage's other model takes over, though it is second.
    private static func part(_ name: String, _ slice: [String], _ settings: ScenarioSettings) -> Part {
        Part(name: name, settings: settings, forms: Form.two) { stage in
            try await stage.order(Stage.recallsSick + slice)
            let seen = try await stage.ask()
            stage.judge.note(seen.words(on: stage))
            stage.judge.expect(
                seen.server(on: stage) == .third,
                "\(seen.words(on: stage)), where the second path's was due"
            )
            stage.judge.expect(seen.asked(.sick) == 0, "the recalled path was asked")
        }
    }
}

/// A request beside a recalled slice, or in it.
struct SliceCall: Sendable {
    var name: String
    var call: Call
    var isRecalled: Bool

    init(_ name: String, _ call: Call, isRecalled: Bool = false) {
        self.name = name
        self.call = call
        self.isRecalled = isRecalled
    }
}

extension Stage {
    fileprivate func call(on route: String) -> Call { Call.hello(form.dialect, route: route, stream: form.isStream) }

    /// With an answer in its history.
    fileprivate var followUp: Call {
        var call = call
        let turn = #"{"role":"user","content":"hello"}"#
        let history = turn + #",{"role":"assistant","content":"hi"},{"role":"user","content":"again"}"#
        call.body = Array(String(decoding: call.body, as: UTF8.self).replacing(turn, with: history).utf8)
        return call
    }

    fileprivate func playSlice(_ slice: [String], _ calls: [SliceCall]) async throws {
        for one in calls {
            let seen = try await ask(one.call)
            judge.at("\(one.name), before").expectAnswer(seen, by: [.sick], sickAtMost: 1, on: self)
        }
        try await order(Self.recallsSick + slice)
        // The slice's own requests come between the others: who is in it must not be remembered for who is not.
        for one in calls + calls.reversed() {
            let seen = try await ask(one.call)
            let judge = judge.at(one.name)
            if one.isRecalled {
                judge.expectMoved(seen, on: self)
            } else {
                judge.expectAnswer(seen, by: [.sick], sickAtMost: 1, on: self)
            }
        }
    }
}
