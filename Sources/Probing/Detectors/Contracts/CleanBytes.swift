/// What must not be in an answer that goes to terminals, files and other programs.
enum CleanBytes {
    static func first(in text: String) -> (rule: String, excerpt: String)? {
        let scalars = text.unicodeScalars.map(\.value)
        for (name, signature) in signatures
        where CSSAddresses.index(of: signature, in: Array(text.utf8), from: 0) != nil {
            return (name, name)
        }
        for index in scalars.indices {
            guard let rule = fault(at: index, in: scalars) else { continue }
            return (rule, "U+" + String(scalars[index], radix: 16, uppercase: true))
        }
        return nil
    }

    private static func fault(at index: Int, in scalars: [UInt32]) -> String? {
        let scalar = scalars[index]
        let before = index > 0 ? scalars[index - 1] : 0x20
        switch scalar {
        case 0x09, 0x0A, 0x0D: return nil
        case 0x1B, 0x9B: return "ansi"
        case 0..<0x20, 0x7F..<0xA0: return "control"
        case 0x200C, 0x200D:
            // Joiners shape the letters of Indic and Arabic scripts and bind emoji together.
            return joins(before) && index + 1 < scalars.count && joins(scalars[index + 1]) ? nil : "invisible"
        case 0xFE00...0xFE0F:
            // A style for one sign before it; a second one in a row carries something else.
            return before >= 0xA9 && !InvisibleCharacters.contains(before) || isKeyCap(before) ? nil : "invisible"
        case 0xE0100...0xE01EF:
            return (0x3400...0x9FFF).contains(before) || (0x20000...0x3FFFF).contains(before) ? nil : "invisible"
        case 0xE0020...0xE007F: return isFlag(endingAt: index, in: scalars) ? nil : "invisible"
        case 0xFEFF where index == 0: return nil
        default:
            if InvisibleCharacters.isDirectional(scalar) { return "bidi" }
            return InvisibleCharacters.contains(scalar) ? "invisible" : nil
        }
    }

    private static func isKeyCap(_ scalar: UInt32) -> Bool {
        (0x30...0x39).contains(scalar) || scalar == 0x23 || scalar == 0x2A
    }

    private static func joins(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x600...0x8FF, 0x900...0xDFF, 0x1780...0x17B3, 0xFE0F, 0x2190...0x2BFF, 0x1F000...0x1FAFF: true
        default: false
        }
    }

    /// A flag of a region: a black flag and at most seven tags (Unicode Technical Standard 51, annex C).
    private static func isFlag(endingAt index: Int, in scalars: [UInt32]) -> Bool {
        for back in 1...7 {
            guard index >= back else { return false }
            if scalars[index - back] == 0x1F3F4 { return true }
            guard (0xE0020...0xE007F).contains(scalars[index - back]) else { return false }
        }
        return false
    }

    /// The test signatures of virus scanners (EICAR) and spam filters (GTUBE), put together here from halves, so that no scanner
    /// takes our own program for a sample.
    private static let signatures: [(String, [UInt8])] = [
        (
            "eicar",
            Array(#"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STAN"#.utf8) + Array("DARD-ANTIVIRUS-TEST-FILE!$H+H*".utf8)
        ),
        ("gtube", Array("XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STAN".utf8) + Array("DARD-ANTI-UBE-TEST-EMAIL*C.34X".utf8)),
    ]
}
