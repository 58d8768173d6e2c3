import Dialects
import Domain
import Routing
import Testing

@Suite("Planner")
struct PlannerTests {
    private let candidate = Planner.Candidate(
        model: "sonnet",
        provider: "anthropic",
        vendor: "anthropic",
        region: "eu",
        dialects: [.messages],
        capabilities: [.countTokens],
        hasCredential: true
    )

    @Test("a model takes conversations in every dialect, and the counts that its provider speaks and it declares")
    func operations() {
        #expect(exclusion(.conversation(.messages)) == nil)
        #expect(exclusion(.countTokens) == nil)
        #expect(exclusion(.conversation(.chatCompletions)) == nil)
        #expect(exclusion(.inputTokens) == .dialectNotSpoken)
        #expect(exclusion(.embeddings) == .operationNotDeclared(.embeddings))
    }

    @Test("outside the data boundary a model does not exist for the route, whichever side of it is crossed")
    func boundary() {
        #expect(exclusion(within: .init(regions: ["us"])) == .outsideRegions("eu"))
        #expect(exclusion(within: .init(vendors: ["openai"])) == .outsideVendors("anthropic"))
        #expect(exclusion(within: .init(providers: ["local"])) == .outsideProviders("anthropic"))
        #expect(exclusion(within: .init(regions: ["eu", "us"], vendors: ["anthropic"])) == nil)
    }

    @Test("a model without region is outside every boundary that names regions")
    func unknownRegion() {
        var nowhere = candidate
        nowhere.region = nil
        let found = Planner.exclusion(of: nowhere, for: .conversation(.messages), within: .init(regions: ["eu"]))
        #expect(found == .outsideRegions(nil))
    }

    @Test("a model whose credential cannot be read is told apart from one that cannot speak")
    func credential() {
        var mute = candidate
        mute.hasCredential = false
        #expect(Planner.exclusion(of: mute, for: .conversation(.messages), within: .init()) == .credentialMissing)
        #expect(Planner.exclusion(of: mute, for: .embeddings, within: .init()) == .operationNotDeclared(.embeddings))
    }

    private func exclusion(
        _ operation: Operation = .conversation(.messages),
        within boundary: Planner.Boundary = .init()
    ) -> Planner.Exclusion? {
        Planner.exclusion(of: candidate, for: operation, within: boundary)
    }
}
