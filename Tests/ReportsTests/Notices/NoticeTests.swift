import Control
import Domain
import Reports
import Testing

@Suite("Notices in plain words")
struct NoticeTests {
    private static func pages(_ states: [RecallState]) throws -> [String] {
        let incident = try #require(try AdvisoryBench(try AdvisoryBench.events(states)).incidents().first)
        let notice = Notice(incident, contact: "ai@bank.example", origin: "holdfast/ab")
        return NoticeWords.all.map { String(decoding: notice.page($0).html, as: UTF8.self) }
    }

    @Test("it says what is recalled, why, what to do and what serves instead, in each language")
    func content() throws {
        let (english, hindi) = (try Self.pages([.declared])[0], try Self.pages([.declared])[1])
        #expect(english.contains("<html lang=\"en\">") && hindi.contains("<html lang=\"hi\">"))
        for text in [english, hindi] {
            #expect(text.contains("acme/opal") && text.contains("acme/jade") && text.contains("ai@bank.example"))
            #expect(text.contains("2023-11-14 22:18 UTC") && text.contains("holdfast/ab") && !text.contains("%1"))
        }
        for words in [
            "Product safety recall", "The model acme/opal is recalled", "Stop using this model now", "Class II:",
        ] {
            #expect(english.contains(words) && !hindi.contains(words), "\(words)")
        }
    }

    @Test(
        "it says how things stand now",
        arguments: [
            ([.held], "The model acme/opal is held back"), ([.declared], "The model acme/opal is recalled"),
            (AdvisoryBench.mended, "The model acme/opal serves again"),
            (AdvisoryBench.retired, "The model acme/opal will not serve again"),
            (AdvisoryBench.released, "The model acme/opal was held back, and is released"),
        ] as [([RecallState], String)]
    )
    func standing(states: [RecallState], title: String) throws {
        #expect(try Self.pages(states)[0].contains("<h1>\(title)</h1>"))
    }

    @Test("what people wrote is text and nothing else, and nothing private stands there")
    func readers() throws {
        for states in [AdvisoryBench.mended, AdvisoryBench.retired, AdvisoryBench.released] {
            for text in try Self.pages(states) {
                #expect(!text.contains("<b>secrets") && text.contains("&lt;b&gt;secrets&lt;/b&gt;"))
                #expect(!text.contains(CardBench.mark) && !text.contains("op_a"))
            }
        }
    }

    @Test("our own words soften nothing", arguments: NoticeWords.all.flatMap(\.texts))
    func tone(text: String) {
        #expect(NoticeLint.softeners(in: text).isEmpty)
    }
}
