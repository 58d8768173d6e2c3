/// Ciphers that put one Latin letter in another's place and leave everything else.
enum LetterShift {
    /// - Parameter place: from a letter's place in the alphabet, 0 to 25, to another's.
    static func mapped(_ text: String, _ place: (UInt32) -> UInt32) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let base: UInt32
            switch scalar {
            case "a"..."z": base = 0x61
            case "A"..."Z": base = 0x41
            default:
                scalars.append(scalar)
                continue
            }
            scalars.append(Unicode.Scalar(UInt8(truncatingIfNeeded: base + place(scalar.value - base) % 26)))
        }
        return String(scalars)
    }
}
