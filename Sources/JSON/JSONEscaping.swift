/// Text as a JSON string, with the fewest escapes that RFC 8259 allows; the form RFC 8785 §3.2.2.2 prescribes.
package enum JSONEscaping {
    /// Appends the string with its quotes.
    package static func append(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        let isPlain: Bool? = text.utf8.withContiguousStorageIfAvailable { storage in
            guard !needsEscape(UnsafeRawBufferPointer(storage)) else { return false }
            bytes.append(contentsOf: storage)
            return true
        }
        if isPlain != true {
            for byte in text.utf8 { escape(byte) { bytes.append($0) } }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Room that `write` may need for the text.
    package static func maximumLength(_ text: String) -> Int { text.utf8.count * 6 + 2 }

    /// Writes the string with its quotes to the buffer's start.
    ///
    /// - Parameter buffer: at least `maximumLength` bytes.
    /// - Returns: the number of bytes written.
    package static func write(_ text: String, to buffer: UnsafeMutableRawBufferPointer) -> Int {
        precondition(buffer.count >= maximumLength(text))
        var count = 1
        buffer[0] = UInt8(ascii: "\"")
        let isPlain: Bool? = text.utf8.withContiguousStorageIfAvailable { storage in
            let bytes = UnsafeRawBufferPointer(storage)
            guard !needsEscape(bytes) else { return false }
            if let source = bytes.baseAddress, let target = buffer.baseAddress {
                (target + 1).copyMemory(from: source, byteCount: bytes.count)
            }
            count += bytes.count
            return true
        }
        if isPlain != true {
            for byte in text.utf8 {
                escape(byte) {
                    buffer[count] = $0
                    count += 1
                }
            }
        }
        buffer[count] = UInt8(ascii: "\"")
        return count + 1
    }

    /// Eight bytes at a time (SWAR), as `JSONReader` passes strings.
    private static func needsEscape(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        var index = 0
        while index + 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let quotes = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
            let slashes = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
            let special = (word &- ones &* 0x20) & ~word | (quotes &- ones) & ~quotes | (slashes &- ones) & ~slashes
            if special & highs != 0 { return true }
            index += 8
        }
        for byte in bytes[index...] where byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
            return true
        }
        return false
    }

    @inline(__always)
    private static func escape(_ byte: UInt8, _ write: (UInt8) -> Void) {
        let short: UInt8? =
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): byte
            case 0x08: UInt8(ascii: "b")
            case 0x09: UInt8(ascii: "t")
            case 0x0A: UInt8(ascii: "n")
            case 0x0C: UInt8(ascii: "f")
            case 0x0D: UInt8(ascii: "r")
            default: nil
            }
        if let short {
            write(UInt8(ascii: "\\"))
            write(short)
        } else if byte < 0x20 {
            for character in "\\u00".utf8 { write(character) }
            write(hexDigit(byte >> 4))
            write(hexDigit(byte & 15))
        } else {
            write(byte)
        }
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
