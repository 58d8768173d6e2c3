import Domain

/// `holdfast-tag: key=value[,…]`: what callers say their requests are for, so that a recall can be narrowed to it.
extension Exchange {
    private static let mostTags = 8
    private static let longestTag = 128

    func readTags(_ bytes: Bytes) throws(Refusal) {
        guard let piece = head.tag else { return }
        let words = bytes.string(piece).split(separator: ",", omittingEmptySubsequences: false).map { word in
            word.drop { $0 == " " || $0 == "\t" }.trimmedEnd
        }
        guard words.count <= Self.mostTags, words.allSatisfy(Self.isTag) else {
            throw Refusal(
                .badRequest,
                "`holdfast-tag` holds 1 to \(Self.mostTags) pairs such as `purpose=triage`, parted by commas, of at most "
                    + "\(Self.longestTag) letters, digits, `.`, `_`, `-`, `:` and `/` on each side.",
                parameter: "holdfast-tag"
            )
        }
        tags = words
    }

    private static func isTag(_ word: String) -> Bool {
        guard word.utf8.count <= longestTag, let sign = word.firstIndex(of: "=") else { return false }
        let name = word[..<sign]
        let value = word[word.index(after: sign)...]
        return !name.isEmpty && !value.isEmpty && name.unicodeScalars.allSatisfy(isLetter)
            && value.unicodeScalars.allSatisfy(isLetter)
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", ".", "_", "-", ":", "/": true
        default: false
        }
    }
}

extension Substring {
    fileprivate var trimmedEnd: String {
        var rest = self
        while let last = rest.last, last == " " || last == "\t" { rest.removeLast() }
        return String(rest)
    }
}
