import Yams

/// Reads past keys that stand twice, so that they are reported together with everything else that is wrong.
///
/// The parser stops at the first section that names a key twice. The key it points at then gets a stand-in for its
/// first letter, one of Unicode's private letters and as wide as the real one, so that all places stay right, and the
/// parser tries again.
struct DuplicateKeys {
    /// A document with more than this has another problem.
    private static let most: UInt32 = 64
    private static let firstStandIn: UInt32 = 0xE000

    private var letters: [Unicode.Scalar: Unicode.Scalar] = [:]

    var isEmpty: Bool { letters.isEmpty }

    /// What the document calls it, if `key` has a stand-in.
    func original(of key: String) -> String? {
        guard let first = key.unicodeScalars.first, let letter = letters[first] else { return nil }
        var text = String.UnicodeScalarView([letter])
        text.append(contentsOf: key.unicodeScalars.dropFirst())
        return String(text)
    }

    /// - Returns: the text with a stand-in at `mark`; nil when no plain key of `names` is there.
    mutating func rename(_ names: [String], in text: String, at mark: Mark) -> String? {
        guard letters.count < Self.most, let standIn = Unicode.Scalar(Self.firstStandIn + UInt32(letters.count)),
            !text.unicodeScalars.contains(standIn)
        else { return nil }
        var scalars = Array(text.unicodeScalars)
        guard var place = Self.offset(of: mark, in: scalars) else { return nil }
        if scalars[place] == "\"" || scalars[place] == "'" { place += 1 }
        guard place < scalars.count, names.contains(where: { $0.unicodeScalars.first == scalars[place] }) else {
            return nil
        }
        letters[standIn] = scalars[place]
        scalars[place] = standIn
        return String(String.UnicodeScalarView(scalars))
    }

    private static func offset(of mark: Mark, in scalars: [Unicode.Scalar]) -> Int? {
        var line = 1
        var start = 0
        for (index, scalar) in scalars.enumerated() {
            if line == mark.line { break }
            guard scalar == "\n" || scalar == "\r" && scalars[safe: index + 1] != "\n" else { continue }
            line += 1
            start = index + 1
        }
        let place = start + mark.column - 1
        return line == mark.line && scalars.indices.contains(place) ? place : nil
    }
}

extension Array {
    fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
