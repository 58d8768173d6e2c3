/// A token given in pieces, in order, over the words of one text or of several answers: "it begins with 3f9a17 … and ends in …".
///
/// A piece is a whole word of four to twenty-three letters and digits; at most six make up the token of twenty-four. Among at most
/// 256 such words that could be pieces, chance makes up a random hexadecimal token with a probability below 256^6 · 16^-24 ≈ 4e-15.
enum TokenPieces {
    static let mostCandidates = 256
    static let shortestPiece = 4
    static let shortestToken = 20

    static func stand(_ token: Needle, in texts: [String]) -> String? {
        guard token.text.count >= shortestToken else { return nil }
        var candidates: [[UInt8]] = []
        for text in texts {
            for word in FoldedText(text).lowercased.split(whereSeparator: { !LetterFold.isAlphanumeric($0) }) {
                guard word.count >= shortestPiece, word.count < token.text.count, isPart(word, of: token.text) else {
                    continue
                }
                candidates.append(Array(word))
                if candidates.count > mostCandidates { return nil }
            }
        }
        // How far the token can be made up by the words so far; every reachable place is kept.
        var reached: [Int: [String]] = [0: []]
        for candidate in candidates {
            for (place, pieces) in reached where pieces.count < 6 {
                guard token.text.dropFirst(place).starts(with: candidate) else { continue }
                let next = place + candidate.count
                if reached[next] == nil { reached[next] = pieces + [String(decoding: candidate, as: UTF8.self)] }
            }
        }
        return reached[token.text.count]?.joined(separator: " … ")
    }

    private static func isPart(_ word: ArraySlice<UInt8>, of token: [UInt8]) -> Bool {
        guard let first = word.first else { return false }
        for start in token.indices where token[start] == first {
            if token[start...].starts(with: word) { return true }
        }
        return false
    }
}
