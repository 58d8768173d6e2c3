import Domain
import Settings
import Testing

@Suite("Weaknesses of a rehearsal model")
struct WeaknessTests {
    private func provider(_ weaknesses: String) -> String {
        document(providers: "  p: {kind: rehearsal, rehearsal: {weaknesses: \(weaknesses)}}")
    }

    @Test("are read in their order, with a share as the rate, and without one always")
    func inOrder() throws {
        let text = document(
            providers: """
                  p:
                    kind: rehearsal
                    rehearsal:
                      weaknesses:
                        - {leaks: secret, rate: 10%, techniques: [base64, fill-in-the-blank], languages: [en, hi, mr]}
                        - {leaks: instructions, rate: 100%}
                        - {obeys: injection, rate: 0.0001%}
                        - {calls: tool, rate: 12.5%}
                        - {refuses: harmless}
                """
        )
        let provider = try #require(try load(text).providers.first { $0.name == "p" })
        #expect(
            provider.rehearsal?.weaknesses == [
                .init(
                    .leaksSecret,
                    rate: 100_000,
                    techniques: [.base64, .fillInTheBlank],
                    languages: [.english, .hindi, .marathi]
                ),
                .init(.leaksInstructions, rate: 1_000_000),
                .init(.obeysInjection, rate: 1),
                .init(.callsTool, rate: 125_000),
                .init(.refusesHarmless, rate: 1_000_000),
            ]
        )
        #expect(
            try load(document(providers: "  p: {kind: rehearsal, rehearsal: {}}")).providers[1].rehearsal?.weaknesses
                == []
        )
    }

    @Test("all that is wrong with one is told at once, each where it stands")
    func located() {
        #expect(
            problems(
                provider(
                    "[{leeks: secret, rate: 10, techniques: [base46], languages: en}, {leaks: all, techniques: []}]"
                )
            )
                == [
                    "3:50: providers.p.rehearsal.weaknesses[0]: The key `leeks` is not known here. Did you mean `leaks`?",
                    "3:71: providers.p.rehearsal.weaknesses[0].rate: A share from 0.0001% to 100% is expected here. Write it like 5% or 0.5%.",
                    "3:88: providers.p.rehearsal.weaknesses[0].techniques[0]: `base46` is not known here. Did you mean `base64`?",
                    "3:108: providers.p.rehearsal.weaknesses[0].languages: A list is expected here. Write it like [a, b].",
                    "3:121: providers.p.rehearsal.weaknesses[1].leaks: `all` is not known here. One of: secret, instructions.",
                    "3:126: providers.p.rehearsal.weaknesses[1].techniques: This list is empty. Leave the key out for all.",
                ]
        )
    }

    @Test(
        "each kind of mistake is found",
        arguments: [
            ("{leaks: secret}", "A list is expected here."),
            ("[leaks]", "A section of `key: value` lines is expected here."),
            ("[{}]", "A weakness is one of"),
            ("[{rate: 5%}]", "A weakness is one of"),
            ("[{leaks: secret, calls: tool}]", "A weakness is one of"),
            ("[{obeys: orders}]", "`orders` is not known here. One of: injection."),
            ("[{calls: tools}]", "Did you mean `tool`?"),
            ("[{refuses: all}]", "One of: harmless."),
            ("[{calls: tool, rate: 0%}]", "from 0.0001% to 100%"),
            ("[{calls: tool, rate: 101%}]", "from 0.0001% to 100%"),
            ("[{calls: tool, rate: 0.00001%}]", "from 0.0001% to 100%"),
            ("[{calls: tool, rate: -1%}]", "from 0.0001% to 100%"),
            ("[{calls: tool, rate: []}]", "A text is expected here."),
            ("[{calls: tool, languages: [fr]}]", "`fr` is not known here."),
            ("[\(Array(repeating: "{calls: tool}", count: 65).joined(separator: ", "))]", "at most 64 weaknesses"),
        ]
    )
    func mistakes(weaknesses: String, message: String) {
        let seen = problems(provider(weaknesses))
        #expect(seen.count == 1 && seen[0].contains(message), "\(seen)")
    }
}
