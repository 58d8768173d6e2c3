/// Pig Latin with a hyphen, which makes it reversible: the consonants at a word's beginning go behind it, then `ay`:
/// `code` is `ode-cay`, `access` is `access-ay`. A word is a run of Latin letters.
enum PigLatin {
    static func encode(_ text: String) -> String { eachWord(of: text) { $0 + "-" + $1 + "ay" } }

    static func decode(_ text: String) -> String? {
        var decoded = String.UnicodeScalarView()
        var rest = Substring(text).unicodeScalars
        while let scalar = rest.first {
            guard isLetter(scalar) else {
                decoded.append(scalar)
                rest.removeFirst()
                continue
            }
            let tail = rest.prefix(while: isLetter)
            rest = rest[tail.endIndex...]
            guard rest.popFirst() == "-" else { return nil }
            let head = rest.prefix(while: isLetter)
            guard head.suffix(2).elementsEqual(["a", "y"]) else { return nil }
            rest = rest[head.endIndex...]
            decoded.append(contentsOf: head.dropLast(2))
            decoded.append(contentsOf: tail)
        }
        return String(decoded)
    }

    private static func eachWord(of text: String, _ make: (String, String) -> String) -> String {
        var encoded = ""
        var rest = Substring(text).unicodeScalars
        while let scalar = rest.first {
            guard isLetter(scalar) else {
                encoded.unicodeScalars.append(scalar)
                rest.removeFirst()
                continue
            }
            let word = rest.prefix(while: isLetter)
            rest = rest[word.endIndex...]
            let head = word.prefix(headLength(word))
            encoded += make(String(Substring(word.dropFirst(head.count))), String(Substring(head)))
        }
        return encoded
    }

    /// How many letters stand before the first vowel; none if there is no vowel. `y` is a vowel but at the beginning,
    /// and the `u` of `qu` goes with the `q`.
    private static func headLength(_ word: Substring.UnicodeScalarView) -> Int {
        var previous: Unicode.Scalar?
        for (length, scalar) in word.enumerated() {
            let lower = scalar.properties.lowercaseMapping
            let isVowel = "aeio".contains(lower) || (lower == "u" && previous != "q" && previous != "Q")
            if isVowel || (lower == "y" && length > 0) { return length }
            previous = scalar
        }
        return 0
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    }
}
