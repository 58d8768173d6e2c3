import HoldfastTesting
import Testing

/// A short run of what `workbench fuzz` does for longer in the release build.
@Suite("Translations of injured conversations")
struct TranslationFuzzTests {
    @Test("never crash, hang or grow, and never depend on how a stream was cut")
    func fuzz() {
        let summary = TranslationFuzz.run(seed: 1, deadline: .now + .seconds(3))
        for failure in summary.failures { Issue.record("\(failure)") }
        #expect(summary.accepted > summary.cases / 5, "\(summary.accepted) of \(summary.cases) were accepted")
    }
}
