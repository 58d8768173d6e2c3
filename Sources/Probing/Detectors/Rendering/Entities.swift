/// HTML's character references in an attribute or a destination.
enum Entities {
    static func undone(_ bytes: [UInt8]) -> String {
        guard bytes.contains(UInt8(ascii: "&")), bytes.allSatisfy({ $0 < 0x80 }) else {
            return String(decoding: bytes, as: UTF8.self)
        }
        let scalars = EscapeReading.htmlEntities(bytes)
        guard !scalars.isEmpty else { return String(decoding: bytes, as: UTF8.self) }
        var view = String.UnicodeScalarView()
        for scalar in scalars { view.append(Unicode.Scalar(scalar) ?? "\u{FFFD}") }
        return String(view)
    }
}
