import Domain
import NIOCore

extension ByteBuffer {
    /// `name: value` and the line's end.
    mutating func writeField(_ name: StaticString, _ value: String) {
        writeStaticString(name)
        writeStaticString(": ")
        writeString(value)
        writeStaticString("\r\n")
    }

    /// Decimal digits without a `String`.
    mutating func writeDecimal(_ number: Int) {
        if number < 10, number >= 0 {
            writeInteger(UInt8(ascii: "0") + UInt8(number))
            return
        }
        withUnsafeTemporaryAllocation(byteCount: 20, alignment: 1) { digits in
            var index = 20
            var rest = number.magnitude
            repeat {
                index -= 1
                digits[index] = UInt8(ascii: "0") + UInt8(rest % 10)
                rest /= 10
            } while rest > 0
            if number < 0 { writeInteger(UInt8(ascii: "-")) }
            writeBytes(UnsafeRawBufferPointer(rebasing: digits[index...]))
        }
    }

    /// Hexadecimal digits in lower case, as a chunk's size is written.
    mutating func writeHexadecimal(_ number: Int) {
        withUnsafeTemporaryAllocation(byteCount: 16, alignment: 1) { digits in
            var index = 16
            var rest = number
            repeat {
                index -= 1
                let digit = UInt8(rest & 15)
                digits[index] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
                rest >>= 4
            } while rest > 0
            writeBytes(UnsafeRawBufferPointer(rebasing: digits[index...]))
        }
    }

    mutating func writeIdentifier(_ id: Identifier) {
        writeStaticString("req_")
        writeWithUnsafeMutableBytes(minimumWritableBytes: Identifier.length) { buffer in
            id.write(into: buffer)
            return Identifier.length
        }
    }
}
