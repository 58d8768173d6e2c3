import HoldfastTesting

/// Which of the scenarios' knobs a binary has: `holdfast check` is asked about each by itself.
struct Vocabulary: Sendable {
    private let lacking: Set<ScenarioSettings.Knob>

    init(lacking: Set<ScenarioSettings.Knob> = []) { self.lacking = lacking }

    func has(_ knob: ScenarioSettings.Knob) -> Bool { !lacking.contains(knob) }

    static func of(_ binary: String, _ knobs: Set<ScenarioSettings.Knob>) async throws -> Vocabulary {
        let folder = try TemporaryFolder()
        var lacking: Set<ScenarioSettings.Knob> = []
        for (index, knob) in knobs.enumerated() {
            let file = try folder.write(document(with: knob, folder.path), to: "\(index).yaml")
            let process = try RunningProcess(
                binary,
                ["check", "--config", file],
                environment: [:],
                output: folder.path + "/\(index).log"
            )
            if try await process.ended() != 0 { lacking.insert(knob) }
        }
        return Vocabulary(lacking: lacking)
    }

    private static func document(with knob: ScenarioSettings.Knob, _ folder: String) -> String {
        var source = GatewaySettings.Source(name: "any", base: "http://127.0.0.1:1/v1")
        if knob.place == .model { source.model = [knob.line] }
        var settings = GatewaySettings([source])
        if knob.place == .route { settings.routeLines = [knob.line] }
        return settings.yaml(folder: folder)
    }
}
