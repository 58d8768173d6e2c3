/// Finds the word somebody probably meant.
package enum NearestWord {
    /// nil when nothing is near enough to be a slip of the finger: at most a third of the letters, at least one.
    package static func of(_ word: String, among words: some Sequence<String>) -> String? {
        let best = words.map { ($0, distance(word, $0)) }.min { ($0.1, $0.0) < ($1.1, $1.0) }
        guard let (nearest, distance) = best, distance <= max(1, max(word.count, nearest.count) / 3) else { return nil }
        return nearest
    }

    /// Asks for the word that is near enough; nil: none is.
    package static func question(_ word: String, among words: some Sequence<String>) -> String? {
        of(word, among: words).map { "Did you mean `\($0)`?" }
    }

    /// Letters put in, taken out, replaced, or swapped with their neighbours (Damerau 1964, no letter touched twice).
    private static func distance(_ left: String, _ right: String) -> Int {
        let left = Array(left.prefix(64)), right = Array(right.prefix(64))
        var before: [Int] = []
        var row = Array(0...right.count)
        for (i, a) in left.enumerated() {
            var next = [i + 1]
            for (j, b) in right.enumerated() {
                var least = min(row[j + 1] + 1, next[j] + 1, row[j] + (a == b ? 0 : 1))
                if i > 0, j > 0, a == right[j - 1], left[i - 1] == b { least = min(least, before[j - 1] + 1) }
                next.append(least)
            }
            (before, row) = (row, next)
        }
        return row[right.count]
    }
}
