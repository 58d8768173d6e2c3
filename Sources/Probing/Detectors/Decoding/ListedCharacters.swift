/// The characters of a text that is written out one character at a time with words, numbers or letters between them: tables and
/// lists with their places counted, "the first is 3, the second is f", a letter at the end of each line.
///
/// Each reading is a row of characters with the place of each. They are short beside the text, and what chance makes of them is what
/// chance makes of any text.
struct ListedCharacters {
    struct Row {
        var bytes: [UInt8] = []
        /// Of each byte, its index in the text.
        var places: [Int] = []

        mutating func append(_ byte: UInt8, _ place: Int) {
            bytes.append(byte)
            places.append(place)
        }
    }

    /// Words between a number and its character, and between that and the next number.
    static let farthest = 5

    /// All that stand alone; every second of them, for lists whose items have letters; the last ones of lines.
    let rows: [Row]
    /// Runs of characters with numbers before them that count up from nought or one, of five characters or more.
    let numbered: [Row]

    /// - Parameter text: folded, in lower case.
    init(_ text: [UInt8]) {
        let words = text.indices.split { !LetterFold.isAlphanumeric(text[$0]) }
        var singles = Row()
        for word in words where word.count == 1 { singles.append(text[word.lowerBound], word.lowerBound) }
        var halves = [Row(), Row()]
        for index in singles.bytes.indices { halves[index % 2].append(singles.bytes[index], singles.places[index]) }
        var ends = Row()
        for (index, word) in words.enumerated() {
            let next = index + 1 < words.count ? words[index + 1].lowerBound : text.count
            if next == text.count || text[word.upperBound..<next].contains(0x0A) {
                ends.append(text[word.upperBound - 1], word.upperBound - 1)
            }
        }
        rows = [singles] + halves + [ends]
        numbered = Self.numbered(words, text)
    }

    /// Chains of a number, a character, the next number: by the number that a chain waits for. A character may itself be a digit, so
    /// that a fresh chain never takes the place of one that is as long.
    private static func numbered(_ words: [Range<Int>], _ text: [UInt8]) -> [Row] {
        var waiting: [Int: (row: Row, last: Int)] = [:]
        var done: [Row] = []
        func end(_ row: Row) { if row.bytes.count >= Needle.shortest { done.append(row) } }
        for (index, word) in words.enumerated() {
            guard let number = number(text[word]) else { continue }
            let followers = words[(index + 1)...].prefix(farthest)
            guard let single = followers.firstIndex(where: { $0.count == 1 }) else { continue }
            var row = Row()
            if let chain = waiting[number], chain.last < index {
                waiting[number] = nil
                if index - chain.last <= farthest { row = chain.row } else { end(chain.row) }
            }
            guard !row.bytes.isEmpty || number <= 1 else { continue }
            row.append(text[words[single].lowerBound], words[single].lowerBound)
            if let other = waiting[number + 1] {
                if other.last + farthest >= index, other.row.bytes.count >= row.bytes.count { continue }
                end(other.row)
            }
            waiting[number + 1] = (row, single)
        }
        for chain in waiting.values { end(chain.row) }
        return done
    }

    private static func number(_ word: ArraySlice<UInt8>) -> Int? {
        guard word.count <= 3, word.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return word.reduce(0) { $0 * 10 + Int($1) - 0x30 }
    }
}
