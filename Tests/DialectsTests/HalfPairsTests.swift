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
                [#"{"a":""}"#, #"{"a":"\ufffdz"}"#, #"{"a":"\ud83d\ude00"}"#]
            ),
            // One that was lost stands where it was lost.
            (
                [#"{"a":"a\ud83d"}"#, #"{"a":"bcd"}"#, #"{"a":"e\ud83d"}"#, #"{"a":"\ude00"}"#],
                [#"{"a":"a"}"#, #"{"a":"\ufffdbcd"}"#, #"{"a":"e"}"#, #"{"a":"\ud83d\ude00"}"#]
            ),
            // In a member's name, where nothing can wait.
            (
                [#"{"\ud83d":"x\ud83d"}"#, #"{"\ud83d":"\ude00"}"#],
                [#"{"\ufffd":"x"}"#, #"{"\ufffd":"\ud83d\ude00"}"#]
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

    @Test(
        "each text waits for its own half",
        arguments: [
            // Choices of Chat Completions, numbered or by their place.
            (
                [
                    #"{"choices":[{"index":0,"delta":{"content":"\ud83d"}}]}"#,
                    #"{"choices":[{"delta":{"content":"\ud83c"},"index":1}]}"#,
                    #"{"choices":[{"index":0,"delta":{"content":"\ude00"}},{"index":1,"delta":{"content":"\udf0d"}}]}"#,
                ], [#""\ud83d\ude00""#, #""\ud83c\udf0d""#]
            ),
            (
                [
                    #"{"choices":[{"delta":{"content":"\ud83d"}},{"delta":{"content":"\ud83c"}}]}"#,
                    #"{"choices":[{"delta":{"content":"\ude00"}},{"delta":{"content":"\udf0d"}}]}"#,
                ], [#""\ud83d\ude00""#, #""\ud83c\udf0d""#]
            ),
            // Calls side by side, whose kind is told once.
            (
                [
                    #"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"type":"function","function":{"arguments":"\ud83d"}}]}}]}"#,
                    #"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"type":"function","function":{"arguments":"\ud83c"}}]}}]}"#,
                    #"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"function":{"arguments":"\udf0d"}},{"index":0,"function":{"arguments":"\ude00"}}]}}]}"#,
                ], [#""\ud83c\udf0d""#, #""\ud83d\ude00""#]
            ),
            // Text and reasoning.
            (
                [
                    #"{"delta":{"content":"\ud83d","reasoning":"\ud83c"}}"#,
                    #"{"delta":{"reasoning":"\udf0d","content":"\ude00"}}"#,
                ],
                [#""\ud83c\udf0d""#, #""\ud83d\ude00""#]
            ),
            // Blocks of Messages.
            (
                [
                    #"{"type":"content_block_delta","index":0,"delta":{"text":"\ud83d"}}"#,
                    #"{"type":"content_block_delta","delta":{"text":"\ud83c"},"index":1}"#,
                    #"{"type":"content_block_delta","index":1,"delta":{"text":"\udf0d"}}"#,
                    #"{"type":"content_block_delta","index":0,"delta":{"text":"\ude00"}}"#,
                ], [#""\ud83c\udf0d""#, #""\ud83d\ude00""#]
            ),
            // Items and parts of Responses, whose ids may change all the time.
            (
                [
                    #"{"type":"d","item_id":"a","output_index":0,"content_index":0,"delta":"\ud83d"}"#,
                    #"{"type":"d","item_id":"b","output_index":0,"content_index":1,"delta":"\ud83c"}"#,
                    #"{"type":"d","item_id":"c","output_index":0,"content_index":1,"delta":"\udf0d"}"#,
                    #"{"type":"d","item_id":"d","output_index":0,"content_index":0,"delta":"\ude00"}"#,
                ], [#""\ud83c\udf0d""#, #""\ud83d\ude00""#]
            ),
            (
                [
                    #"{"type":"d","item_id":"a","delta":"\ud83d"}"#, #"{"type":"d","item_id":"b","delta":"\ud83c"}"#,
                    #"{"type":"e","item_id":"b","delta":"\ude00"}"#, #"{"type":"d","item_id":"b","delta":"\udf0d"}"#,
                    #"{"type":"d","item_id":"a","delta":"\ude00"}"#,
                ], [#""\ufffd""#, #""\ud83c\udf0d""#, #""\ud83d\ude00""#]
            ),
        ] as [([String], [String])]
    )
    func texts(frames: [String], halves: [String]) {
        var pairs = HalfPairs()
        let mended = frames.map { frame in
            var bytes = Array(frame.utf8)
            pairs.mend(&bytes)
            return String(decoding: bytes, as: UTF8.self)
        }
        .joined()
        let strings = mended.split(separator: "\"", omittingEmptySubsequences: false).filter { $0.hasPrefix("\\u") }
        #expect(strings.map { "\"\($0)\"" } == halves)
    }

    @Test("not more texts wait than a server can write side by side")
    func bound() {
        var pairs = HalfPairs()
        var kept = 0
        for index in 0..<2000 {
            var bytes = Array(#"{"index":\#(index),"delta":"\ud83d"}"#.utf8)
            pairs.mend(&bytes)
            if String(decoding: bytes, as: UTF8.self).contains(#""""#) { kept += 1 }
        }
        #expect(kept == 1024)
    }

    @Test("an event of endless depth or of endless texts is mended as far as it goes")
    func endless() {
        for json in [
            String(repeating: "[", count: 100_000) + #""\ud83d""#,
            "[" + String(repeating: #""a","#, count: 100_000) + #""\ud83d"]"#,
        ] {
            var pairs = HalfPairs()
            var bytes = Array(json.utf8)
            pairs.mend(&bytes)
            #expect(String(decoding: bytes, as: UTF8.self) == json.replacing(#"\ud83d"#, with: #"\ufffd"#))
        }
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
