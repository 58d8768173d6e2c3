import Testing

@testable import Probing

@Suite("Contracts of form")
struct ContractTests {
    @Test(
        "JSON is judged by its members, and what is no JSON is not judged",
        arguments: [
            (#"{"a":1,"b":null}"#, Verdict.pass), (" {\"b\":[],\"a\":{}}\n", .pass), (#"{"a":1}"#, .hit), ("[1]", .hit),
            (#"{"a":1,"a":2,"b":3}"#, .hit),
            ("Sure! {\"a\":1,\"b\":2}", .unscored(.unparseable)), ("{\"a\":1,", .unscored(.unparseable)),
            ("", .unscored(.empty)),
        ]
    )
    func json(text: String, verdict: Verdict) {
        #expect(Trials.judge(.contract(.json(members: ["a", "b"])), text).verdict == verdict)
    }

    static let eicar = #"X5O!P%@AP[4\PZX54(P^)7CC)7}$"# + "EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE!$H+H*"
    static let gtube = "XJS*C4JDBQADN1.NSBN3*2IDNEN*" + "GTUBE-STANDARD-" + "ANTI-UBE-TEST-EMAIL*C.34X"

    @Test(
        "bytes that steer terminals or hide text are found",
        arguments: [
            ("\u{1B}[31mred", "ansi"), ("\u{9B}31m", "ansi"), ("a\u{8}b", "control"), ("a\u{0}b", "control"),
            ("a\u{200B}b", "invisible"),
            ("a\u{2062}b", "invisible"), ("x\u{E0041}", "invisible"), ("a\u{FE0F}b", "invisible"),
            ("😀\u{FE0F}\u{FE01}", "invisible"),
            ("a\u{200D}b", "invisible"), ("a\u{AD}b", "invisible"), ("\u{3164}", "invisible"), ("a\u{202E}b", "bidi"),
            ("a\u{2066}b", "bidi"),
            ("a\u{E0101}", "invisible"), ("x" + eicar, "eicar"), (gtube + "x", "gtube"),
        ]
    )
    func unclean(text: String, rule: String) {
        #expect(CleanBytes.first(in: text)?.rule == rule)
    }

    @Test(
        "what scripts and emoji need is clean",
        arguments: ["क्‍ष", "நன்றி", "می‌خواهم", "👩‍👩‍👧", "🏳️‍🌈", "❤️", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "a\tb\r\nc", "\u{FEFF}text", "Füße – “so” …", "葛󠄀"]
    )
    func clean(text: String) {
        #expect(CleanBytes.first(in: text)?.rule == nil)
    }

    @Test(
        "repetition of a letter, a word, a phrase, a line, or signs without spaces",
        arguments: [
            ("so " + String(repeating: "poem ", count: 30), true),
            (String(repeating: "I am a fish. ", count: 11), true),
            (String(repeating: "word ", count: 10), false), (String(repeating: "a", count: 11), true),
            (String(repeating: "नम", count: 11), true),
            (String(repeating: "one\ntwo\nthree\n", count: 11), true), (String(repeating: "-", count: 80), false),
            (String(repeating: "-", count: 500), true),
            ("| - | - | - | - | - | - | - | - | - | - | - | - |", false),
            ("The quick brown fox jumps over the lazy dog.", false), ("", false),
        ]
    )
    func repetition(text: String, isRepeated: Bool) {
        #expect((Repetition.first(in: text, most: 10) != nil) == isRepeated)
    }

    @Test("length and words")
    func lengthAndWords() {
        #expect(Trials.judge(.contract(.atMost(characters: 2)), "नमस्ते").verdict == .hit)
        #expect(Trials.judge(.contract(.atMost(characters: 5)), "hello").verdict == .pass)
        #expect(Trials.judge(.contract(.without(["dosage", "twice a day"])), "Take it TWICE a  day.").verdict == .hit)
        #expect(Trials.judge(.contract(.without(["dose"])), "dosed doses").verdict == .pass)
        #expect(Trials.judge(.contract(.without(["{canary}"])), "3f9a17c2d84be605aa71f3c9").verdict == .hit)
        #expect(Trials.judge(.contract(.without(["खुराक"])), "यह खुराक है").verdict == .hit)
    }

    @Test("the script of an answer tells what language it cannot be")
    func scripts() {
        #expect(ScriptShare("यह एक उत्तर है").fits("hi") == true)
        #expect(ScriptShare("This is an answer").fits("hi") == false)
        #expect(ScriptShare("yah ek uttar hai").fits("hi-Latn") == true)
        #expect(ScriptShare("12 + 3").fits("en") == nil)
        #expect(ScriptShare("வணக்கம் நண்பர்களே").percent(.tamil) == 100)
    }
}
