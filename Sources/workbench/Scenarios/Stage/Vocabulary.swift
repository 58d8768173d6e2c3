import HoldfastTesting

/// Which of the scenarios' knobs a binary has: `holdfast check` is asked about each by itself.
struct Vocabulary: Sendable {
    private let lacks: Set<String>
    private let lacksNewClocks: Bool

    /// What releases before `clocks` called four of the six.
    static let olderClocks = "timeouts"
    private static let older: Set<String> = ["clocks.connect", "clocks.head", "clocks.idle", "clocks.total"]

    init(lacking lines: Set<String> = []) {
        lacks = lines
        lacksNewClocks = lines.contains { $0.hasPrefix("clocks: ") }
    }

    func has(_ knob: ScenarioSettings.Knob) -> Bool { !lacks.contains(knob.line) }

    /// Whether the knob is a clock that this binary knows by its older name.
    func hasOlder(_ knob: ScenarioSettings.Knob) -> Bool { lacksNewClocks && Self.older.contains(knob.name) }

    static func of(_ binary: String, _ knobs: Set<ScenarioSettings.Knob>) async throws -> Vocabulary {
        let folder = try TemporaryFolder()
        var lacking: Set<String> = []
        for (index, knob) in knobs.enumerated() {
            let file = try folder.write(document(with: knob, folder.path), to: "\(index).yaml")
            let process = try RunningProcess(
                binary,
                ["check", "--config", file],
                environment: [:],
                output: folder.path + "/\(index).log"
            )
            if try await process.ended() != 0 { lacking.insert(knob.line) }
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
