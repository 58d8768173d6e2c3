/// One way in which a provider fails, and what the application must see then.
struct Scenario: Sendable {
    /// One set of settings and what is played with it.
    struct Part: Sendable {
        /// Told beside problems; empty when the scenario has one part.
        var name = ""
        var settings = ScenarioSettings()
        var forms = Form.all
        /// Only played when it is asked for by its name.
        var isHidden = false
        /// Sets the providers up, asks and judges; called once a form, on a stage of its own.
        var play: @Sendable (Stage) async throws -> Void
    }

    var number: String
    var title: String
    /// In a few words, for the table.
    var expected: String
    /// It is played with nothing beside it: it measures time or memory, or loads the machine.
    var isAlone = false
    var parts: [Part]

    init(number: String, title: String, expected: String, isAlone: Bool = false, parts: [Part]) {
        self.number = number
        self.title = title
        self.expected = expected
        self.isAlone = isAlone
        self.parts = parts
    }

    init(
        number: String,
        title: String,
        expected: String,
        settings: ScenarioSettings = ScenarioSettings(),
        forms: [Form] = Form.all,
        play: @escaping @Sendable (Stage) async throws -> Void
    ) {
        self.init(
            number: number,
            title: title,
            expected: expected,
            parts: [Part(settings: settings, forms: forms, play: play)]
        )
    }
}

extension ScenarioSettings {
    /// `.with { $0.attempts = 2 }`
    static func with(_ edit: (inout ScenarioSettings) -> Void) -> ScenarioSettings {
        var settings = ScenarioSettings()
        edit(&settings)
        return settings
    }
}
