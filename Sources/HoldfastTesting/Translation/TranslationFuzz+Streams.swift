import Dialects
import Domain

extension TranslationFuzz {
    mutating func examineStream() {
        let made = maker.answer()
        var writer = source.profile.makeWriter(options)
        var bytes: [UInt8] = []
        for event in maker.events(of: made) { writer.write(event, to: &bytes) }
        input = Mutation.apply(bytes, tokens: Mutation.streamTokens, &maker.random)
        let whole = followed([input[...]])
        let pieces = maker.random.split(input)
        let cut = followed(pieces)
        wasAccepted = whole.fault == nil && !whole.bytes.isEmpty
        expectProportion(whole.bytes.count)
        if whole != cut { problem = "\(pieces.count) pieces: \(cut.summary); whole: \(whole.summary)" }
        if whole.isEnded, !isEndKnown(whole.bytes) {
            problem = "its own dialect does not know the end of what was written"
        }
    }

    private struct Outcome: Equatable {
        var bytes: [UInt8] = []
        var isEnded = false
        var hasFailed = false
        var lost: [String] = []
        var fault: String?

        var summary: String { "\(bytes.count) bytes, \(isEnded), \(hasFailed), \(lost), \(fault ?? "-")" }
    }

    private func followed(_ pieces: [ArraySlice<UInt8>]) -> Outcome {
        var outcome = Outcome()
        var stream = StreamPassage(from: source, to: target, options)
        for piece in pieces {
            do {
                outcome.bytes += try piece.withUnsafeBytes { try stream.follow($0) }
            } catch {
                // What came before the fault in the same piece is lost with it, and the stream is over.
                outcome.bytes = []
                outcome.fault = "\(error)"
                break
            }
        }
        outcome.isEnded = stream.isEnded
        outcome.hasFailed = stream.failure != nil
        outcome.lost = stream.losses.fields.map(\.rawValue)
        if outcome.fault != nil { (outcome.isEnded, outcome.lost) = (false, []) }
        return outcome
    }

    private func isEndKnown(_ bytes: [UInt8]) -> Bool {
        // Judged as the relay judges a stream that it passes on: what the calls' arguments hold is the provider's affair.
        var scanner = StreamScanner(target)
        let progress = bytes.withUnsafeBytes { scanner.follow($0) }
        return progress.isTerminated && progress.failure == nil
    }
}
