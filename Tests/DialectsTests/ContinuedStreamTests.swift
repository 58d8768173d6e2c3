import JSON
import Testing

@testable import Dialects

@Suite("What another model's stream becomes when it goes on with an answer")
struct ContinuedStreamTests {
    private static func transcript(_ text: String) -> Transcript {
        var shown = Transcript()
        for event: StreamEvent in [.started(id: "1", model: "m", createdAt: 1), .opened(0, .text), .delta(0, text)] {
            shown.note(event)
        }
        return shown
    }

    /// The text that the caller gets, whatever pieces it comes in; nil: the stream was a fault.
    private static func added(
        _ pieces: [String],
        to shown: String,
        isPrefilled: Bool = false,
        trimmed: String = ""
    ) -> String? {
        var stream = ContinuedStream(transcript(shown), isPrefilled: isPrefilled, trimmed: trimmed)
        var text = ""
        var isOpen = true
        let events: [StreamEvent] =
            [.started(id: "2", model: "n", createdAt: 2), .opened(3, .text)] + pieces.map { .delta(3, $0) }
            + [.closed(3), .stopped(.endOfTurn, sequence: nil), .ended]
        do throws(TranslationFault) {
            for event in events {
                for written in try stream.follow(event) {
                    switch written {
                    case .delta(let block, let more):
                        #expect(block == 0 && isOpen)
                        text += more
                    case .closed(let block):
                        #expect(block == 0 && isOpen)
                        isOpen = false
                    case .stopped, .ended: #expect(!isOpen)
                    default: Issue.record("\(written)")
                    }
                }
            }
        } catch {
            return nil
        }
        return text
    }

    private static let sentence = "The tide is rising over the reef and the boats come in."

    @Test(
        "is the rest, word for word",
        arguments: [
            // Shown, trimmed off what the model was given, said, what of it the caller gets.
            ("def f():\n", "", "    return 1", "    return 1"), ("def f():\n", "\n", "\n    return 1", "    return 1"),
            ("def f():\n", "\n", "    return 1", "    return 1"), ("One.\n", "", "\nTwo.", "\nTwo."),
            ("One. ", " ", "Two.", "Two."), ("One. ", " ", " Two.", "Two."), ("One. \n", " \n", " two", "two"),
            ("The", "", " tide", " tide"), ("Th", "", "e tide", "e tide"), ("ha ", "", "ho", "ho"),
            // It began anew and said the same.
            ("The tide", "", "The tide is rising", " is rising"), (sentence, "", sentence + " All.", " All."),
            // A beginning alike by chance.
            ("The tide is rising. ", "", "The tide is", "The tide is"), ("नमस्ते ", "", "दुनिया", "दुनिया"),
        ]
    )
    func rest(shown: String, trimmed: String, said: String, expected: String) {
        #expect(Self.added([said], to: shown, trimmed: trimmed) == expected)
        #expect(Self.added(said.map(String.init), to: shown, trimmed: trimmed) == expected)
    }

    @Test(
        "is a fault where it would double the answer or says nothing",
        arguments: [
            "The tide is rising over the reef and something else", "The tide is rising over the reef", "", sentence,
        ]
    )
    func fault(said: String) {
        #expect(Self.added([said], to: Self.sentence) == nil)
        #expect(Self.added(said.map(String.init), to: Self.sentence) == nil)
    }

    @Test("is taken at its word where the answer was begun for the model, unless it repeats too much")
    func prefilled() {
        #expect(Self.added(["ha"], to: "ha", isPrefilled: true) == "ha")
        #expect(Self.added(["*bold**"], to: "*", isPrefilled: true) == "*bold**")
        #expect(Self.added([Self.sentence + " All."], to: Self.sentence, isPrefilled: true) == " All.")
    }

    @Test("brings a call of its own in a block of its own")
    func calls() throws {
        var stream = ContinuedStream(Self.transcript("Let me look."), isPrefilled: false, trimmed: "")
        let call = StreamEvent.Block.toolCall(id: "c", name: "look")
        #expect(try stream.follow(.opened(0, .reasoning(isSummary: false))) == [])
        #expect(try stream.follow(.delta(0, "hm")) == [])
        #expect(try stream.follow(.closed(0)) == [])
        #expect(try stream.follow(.opened(1, call)) == [.closed(0), .opened(1, call)])
        #expect(try stream.follow(.delta(1, "{}")) == [.delta(1, "{}")])
        #expect(try stream.follow(.closed(1)) == [.closed(1)])
        #expect(try stream.follow(.stopped(.toolCalls, sequence: nil)) == [.stopped(.toolCalls, sequence: nil)])
    }

    @Test("cannot be, where more was shown than the beginning of a text")
    func notContinuable() {
        let ends: [[StreamEvent]] = [
            [.closed(0)], [.foreign(.answerCitations)], [.stopped(.endOfTurn, sequence: nil)],
            [.closed(0), .opened(1, .toolCall(id: "c", name: "look"))],
            [.delta(0, String(repeating: "x", count: Transcript.most))],
        ]
        #expect(Self.transcript("a").text == "a")
        for end in ends {
            var shown = Self.transcript("a")
            for event in end { shown.note(event) }
            #expect(shown.text == nil, "\(end)")
        }
    }
}
