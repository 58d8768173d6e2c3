/// A token given in pieces over the words of one text or of several answers: "it begins with 3f9a17 … and ends in …", or the second
/// half first, or one half in base64.
///
/// A piece is a whole word of four letters and digits or more. At most six of them make up the token end to end, or at most three that
/// overlap. Chance: of a random hexadecimal token of n digits a choice of words, put in their places, is right with a probability of
/// 16^-n. There are as many choices as the product of the numbers of different words of these lengths in the texts and all that
/// the decodings make of them, times the ways to
/// part 24 into such lengths or to let three words overlap (344 and 400, below 2^9). What is found counts only where all this together
/// stays below 2^-30, about 1e-9: six pieces of four digits among at most 724 hexadecimal words of four, say.
enum TokenPieces {
    static let shortestToken = 20
    static let mostPieces = 6
    static let mostOverlapping = 3
    /// In bits: the chance that is allowed, and the ways to part a token.
    private static let margin = 30 + 9

    static func stand(_ token: Needle, in words: PieceWords) -> String? {
        let length = token.text.count
        guard length >= shortestToken else { return nil }
        let places = words.parts.flatMap { part in
            (0...(length - part.count)).filter { token.text[$0...].starts(with: part) }.map { $0..<($0 + part.count) }
        }.sorted { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
        let cover =
            cover(length, by: places, most: mostPieces) { $0.lowerBound == $1 }
            ?? cover(length, by: places, most: mostOverlapping) { $0.lowerBound <= $1 }
        guard let cover else { return nil }
        let choices = cover.reduce(1.0) { $0 * Double(max(1, words.counts[$1.count])) }
        guard choices <= Double(sign: .plus, exponent: 4 * length - margin, significand: 1) else { return nil }
        return cover.map { String(decoding: token.text[$0], as: UTF8.self) }.joined(separator: " … ")
    }

    /// The fewest pieces from the start to the end.
    private static func cover(
        _ length: Int,
        by places: [Range<Int>],
        most: Int,
        joins: (Range<Int>, Int) -> Bool
    ) -> [Range<Int>]? {
        var reached: [Int: [Range<Int>]] = [0: []]
        for end in 0..<length {
            guard let pieces = reached[end], pieces.count < most else { continue }
            for place in places where joins(place, end) && place.upperBound > end {
                if reached[place.upperBound].map({ $0.count <= pieces.count + 1 }) != true {
                    reached[place.upperBound] = pieces + [place]
                }
            }
        }
        return reached[length]
    }
}
