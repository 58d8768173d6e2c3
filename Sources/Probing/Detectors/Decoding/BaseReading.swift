/// Reads base64, base32 and ascii85 (RFC 4648; Adobe's ascii85) out of a text without knowing where they begin: characters outside
/// the alphabet are passed over, so wrapped and spaced lines read, and every alignment is tried.
enum BaseReading {
    /// Both alphabets, the standard one and the one for addresses.
    static func base64(_ bytes: [UInt8]) -> [UInt32] {
        read(bytes, bitsEach: 6, alignments: 4) { byte in
            switch byte {
            case 0x41...0x5A: byte - 0x41
            case 0x61...0x7A: byte - 0x61 + 26
            case 0x30...0x39: byte - 0x30 + 52
            case 0x2B, 0x2D: 62
            case 0x2F, 0x5F: 63
            default: nil
            }
        }
    }

    /// Capitals only: a lower-case text would give noise, and those who write base32 write capitals.
    static func base32(_ bytes: [UInt8]) -> [UInt32] {
        read(bytes, bitsEach: 5, alignments: 8) { byte in
            switch byte {
            case 0x41...0x5A: byte - 0x41
            case 0x32...0x37: byte - 0x32 + 26
            default: nil
            }
        }
    }

    /// First every run of the alphabet for itself, so that nothing after it blurs its end; then all of them as one, for what is broken
    /// over lines or spaced.
    private static func read(
        _ bytes: [UInt8],
        bitsEach: Int,
        alignments: Int,
        digit: (UInt8) -> UInt8?
    ) -> [UInt32] {
        var found = PrintableRuns()
        var all: [UInt8] = []
        var start = 0
        for byte in bytes {
            if let value = digit(byte) {
                all.append(value)
            } else {
                decode(all[start...], bitsEach, alignments, into: &found)
                start = all.count
            }
        }
        decode(all[start...], bitsEach, alignments, into: &found)
        if start > 0 { decode(all[...], bitsEach, alignments, into: &found) }
        return found.scalars
    }

    private static func decode(
        _ digits: ArraySlice<UInt8>,
        _ bitsEach: Int,
        _ alignments: Int,
        into found: inout PrintableRuns
    ) {
        guard digits.count * bitsEach >= 32 else { return }
        for offset in 0..<alignments {
            var bits: UInt32 = 0
            var held = 0
            for digit in digits.dropFirst(offset) {
                bits = bits << UInt32(bitsEach) | UInt32(digit)
                held += bitsEach
                if held >= 8 {
                    held -= 8
                    found.append(UInt8(truncatingIfNeeded: bits >> UInt32(held)))
                }
            }
            found.end()
        }
    }

    /// Words of ten or more characters of the alphabet `!`–`u`, each read from its start or, if it has one, from `<~`.
    static func ascii85(_ bytes: [UInt8]) -> [UInt32] {
        var found = PrintableRuns()
        for word in bytes.split(whereSeparator: { $0 <= 0x20 }) where word.count >= 10 {
            let mark = word.indices.dropLast().first { word[$0] == 0x3C && word[$0 + 1] == 0x7E }
            decode85(mark.map { word[($0 + 2)...] } ?? word, into: &found)
            found.end()
        }
        return found.scalars
    }

    private static func decode85(_ text: ArraySlice<UInt8>, into found: inout PrintableRuns) {
        var group: [UInt8] = []
        func flush() {
            guard group.count > 1 else { return }
            let padded = group + [UInt8](repeating: 84, count: 5 - group.count)
            let value = padded.reduce(UInt64(0)) { $0 * 85 + UInt64($1) }
            for place in 0..<(group.count - 1) {
                found.append(UInt8(truncatingIfNeeded: value >> UInt64(24 - 8 * place)))
            }
        }
        for byte in text {
            if byte == 0x7E { break }
            guard (0x21...0x75).contains(byte) else { continue }
            group.append(byte - 0x21)
            if group.count == 5 {
                flush()
                group.removeAll(keepingCapacity: true)
            }
        }
        flush()
    }
}
