/// Uncontracted braille ("Rules of Unified English Braille", second edition, sections 4 to 8) in the cells of Unicode's
/// braille patterns (U+2800 and the dots as bits). Spaces and whatever has no cell here are left as they are.
enum Braille {
    static func encode(_ text: String) -> String {
        var cells = String.UnicodeScalarView()
        var inNumber = false
        for scalar in text.unicodeScalars {
            if let digit = digits.firstIndex(of: scalar) {
                if !inNumber { cells.append(numberSign) }
                inNumber = true
                cells.append(letterCells[digit])
                continue
            }
            let lower = ("A"..."Z").contains(scalar) ? Unicode.Scalar(UInt8(scalar.value) + 0x20) : scalar
            if let letter = letters.firstIndex(of: lower) {
                // After digits, the letters a to j would be read as more of them.
                if inNumber, lower == scalar, letter < 10 { cells.append(letterSign) }
                if lower != scalar { cells.append(capitalSign) }
                cells.append(letterCells[letter])
            } else {
                cells.append(marks[scalar] ?? scalar)
            }
            inNumber = false
        }
        return String(cells)
    }

    static func decode(_ text: String) -> String? {
        var decoded = String.UnicodeScalarView()
        var inNumber = false
        var isCapital = false
        for cell in text.unicodeScalars {
            switch cell {
            case numberSign: inNumber = true
            case letterSign: inNumber = false
            case capitalSign: (isCapital, inNumber) = (true, false)
            default:
                if let place = letterCells.firstIndex(of: cell) {
                    if inNumber, place < 10 {
                        decoded.append(digits[place])
                        continue
                    }
                    let letter = letters[place]
                    decoded.append(isCapital ? Unicode.Scalar(UInt8(letter.value) - 0x20) : letter)
                } else {
                    decoded.append(signs[cell] ?? cell)
                }
                (inNumber, isCapital) = (false, false)
            }
        }
        return isCapital ? nil : String(decoded)
    }

    private static let letters = Array("abcdefghijklmnopqrstuvwxyz".unicodeScalars)
    /// In the order of the letters that they share their cells with.
    private static let digits = Array("1234567890".unicodeScalars)
    private static let letterCells = Array("⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚⠅⠇⠍⠝⠕⠏⠟⠗⠎⠞⠥⠧⠺⠭⠽⠵".unicodeScalars)
    private static let numberSign: Unicode.Scalar = "⠼"
    private static let letterSign: Unicode.Scalar = "⠰"
    private static let capitalSign: Unicode.Scalar = "⠠"
    private static let marks: [Unicode.Scalar: Unicode.Scalar] = [
        ",": "⠂", ";": "⠆", ":": "⠒", ".": "⠲", "!": "⠖", "?": "⠦", "'": "⠄", "-": "⠤",
    ]
    private static let signs = Dictionary(marks.map { ($1, $0) }) { first, _ in first }
}
