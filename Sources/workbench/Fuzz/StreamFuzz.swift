import Dialects
import Domain
import HoldfastTesting

/// Streams: the scanner comes to the same end however the bytes were cut.
enum StreamFuzz: FuzzTarget {
    static let question = FuzzQuestion.streams

    private static let tokens: [[UInt8]] =
        [
            "\n", "\r", "\r\n", "\n\n", "\r\n\r\n", "data:", "data: ", ": ping\n\n", "event: x\n", "id: 1\n",
            "data: [DONE]\n\n",
            "data: {}\n\n", "data\n", "data: {\"error\":{\"message\":\"no\"}}\n\n", "\u{FEFF}", "{", "}", "\"", "é",
            "retry: 5\n",
            "data: {\"type\":\"message_stop\"}\n\n", "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1}}\n\n",
        ].map { Array($0.utf8) } + [[0xEF], [0xEF, 0xBB], [0xFF]]

    static func input(_ source: inout SeededRandom) -> [UInt8] {
        let dialect = source.pick(Dialect.allCases)
        var text = GoodAnswer("the harbour light turns").frames(dialect, model: "m").joined()
        if source.chance(3) { text = text.replacing("\n", with: "\r\n") }
        if source.chance(8) { text = text.replacing("\n", with: "\r") }
        if source.chance(6) { text = "\u{FEFF}" + text }
        return Mutation.apply(Array(text.utf8), tokens: tokens, &source)
    }

    static func check(_ input: [UInt8], _ source: inout SeededRandom) -> (problem: String?, wasAccepted: Bool) {
        for dialect in Dialect.allCases {
            let whole = Ending(dialect, [input])
            let pieces = source.split(input).map(Array.init)
            let cut = Ending(dialect, pieces)
            if whole != cut { return ("\(dialect): \(whole) whole, \(cut) in \(pieces.count) pieces", true) }
        }
        return (nil, true)
    }

    /// All that the scanner tells at the end.
    private struct Ending: Equatable {
        var hasContent = false
        var isTerminated = false
        var failure: StreamFailure?
        var contentFrames: Int
        var usage: Usage
        var id: String?
        var model: String?
        var finish: String?
        var refusal: Bool

        init(_ dialect: Dialect, _ pieces: [[UInt8]]) {
            var scanner = StreamScanner(dialect)
            for piece in pieces {
                let progress = piece.withUnsafeBytes { scanner.follow($0) }
                hasContent = progress.hasContent
                isTerminated = progress.isTerminated
                failure = progress.failure
            }
            contentFrames = scanner.contentFrames
            usage = scanner.usage
            id = scanner.answerID
            model = scanner.reportedModel
            finish = scanner.finishReason
            refusal = scanner.hasRefusal
        }
    }
}
