/// A text as it reads: ASCII, what is not seen left out, everything else one mark (`LetterFold.other`).
struct FoldedText {
    let scalars: [UInt32]
    /// With the case kept, for encodings that need it.
    let bytes: [UInt8]
    let lowercased: [UInt8]

    init(_ scalars: [UInt32]) {
        self.scalars = scalars
        var bytes: [UInt8] = []
        bytes.reserveCapacity(scalars.count)
        for scalar in scalars {
            let byte = LetterFold.ascii(scalar)
            if byte != LetterFold.dropped { bytes.append(byte) }
        }
        self.bytes = bytes
        lowercased = bytes.map(LetterFold.lower)
    }

    init(_ text: String) { self.init(text.unicodeScalars.map(\.value)) }

    /// The scalars from which a range of `bytes` came.
    func origin(of range: Range<Int>) -> Range<Int> {
        var index = 0
        var start = scalars.count
        for (place, scalar) in scalars.enumerated() where LetterFold.ascii(scalar) != LetterFold.dropped {
            if index == range.lowerBound { start = place }
            index += 1
            if index == range.upperBound { return start..<(place + 1) }
        }
        return min(start, scalars.count)..<scalars.count
    }

    /// Letters and digits in lower case, and nothing else.
    var squeezed: [UInt8] { lowercased.filter(LetterFold.isAlphanumeric) }

    /// The range of `bytes` that a range of `squeezed` covers.
    func spread(_ range: Range<Int>) -> Range<Int> {
        var index = 0
        var start = bytes.count
        for (place, byte) in bytes.enumerated() where LetterFold.isAlphanumeric(byte) {
            if index == range.lowerBound { start = place }
            index += 1
            if index == range.upperBound { return start..<(place + 1) }
        }
        return min(start, bytes.count)..<bytes.count
    }

    /// Why a range of scalars is not plain ASCII, if it is not.
    func reason(in range: Range<Int>) -> Decoding {
        for scalar in scalars[range] {
            if let reason = LetterFold.reason(scalar) { return reason }
        }
        return .clear
    }
}
