import Domain
import Testing

@Suite("Lineage patterns")
struct LineagePatternTests {
    @Test(
        "whole segments, and a version reaches paths that name none",
        arguments: [
            ("openai/gpt-4", "openai/gpt-4", true), ("openai/gpt-4", "openai/gpt-4@0613", true),
            ("openai/gpt-4", "openai/gpt-4o", false), ("openai/gpt-4o", "openai/gpt-4", false),
            ("openai/gpt-4@0613", "openai/gpt-4@0613", true), ("openai/gpt-4@0613", "openai/gpt-4", true),
            ("openai/gpt-4@0613", "openai/gpt-4@1106", false), ("openai/*", "openai/gpt-4o@1", true),
            ("openai/*", "openai-eu/gpt-4o", false), ("azure/gpt-4", "openai/gpt-4", false),
            ("router/openai/gpt-4", "router/openai/gpt-4", true), ("router/openai", "router/openai/gpt-4", false),
        ]
    )
    func matching(pattern: String, lineage: String, expected: Bool) throws {
        let pattern = try #require(LineagePattern(pattern))
        #expect(pattern.matches(try #require(Lineage(lineage))) == expected)
    }

    @Test(
        "names that callers choose: in any case, dated, tuned, with the vendor in front",
        arguments: [
            ("openai/gpt-5", "gpt-5", true), ("openai/gpt-5", "GPT-5", true),
            ("openai/gpt-5", "gpt-5-2025-08-07", true),
            ("openai/gpt-5", "gpt-5@2025", true), ("openai/gpt-5", "ft:gpt-5:acme::1", true),
            ("openai/gpt-5", "ft:gpt-5-2025-08-07:acme::1", true), ("openai/gpt-5", "openai/gpt-5", true),
            ("openai/gpt-5", "gpt-5-mini", false), ("openai/gpt-5", "gpt-50", false), ("openai/gpt-5", "gpt-5o", false),
            ("openai/gpt-5", "gpt-4", false), ("openai/gpt-5", "gpt-5-", false), ("openai/*", "anything", true),
            ("openai/gpt-5@1", "gpt-5-2", true), ("other/gpt-5", "gpt-5", false),
        ]
    )
    func asked(pattern: String, name: String, expected: Bool) throws {
        #expect(try #require(LineagePattern(pattern)).matches(asked: name, of: "openai") == expected)
    }

    @Test("what it was read from is what it is written as", arguments: ["a/b", "a/b@1", "a/*", "a/b/c@x.y"])
    func text(text: String) {
        #expect(LineagePattern(text)?.description == text)
    }

    @Test("neither", arguments: ["", "a", "/", "a/", "*/b", "*", "a/*@1", "a/b*", "a b/*", "a/b/*"])
    func bad(text: String) {
        #expect(LineagePattern(text) == nil)
    }
}
