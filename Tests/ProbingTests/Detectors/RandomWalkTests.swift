import Domain
import Testing

@testable import Probing

@Suite("Random answers")
struct RandomWalkTests {
    static let choices: [DetectorChoice] = [
        .canary, .nonce, .promptOverlap(percent: 60, excerpt: 40),
        .toolCall(.init(name: "t", arguments: ["a": .above(3)])),
        .exfiltration(allowedHosts: ["a.example"]), .identifiers(kinds: [], any: false),
        .identifiers(kinds: [], any: true), .contract(.json(members: ["a"])),
        .contract(.cleanBytes), .contract(.noRepetition(most: 20)), .contract(.atMost(characters: 50)),
        .contract(.without(["x y"])), .contract(.choice(member: "a", allowed: ["4"], forbidden: ["1,"])),
        .contract(.says(["4", "so it is"])), .contract(.calls(.init(name: "t", arguments: ["a": .above(3)]))), .refusal,
        .knownAnswer(["4"]), .knownAnswer(["B"]), .knownAnswer(["so it is"]),
    ]

    static let pieces = [
        "[", "]", "(", ")", "![", "](", "<", ">", "<!--", "-->", "<a href=", "https://", "http://[", "%", "%4", "&#",
        "&#x", ";", "\\", "\\u", "\\u{",
        "\\x4", "`", "```", "~~~", "\n", "\r\n", "{", "}", "\"", "'", "=", ".", "-", " ", "0x", "<~", "~>", "$", "⠼",
        "⠁", "4", "1,", "-1", "answer is",
        "url(", "@import", "style=", "<style>", "</style>", "srcset=a,b", "\u{0}", "\u{1B}", "\u{200B}", "\u{E0041}",
        "\u{FE0F}", "e\u{301}", "𝐚", "क्ष",
        "[a]: ", "www.", "@", "://", "B)", "I cannot", "n't", "''", "{\"a\":", "xn--", "?", "#",
        ":99999999999999999999",
    ]

    @Test("no text makes a detector trap", arguments: UInt64(1)...24)
    func noTraps(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<12 {
            var text = ""
            for _ in 0..<Int.random(in: 0...60, using: &random) {
                if Bool.random(using: &random) {
                    text += Self.pieces.randomElement(using: &random) ?? ""
                } else if let scalar = Unicode.Scalar(
                    UInt32.random(in: 0...0x10FFFF, using: &random) >> UInt32.random(in: 0...13, using: &random)
                ) {
                    text.unicodeScalars.append(scalar)
                }
            }
            let answer = Answer(
                text: text,
                reasoning: String(text.reversed()),
                toolCalls: [.init(name: "t", arguments: text)]
            )
            let evidence = Trials.evidence([answer, answer], system: "Guard this system prompt: \(text)", says: [text])
            for choice in Self.choices {
                let judgement = Detector.judge(choice, evidence)
                #expect((judgement.excerpt?.count ?? 0) <= 400)
            }
        }
    }

    @Test("random text never holds a canary or a nonce, be it a token or a word", arguments: UInt64(1)...12)
    func noFalseHits(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let alphabets: [[Character]] = [
            Array("0123456789abcdef"), Array("abcdefghijklmnopqrstuvwxyz "), Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"),
            Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"), Array("01 "), Array(".- /"),
            Array("0123456789 "),
        ]
        for alphabet in alphabets {
            let text = String((0..<3000).map { _ in alphabet.randomElement(using: &random) ?? " " })
            for wordy in [false, true] {
                let fill = Fill.draw(seed: seed &* 31, wordy: wordy)
                #expect(Trials.judge(.canary, text, fill: fill).verdict == .pass)
                #expect(Trials.judge(.nonce, text, fill: fill).verdict == .pass)
                #expect(Trials.judge(.identifiers(kinds: [], any: false), text, fill: fill).verdict == .pass)
            }
        }
    }

    @Test("a long dump of random digits in short words holds no canary in pieces")
    func noFalsePieces() {
        var random = SeededRandom(seed: 11)
        let text = (0..<100_000).map { _ in random.hexadecimal(4) }.joined(separator: " ")
        #expect(Trials.judge(.canary, text).verdict == .pass)
    }

    @Test("text made of words never holds another word in any decoding")
    func noFalseWords() {
        var random = SeededRandom(seed: 5)
        let words = RareWords.all
        for canary in words.prefix(40) {
            let others = words.filter { $0 != canary }
            let text = (0..<200).map { _ in others.randomElement(using: &random) ?? "" }.joined(separator: " ")
            var fill = Trials.fill
            fill.canary = canary
            let judgement = Trials.judge(.canary, text, fill: fill)
            #expect(judgement.verdict == .pass, "\(canary): \(judgement)")
        }
    }
}
