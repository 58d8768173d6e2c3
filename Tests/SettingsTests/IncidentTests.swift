import Settings
import Testing

@Suite("Which regimes run clocks")
struct IncidentTests {
    private static func document(_ incidents: String) -> String {
        """
        providers: {own: {kind: rehearsal}}
        models: {m: {provider: own}}
        routes: {r: {serve: [m]}}
        incidents: \(incidents)
        """
    }

    @Test("are read in their order, and none is usual")
    func read() throws {
        #expect(
            try load(Self.document("{regimes: [cert-in, eu-ai-act-73]}")).incidents.regimes == [.certIn, .euAIAct]
        )
        #expect(try load(Self.document("{}")).incidents.regimes.isEmpty)
    }

    @Test(
        "that nobody knows, or that stand twice, are told with their place",
        arguments: [
            (
                "{regimes: [cert_in]}",
                "4:23: incidents.regimes[0]: `cert_in` is not known here. Did you mean `cert-in`?"
            ),
            (
                "{regimes: [cert-in, cert-in]}",
                "4:32: incidents.regimes[1]: `cert-in` stands twice in this list. Keep one of them."
            ),
            ("{regimes: cert-in}", "4:22: incidents.regimes: A list is expected here. Write it like [a, b]."),
            ("{regime: []}", "4:13: incidents: The key `regime` is not known here. Did you mean `regimes`?"),
        ]
    )
    func wrong(incidents: String, problem: String) {
        let told = problems(Self.document(incidents))
        #expect(told.contains { $0.hasPrefix(problem) }, "\(told)")
    }
}
