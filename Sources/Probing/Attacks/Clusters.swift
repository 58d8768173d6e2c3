/// A text cut into letters, each with the marks written on it: vowel signs and viramas of Indic scripts, accents, joiners.
///
/// A small rule of our own and not `Character`, which also keeps conjuncts together: then a word that ends with a virama
/// grows into its neighbour when the order is changed, and a text could not be put together again without loss.
enum Clusters {
    static func split(_ text: String) -> [[Unicode.Scalar]] {
        var clusters: [[Unicode.Scalar]] = []
        for scalar in text.unicodeScalars {
            if !clusters.isEmpty, hangsOn(scalar) {
                clusters[clusters.count - 1].append(scalar)
            } else {
                clusters.append([scalar])
            }
        }
        return clusters
    }

    static func reversed(_ text: String) -> String { joined(split(text).reversed()) }

    static func joined(_ clusters: some Sequence<[Unicode.Scalar]>) -> String {
        var text = String.UnicodeScalarView()
        for cluster in clusters { text.append(contentsOf: cluster) }
        return String(text)
    }

    /// Whether it is written on the letter before it: a mark, a joiner, an emoji's colour of skin. Which letter does not
    /// matter, so that a cluster never begins with a mark, wherever it is put.
    static func hangsOn(_ scalar: Unicode.Scalar) -> Bool {
        // Most of what is sent is ASCII, in which nothing joins.
        guard !scalar.isASCII else { return false }
        if scalar == "\u{200C}" || scalar == "\u{200D}" { return true }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: return true
        default: return (0x1F3FB...0x1F3FF).contains(scalar.value)
        }
    }
}
