/// How many letters must be put in, taken out, replaced or swapped with their neighbours to make one word of another
/// (Damerau 1964, in the restricted form: no letter is touched twice).
enum EditDistance {
    static func between(_ one: String, _ other: String) -> Int {
        let (one, other) = (Array(one.utf8), Array(other.utf8))
        var rows = [Array(0...other.count)]
        for (index, sign) in one.enumerated() {
            var row = [index + 1]
            for (place, otherSign) in other.enumerated() {
                let replaced = rows[index][place] + (sign == otherSign ? 0 : 1)
                var least = min(replaced, rows[index][place + 1] + 1, row[place] + 1)
                if index > 0, place > 0, sign == other[place - 1], one[index - 1] == otherSign {
                    least = min(least, rows[index - 1][place - 1] + 1)
                }
                row.append(least)
            }
            rows.append(row)
        }
        return rows[one.count][other.count]
    }
}
