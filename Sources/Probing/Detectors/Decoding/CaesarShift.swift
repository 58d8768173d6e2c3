/// Letters moved along the alphabet; everything else stays.
enum CaesarShift {
    static func shift(_ byte: UInt8, by places: UInt8) -> UInt8 {
        switch byte {
        case 0x61...0x7A: 0x61 + (byte - 0x61 + places) % 26
        case 0x41...0x5A: 0x41 + (byte - 0x41 + places) % 26
        default: byte
        }
    }

    static func rot13(_ byte: UInt8) -> UInt8 { shift(byte, by: 13) }

    /// The alphabet backwards.
    static func atbash(_ byte: UInt8) -> UInt8 {
        switch byte {
        case 0x61...0x7A: 0x61 + 0x7A - byte
        case 0x41...0x5A: 0x41 + 0x5A - byte
        default: byte
        }
    }
}
