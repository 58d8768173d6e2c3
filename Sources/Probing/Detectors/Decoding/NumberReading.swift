/// Reads characters written as numbers.
enum NumberReading {
    /// Bytes as pairs of hexadecimal digits: run together, with any marks or spaces between, with `0x` or `\x` before each.
    static func hex(_ bytes: [UInt8]) -> [UInt32] {
        var found = PrintableRuns()
        var run: [UInt8] = []
        for byte in bytes {
            if let value = hexDigit(byte) {
                run.append(value)
            } else if byte == 0x78 || byte == 0x58 {
                // `0x41`: the nought before the x is no digit of the byte.
                if run.count % 2 == 1, run.last == 0 { run.removeLast() }
            } else if LetterFold.isAlphanumeric(byte) || byte == LetterFold.other {
                flush(&run, bitsEach: 4, shifts: 2, least: 8, into: &found)
            }
        }
        flush(&run, bitsEach: 4, shifts: 2, least: 8, into: &found)
        return found.scalars
    }

    /// Bytes as eight binary digits, with spaces or marks anywhere.
    static func binary(_ bytes: [UInt8]) -> [UInt32] {
        var found = PrintableRuns()
        var run: [UInt8] = []
        for byte in bytes {
            if byte == 0x30 || byte == 0x31 {
                run.append(byte - 0x30)
            } else if LetterFold.isAlphanumeric(byte) || byte == LetterFold.other {
                flush(&run, bitsEach: 1, shifts: 8, least: 32, into: &found)
            }
        }
        flush(&run, bitsEach: 1, shifts: 8, least: 32, into: &found)
        return found.scalars
    }

    private static func flush(
        _ run: inout [UInt8],
        bitsEach: Int,
        shifts: Int,
        least: Int,
        into found: inout PrintableRuns
    ) {
        if run.count >= least {
            for shift in 0..<shifts {
                var bits: UInt32 = 0
                var held = 0
                for digit in run.dropFirst(shift) {
                    bits = bits << UInt32(bitsEach) | UInt32(digit)
                    held += bitsEach
                    if held == 8 {
                        found.append(UInt8(truncatingIfNeeded: bits))
                        held = 0
                    }
                }
                found.end()
            }
        }
        run.removeAll(keepingCapacity: true)
    }

    /// Character codes in a row (`113 117 111`, `&#113;` read elsewhere), separated by anything that is no letter.
    static func codes(_ bytes: [UInt8], radix: Int) -> [UInt32] {
        var found = PrintableRuns()
        var value = 0
        var digits = 0
        func flush() {
            guard digits > 0 else { return }
            if digits <= 3, (0x20...0x7E).contains(value) { found.append(UInt8(value)) } else { found.end() }
            (value, digits) = (0, 0)
        }
        for byte in bytes {
            if (0x30...0x39).contains(byte), Int(byte) - 0x30 < radix {
                digits += 1
                if digits <= 3 { value = value * radix + Int(byte) - 0x30 }
            } else {
                flush()
                if LetterFold.isAlphanumeric(byte) || byte == LetterFold.other { found.end() }
            }
        }
        flush()
        found.end()
        return found.scalars
    }

    static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
