/// What was said to the target, as the set of its short runs of letters and digits, without the addresses in it.
struct ConversationText {
    /// Letters and digits in a row that cannot be chance; as many as fit into one number.
    static let width = 8

    private var runs: Set<UInt64> = []

    init(_ texts: [String]) {
        for text in texts {
            var bytes = Array(text.utf8)
            // Letters beyond ASCII would shift places; only bytes are blanked.
            for range in BareAddresses.ranges(in: bytes) {
                for index in range { bytes[index] = 0x0A }
            }
            for line in Self.lines(String(decoding: bytes, as: UTF8.self)) { runs.formUnion(Self.runs(of: line)) }
        }
    }

    /// Whether an address holds such a run: in its host, user, path, query or fragment, in clear or decoded.
    func shares(with address: WebAddress) -> Bool {
        let layers = TextLayers(address.cargo, least: Self.width).layers
        return layers.contains { layer in
            Self.runs(of: Self.plain(layer.folded.scalars)).contains { runs.contains($0) }
        }
    }

    private static func lines(_ text: String) -> [[UInt8]] {
        text.split(separator: "\n").map { plain($0.unicodeScalars.map(\.value)) }
    }

    /// Letters and digits; those of other scripts by the last byte of their number, which is enough to compare.
    private static func plain(_ scalars: [UInt32]) -> [UInt8] {
        scalars.compactMap { scalar in
            let byte = LetterFold.ascii(scalar)
            if byte == LetterFold.other { return UInt8(truncatingIfNeeded: scalar) | 0x80 }
            return LetterFold.isAlphanumeric(byte) ? LetterFold.lower(byte) : nil
        }
    }

    private static func runs(of text: [UInt8]) -> [UInt64] {
        var found: [UInt64] = []
        var run: UInt64 = 0
        for (index, byte) in text.enumerated() {
            run = run << 8 | UInt64(byte)
            if index + 1 >= width { found.append(run) }
        }
        return found
    }
}
