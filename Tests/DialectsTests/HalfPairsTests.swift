import JSON
import Testing

@testable import Dialects

@Suite("Characters that were cut in two")
struct HalfPairsTests {
    @Test(
        "halves find each other over frames, and one alone becomes the character for what cannot be read",
        arguments: [
            // What is no half stays as it is, escaped backslashes and whole pairs too.
            ([#"{"a":"b"}"#], [#"{"a":"b"}"#]),
            ([#"{"a":"\\ud83d \ud83d\ude00\n\u00e9"}"#], [#"{"a":"\\ud83d \ud83d\ude00\n\u00e9"}"#]),
            ([#"{"a":"x\ud83d"}"#, #"{"a":"\ude00y"}"#], [#"{"a":"x"}"#, #"{"a":"\ud83d\ude00y"}"#]),
            (
                [#"{"a":"x\uD83D"}"#, #"{"a":""}"#, #"{"a":"\uDE00"}"#],
                [#"{"a":"x"}"#, #"{"a":""}"#, #"{"a":"\uD83D\uDE00"}"#]
            ),
            // A pair of pairs.
            (
                [#"{"a":"\ud83d"}"#, #"{"a":"\ude00\ud83d"}"#, #"{"a":"\ude01"}"#],
                [#"{"a":""}"#, #"{"a":"\ud83d\ude00"}"#, #"{"a":"\ud83d\ude01"}"#]
            ),
            // Alone: in the middle, at the beginning, behind another one, the last.
            ([#"{"a":"x\ud83dy"}"#], [#"{"a":"x\ufffdy"}"#]), ([#"{"a":"\ude00y"}"#], [#"{"a":"\ufffdy"}"#]),
            (
                [#"{"a":"\ud83d"}"#, #"{"a":"z\ud83d"}"#, #"{"a":"\ude00"}"#],
                [#"{"a":""}"#, #"{"a":"z\ufffd"}"#, #"{"a":"\ud83d\ude00"}"#]
            ),
            ([#"{"a":"\ud83d\ud83d\ude00\ude00"}"#], [#"{"a":"\ufffd\ud83d\ude00\ufffd"}"#]),
            // No JSON.
            ([#"\ude00"#, #"\"#, #"\u"#, #"\ud8"#, ""], [#"\ufffd"#, #"\"#, #"\u"#, #"\ud8"#, ""]),
        ] as [([String], [String])]
    )
    func mending(frames: [String], expected: [String]) {
        var pairs = HalfPairs()
        let mended = frames.map { frame in
            var bytes = Array(frame.utf8)
            pairs.mend(&bytes)
            return String(decoding: bytes, as: UTF8.self)
        }
        #expect(mended == expected)
    }

    @Test("a character cut over two frames comes whole out of a translated stream")
    func stream() throws {
        func chunk(_ text: String) -> String {
            "data: {\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\(text)\"}}]}\n\n"
        }
        var stream = StreamTranslation(
            from: .chatCompletions,
            to: .messages,
            AnswerOptions(idSeed: "s", model: "up", now: 1)
        )
        let frames = chunk(#"a\ud83d"#) + chunk(#"\ude00b"#)
        let written = try Array(frames.utf8).withUnsafeBytes { try stream.follow($0) }
        let text = String(decoding: written, as: UTF8.self)
        #expect(text.contains(#""text":"a""#))
        #expect(text.contains("\"text\":\"\u{1F600}b\""))
    }

    @Test("a whole answer with half a character is an answer")
    func answer() {
        let tree = Array(#"{"content":"x\ud83d"}"#.utf8).withUnsafeBytes { Translation.tree(ofAnswer: $0) }
        #expect(tree?["content"]?.string == "x\u{FFFD}")
        #expect(Array("{".utf8).withUnsafeBytes { Translation.tree(ofAnswer: $0) } == nil)
    }
}
