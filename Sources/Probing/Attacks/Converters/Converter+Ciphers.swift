/// Letter-for-letter ciphers.
extension Converter {
    package static let rot13 = shift(
        by: 13,
        id: "rot13",
        name: "ROT13",
        reading: "each letter moved by thirteen places"
    )

    /// The Caesar cipher; `places` from 1 to 25.
    package static func caesar(_ places: Int) -> Converter {
        shift(
            by: places,
            id: "caesar",
            name: "a Caesar cipher",
            reading: "each letter moved forward in the alphabet by \(places), so move it back"
        )
    }

    package static let atbash = Converter(
        id: "atbash",
        name: "the Atbash cipher",
        reading: "A stands for Z, B for Y, and so on",
        fidelity: .exact,
        reach: .latin,
        forward: { text, _ in LetterShift.mapped(text) { 25 - $0 } },
        backward: { text in LetterShift.mapped(text) { 25 - $0 } }
    )

    /// More letters than vowels, so that it changes the output of letter ciphers too.
    /// Words that hold digits or are addresses stay as they are (`Spelling.isName`).
    package static let leet = Converter(
        id: "leet",
        name: "leetspeak",
        reading: "digits in place of letters that look like them",
        fidelity: .ordinary,
        reach: .latin,
        style: .disguise,
        forward: { text, _ in Spelling.eachPlainWord(of: text) { replaced($0, by: leetDigits) } },
        backward: { text in replaced(text, by: leetLetters) }
    )

    private static let leetDigits: [Unicode.Scalar: Unicode.Scalar] = [
        "a": "4", "b": "8", "e": "3", "g": "9", "i": "1", "o": "0", "s": "5", "t": "7", "z": "2",
        "A": "4", "B": "8", "E": "3", "G": "9", "I": "1", "O": "0", "S": "5", "T": "7", "Z": "2",
    ]
    private static let leetLetters: [Unicode.Scalar: Unicode.Scalar] = [
        "4": "a", "8": "b", "3": "e", "9": "g", "1": "i", "0": "o", "5": "s", "7": "t", "2": "z",
    ]

    static func replaced(_ text: String, by table: [Unicode.Scalar: Unicode.Scalar]) -> String {
        var scalars = String.UnicodeScalarView()
        scalars.append(contentsOf: text.unicodeScalars.map { table[$0] ?? $0 })
        return String(scalars)
    }

    private static func shift(by places: Int, id: String, name: String, reading: String) -> Converter {
        let forward = UInt32(places)
        return Converter(
            id: id,
            name: name,
            reading: reading,
            fidelity: .exact,
            reach: .latin,
            forward: { text, _ in LetterShift.mapped(text) { $0 + forward } },
            backward: { text in LetterShift.mapped(text) { $0 + 26 - forward } }
        )
    }
}
