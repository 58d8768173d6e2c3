import HoldfastTesting
import JSON

extension Scenario {
    static let s36 = Scenario(
        number: "S36",
        title: "recall of an alias's lineage",
        expected: "every path to it closed, no other",
        parts: [
            part("another cloud, by its alias", .with { $0.lineages = [.third: "test/sick"] }, "old-name"),
            part(
                "a fine-tune of a fine-tune",
                .with {
                    $0.lineages = [.third: "acme/tuned-again"]
                    $0.declared = [
                        "acme/tuned": "{derived_from: test/sick}", "acme/tuned-again": "{derived_from: acme/tuned}",
                    ]
                },
                "test/sick"
            ),
            part("a dated version of it", .with { $0.lineages = [.third: "test/sick@2026-05"] }, "test/sick"),
            // What names no version may be the one that is recalled.
            part(
                "a version, and a path that names none",
                .with { $0.lineages = [.third: "test/sick@2026-05"] },
                "test/sick@2026-05"
            ),
            part("a namesake", .with { $0.lineages = [.third: "test/sick-mini"] }, "test/sick", spares: true),
            part(
                "another version",
                .with {
                    $0.lineages = [.sick: "test/sick@2", .third: "test/sick@2.1"]
                },
                "test/sick@2",
                spares: true
            ),
            part(
                "the model that it was made from",
                .with {
                    $0.lineages = [.sick: "acme/tuned"]
                    $0.declared = ["acme/tuned": "{derived_from: test/third}"]
                },
                "acme/tuned",
                spares: true
            ),
            Part(
                name: "checked by probes",
                settings: reaching(.with { $0.lineages = [.third: "test/sick"] }),
                forms: Form.two
            ) {
                try await $0.playChecked()
            },
        ]
    )

    /// - Parameter spares: the third model is another one, and takes over.
    private static func part(
        _ name: String,
        _ settings: ScenarioSettings,
        _ target: String,
        spares: Bool = false
    ) -> Part {
        Part(name: name, settings: reaching(settings), forms: Form.two) { stage in
            stage.judge.expect(
                try await stage.ask().server(on: stage) == .sick,
                "the first choice did not serve before"
            )
            try await stage.order(["recall", target, "--class", "I", "--checks", "E"])
            let (sick, third) = (stage.sick.requests.count, stage.third.requests.count)
            let seen = try await stage.ask()
            stage.judge.note(seen.words(on: stage))
            stage.judge.expect(
                seen.server(on: stage) == (spares ? .third : .well),
                "\(seen.words(on: stage)), where \(spares ? "the other model's" : "the substitute's") was due"
            )
            stage.judge.expectUnasked(since: sick, on: stage)
            if !spares { stage.judge.expectUnasked(.third, since: third, on: stage) }
        }
    }

    private static func reaching(_ settings: ScenarioSettings) -> ScenarioSettings {
        var settings = settings
        settings.cast = [.sick, .third, .well]
        settings.declared["test/sick", default: "{aliases: [old-name]}"] = "{aliases: [old-name]}"
        return settings
    }
}

extension Stage {
    /// The probes of the check go where callers' requests would, and reach no recalled model either.
    fileprivate func playChecked() async throws {
        let recall = try await order(["recall", "old-name", "--class", "I"])
        let (sick, third) = (self.sick.requests.count, self.third.requests.count)
        guard let recall else { return judge.expect(false, "nobody checks what an order does") }
        try await awaitState("contained", of: recall.id)
        judge.expect(
            !well.requests.isEmpty,
            "no probe looked whether the substitute is the recalled model under another name"
        )
        let seen = try await ask()
        judge.expect(seen.server(on: self) == .well, "\(seen.words(on: self)), where the substitute's was due")
        judge.expectUnasked(since: sick, on: self)
        judge.expectUnasked(.third, since: third, on: self)
    }
}
