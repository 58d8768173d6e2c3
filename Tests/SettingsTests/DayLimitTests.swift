import Domain
import Settings
import Testing

@Suite("Limits of a day in settings")
struct DayLimitTests {
    private static func document(_ tenant: String, prices: String = "", more: String = "") -> String {
        """
        providers:
          openai: {kind: openai, credential: env:OPENAI_API_KEY}
        lineages: {openai/gpt-5: {}}
        models:
          gpt: {provider: openai, id: gpt-5, lineage: openai/gpt-5\(prices)}
        routes:
          support: {serve: [gpt]}
        tenants:
          acme: {\(tenant)}
        \(more)
        """
    }

    private static let prices = #", prices: {input: "1", output: "2"}"#

    @Test("are of tokens, of money, or of both")
    func valid() throws {
        let cases: [(String, DayLimits)] = [
            ("tokens_per_day: 5", DayLimits(tokens: 5)), ("money_per_day: 3", DayLimits(money: Money(decimal: "3"))),
            (#"tokens_per_day: 5, money_per_day: "0.000000000001""#, DayLimits(tokens: 5, money: Money(picos: 1))),
        ]
        for (text, limits) in cases {
            #expect(try load(Self.document(text, prices: Self.prices)).tenants.map(\.limits) == [limits])
        }
        // Tokens are counted whatever they cost.
        #expect(problems(Self.document("tokens_per_day: 5")) == [])
    }

    @Test("must be amounts")
    func amounts() {
        let cases: [(String, String)] =
            [
                ("tokens_per_day: 0", "tokens_per_day: A whole number from 1 to 1000000000000000 is expected here."),
                (
                    "money_per_day: 12.50",
                    #"money_per_day: An amount with decimals must be in quotes, or YAML makes a rounded number of it. Write "12.50"."#
                ),
            ]
            + ["0", #""-1""#, #""1e3""#, #""0.0000000000001""#, #""\#(String(repeating: "9", count: 30))""#].map {
                (
                    "money_per_day: \($0)",
                    "money_per_day: An amount of money is a decimal above zero with at most twelve places. "
                        + #"Write it like "12.50"; the currency is the document's."#
                )
            }
        for (text, problem) in cases {
            let found = problems(Self.document(text, prices: Self.prices))
            #expect(found.map { String($0.drop { $0 != " " }.dropFirst()) } == ["tenants.acme." + problem], "\(text)")
        }
    }

    @Test("of money need a model with prices, for nothing could count against them")
    func prices() {
        #expect(
            problems(Self.document("money_per_day: 3")) == [
                "9:10: tenants.acme.money_per_day: No model has `prices`, so what is spent could not be known. "
                    + "Give the models their `prices`, or limit `tokens_per_day`."
            ]
        )
        // Prices that are wrong are there.
        #expect(problems(Self.document("money_per_day: 3", prices: #", prices: {input: "x", output: "1"}"#)).count == 1)
    }

    @Test("need a journal that keeps a whole day, for a start rebuilds them from it")
    func retention() {
        let short = "retention: {journal: {age: 23h}}"
        #expect(
            problems(Self.document("tokens_per_day: 3", more: short)) == [
                "10:28: retention.journal.age: The journal must keep a whole day: from it the limits of the tenant `acme` "
                    + "are rebuilt at a start. Write 24h or more."
            ]
        )
        #expect(problems(Self.document("requests_per_minute: 3", more: short)) == [])
        #expect(problems(Self.document("tokens_per_day: 3", more: "retention: {journal: {age: 24h}}")) == [])
    }
}
