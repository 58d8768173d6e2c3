import Probing
import Testing

@Suite("Writing a pack")
struct PackWriterTests {
    @Test("gives a document that reads as the same pack", arguments: BuiltInPacks.names)
    func roundTrip(name: String) throws {
        let pack = try PackFixtures.builtIn(name)
        let again = try PackFixtures.load(PackWriter.document(of: pack))
        #expect(again == pack)
        #expect(again.hash == pack.hash)
    }

    @Test("keeps every character of a text")
    func characters() throws {
        let evil: [String] = [
            "a\nb", "tab\there", "\"quotes\" 'and' \\ slashes", "# no comment", "- no list", "yes", "~", "é क ৰ ழ 😀",
            "\u{7F}\u{85}\u{9F}\u{A0}", "a \u{2028} b \u{2029} c \u{85} d\u{FEFF}", "\u{E000}\u{FFFD}\u{10FFFD}",
            "\u{1}\u{1B}[31m",
            "ends in space ", " starts so", "zero\u{200B}width\u{202E}", "a: b", "\u{E0041}", "\r\n",
        ]
        var pack = try PackFixtures.load(PackFixtures.document())
        pack.goalSets[0].goals = try evil.enumerated().map { index, text in
            var goal = try #require(pack.goals.first)
            goal.id = "g\(index)"
            goal.ask = text
            return goal
        }
        let again = try PackFixtures.load(PackWriter.document(of: pack))
        for (one, other) in zip(again.goals, pack.goals) {
            #expect(Array(one.ask.unicodeScalars) == Array(other.ask.unicodeScalars))
        }
        #expect(again == pack)
    }
}
