import Domain
import Testing

@Suite("Lineage")
struct LineageTests {
    @Test(
        "reads vendor, family and version",
        arguments: [
            ("anthropic/claude-sonnet@4.6", Lineage(vendor: "anthropic", family: "claude-sonnet", version: "4.6")),
            ("openai/gpt-4o", Lineage(vendor: "openai", family: "gpt-4o")),
            ("hub/meta/llama-3@8b", Lineage(vendor: "hub", family: "meta/llama-3", version: "8b")),
        ]
    )
    func reads(text: String, lineage: Lineage) {
        #expect(Lineage(text) == lineage)
        #expect(lineage.description == text)
    }

    @Test(
        "refuses what is not made of whole segments",
        arguments: ["", "a", "a/", "/b", "a/b@", "a b/c", "a/b@c@d", "a/b\n"]
    )
    func refuses(text: String) {
        #expect(Lineage(text) == nil)
    }
}

@Suite("Money")
struct MoneyTests {
    @Test("a price times tokens is exact")
    func exact() throws {
        let price = try #require(Price(perMillionTokens: "0.15"))
        #expect((price * 1).decimal == "0.00000015")
        #expect((price * 1_000_000).decimal == "0.15")
        #expect((try #require(Price(perMillionTokens: "15")) * 333).decimal == "0.004995")
    }

    @Test("refuses what is no plain decimal", arguments: ["", ".5", "5.", "1e3", "-1", "0.0000001", "1,5", "1000000"])
    func refusesPrices(text: String) {
        #expect(Price(perMillionTokens: text) == nil)
    }

    @Test("decimal text reads back", arguments: ["0", "0.000000000001", "12", "-3.5", "999999999.123456789012"])
    func roundTrip(text: String) {
        #expect(Money(decimal: text)?.decimal == text)
    }

    @Test("cached input is charged at its own price and unknown usage costs nothing knowable")
    func usage() throws {
        let input = try #require(Price(perMillionTokens: "3"))
        let output = try #require(Price(perMillionTokens: "15"))
        let cached = try #require(Price(perMillionTokens: "0.3"))
        let prices = PriceList(input: input, output: output, cachedInput: cached)
        let usage = Usage(input: 1000, output: 100, cachedInput: 400)
        #expect(usage.cost(at: prices)?.decimal == "0.00342")
        #expect(Usage(input: 1000).cost(at: prices) == nil)
    }
}

@Suite("Identifier")
struct IdentifierTests {
    @Test("text reads back and sorts like the time it was made", arguments: 0..<50)
    func roundTrip(step: Int) throws {
        let earlier = Identifier(
            milliseconds: UInt64(1_700_000_000_000 + step),
            random: .random(in: 0 ... .max),
            moreRandom: .random(in: 0 ... .max)
        )
        let later = Identifier(
            milliseconds: UInt64(1_700_000_000_001 + step),
            random: .random(in: 0 ... .max),
            moreRandom: .random(in: 0 ... .max)
        )
        #expect(Identifier(earlier.text) == earlier)
        #expect(earlier.text < later.text)
        #expect(earlier < later)
        #expect(earlier.milliseconds == UInt64(1_700_000_000_000 + step))
    }

    @Test("refuses other lengths, foreign characters and values over 128 bits")
    func refuses() {
        #expect(Identifier("") == nil)
        #expect(Identifier(String(repeating: "z", count: 26)) == nil)
        #expect(Identifier(String(repeating: "0", count: 25) + "u") == nil)
        #expect(Identifier(String(repeating: "0", count: 27)) == nil)
    }
}
