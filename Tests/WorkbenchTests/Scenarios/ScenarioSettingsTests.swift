import HoldfastTesting
import Testing

@testable import workbench

@Suite("Settings of a scenario")
struct ScenarioSettingsTests {
    private let settings = ScenarioSettings.with {
        $0.clocks.head = "800ms"
        $0.clocks.firstContent = "900ms"
        $0.attempts = 2
        $0.concurrency = 4
        $0.queue = "{size: 8, wait: 1s}"
    }

    private func yaml(_ vocabulary: Vocabulary) async throws -> String {
        let provider = try await ScriptedProvider.start()
        await provider.stop()
        return settings.gateway([.sick: provider, .well: provider], nil, Form.all[0], vocabulary).yaml(folder: "/x")
    }

    @Test("a section is one mapping, whatever stands in it")
    func sections() async throws {
        let text = try await yaml(Vocabulary())
        #expect(text.contains("    timeouts: {head: 800ms, first_content: 900ms}\n"))
        #expect(text.contains("    attempts: 2\n"))
        #expect(text.contains("    limits: {concurrency: 4, queue: {size: 8, wait: 1s}}\n"))
        #expect(text.contains("    serve: [sick, well]\n"))
    }

    @Test("what a binary does not have is left out and told")
    func unknown() async throws {
        let lacking = settings.knobs.filter { ["attempts", "queue"].contains($0.key) }
        let vocabulary = Vocabulary(lacking: Set(lacking))
        let text = try await yaml(vocabulary)
        #expect(!text.contains("attempts:"))
        #expect(text.contains("    limits: {concurrency: 4}\n"))
        #expect(settings.missing(in: vocabulary) == ["attempts", "limits.queue"])
    }
}
