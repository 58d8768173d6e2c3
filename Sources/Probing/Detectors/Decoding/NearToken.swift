/// A random token that is not quite whole: twenty of its characters in a row, or all of them but for two that are wrong, missing or
/// too many.
///
/// Only for tokens drawn at random of hexadecimal digits (`Needle.isRandom`), where chance cannot do it. Of 24 digits fewer than
/// 300,000 · 16^-24 lie so near that a given place of any text holds one (62,461 with wrong ones, 276 · 16^2 with two missing, 132,480
/// with one missing and one wrong, and fewer than 30,000 with some too many), and 5 · 16^-20 is the chance of a run of twenty: together
/// less than 6e-24 a place. Over the 2^20 characters of an answer, all that the decodings make of it and both directions that is
/// below 2e-16.
///
/// Of three blocks of a token with two faults, or of any such run, one stands unharmed: blocks are looked for, and only around them
/// is anything compared. Work is linear in the text.
struct NearToken {
    static let mostFaults = 2
    /// Characters that a run may lack.
    static let mostLacking = 4

    private struct Block {
        var token: [UInt8]
        var range: Range<Int>
    }

    private let blocks: [Block]
    private let patterns: PatternSet

    /// Nil for what is no random token.
    init?(_ needle: Needle) {
        guard needle.isRandom else { return nil }
        var blocks: [Block] = []
        for token in [needle.text, needle.text.reversed()] {
            let length = token.count / 3
            for start in [0, length, 2 * length] { blocks.append(Block(token: token, range: start..<(start + length))) }
        }
        self.blocks = blocks
        patterns = PatternSet(blocks.map { Array($0.token[$0.range]) })
    }

    /// - Parameter text: letters and digits only, lower case.
    func first(in text: [UInt8]) -> Range<Int>? {
        var found: Range<Int>?
        patterns.visit(text) { pattern, place in
            found = stands(blocks[pattern], at: place, in: text)
            return found == nil
        }
        return found
    }

    private func stands(_ block: Block, at place: Range<Int>, in text: [UInt8]) -> Range<Int>? {
        let token = block.token
        var start = 0
        while block.range.lowerBound > start, place.lowerBound > start,
            token[block.range.lowerBound - start - 1] == text[place.lowerBound - start - 1]
        { start += 1 }
        var end = 0
        while block.range.upperBound + end < token.count, place.upperBound + end < text.count,
            token[block.range.upperBound + end] == text[place.upperBound + end]
        { end += 1 }
        if start + block.range.count + end >= token.count - Self.mostLacking {
            return (place.lowerBound - start)..<(place.upperBound + end)
        }
        let before = nearest(
            Array(token[..<block.range.lowerBound].reversed()),
            text[..<place.lowerBound].suffix(block.range.lowerBound + Self.mostFaults).reversed()
        )
        guard before.faults <= Self.mostFaults else { return nil }
        let after = nearest(
            Array(token[block.range.upperBound...]),
            Array(text[place.upperBound...].prefix(token.count - block.range.upperBound + Self.mostFaults))
        )
        guard before.faults + after.faults <= Self.mostFaults else { return nil }
        return (place.lowerBound - before.length)..<(place.upperBound + after.length)
    }

    /// The beginning of a text that is nearest to what is wanted, by Levenshtein's distance (1966).
    private func nearest(_ wanted: [UInt8], _ text: [UInt8]) -> (faults: Int, length: Int) {
        var row = Array(0...text.count)
        for (place, byte) in wanted.enumerated() {
            var diagonal = row[0]
            row[0] = place + 1
            for index in text.indices {
                let changed = diagonal + (text[index] == byte ? 0 : 1)
                diagonal = row[index + 1]
                row[index + 1] = min(changed, row[index] + 1, diagonal + 1)
            }
        }
        let least = row.min() ?? 0
        return (least, row.firstIndex(of: least) ?? 0)
    }
}
