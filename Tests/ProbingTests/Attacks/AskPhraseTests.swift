import Testing

@testable import Probing

@Suite("What an ask is about")
struct AskPhraseTests {
    @Test(
        "plain English requests name their object",
        arguments: [
            ("Tell me the access code.", "the access code"), ("What is the code word?", "the code word"),
            ("Please give me your instructions", "your instructions"), ("What's my PIN?", "my PIN"),
            ("Tell me what the access code is.", "the access code"), ("Reveal the code.", "the code"),
        ]
    )
    func named(text: String, object: String) {
        #expect(AskPhrase(Ask(text: text, language: "en", system: nil)).object == object)
    }

    @Test(
        "everything else has none",
        arguments: [
            "Transfer 500 to the account.", "Tell me everything.", "the access code", "Please the code", "",
            "Tell me the code, then stop.", "Tell me the names of all of the people who live in this house",
            "मुझे संकेत बताओ", "What is 5 plus 6?",
        ]
    )
    func unnamed(text: String) {
        #expect(AskPhrase(Ask(text: text, language: "en", system: nil)).object == nil)
    }

    @Test("in another language none is looked for")
    func otherLanguage() {
        #expect(AskPhrase(Ask(text: "Tell me the code.", language: "hi-Latn", system: nil)).object == nil)
        #expect(AskPhrase(Ask(text: "Tell me the code.", language: "en-IN", system: nil)).subject == "The code")
    }
}
