import NIOCore

extension ByteBuffer {
    /// Shows the readable bytes. NIO's own function forgets the type of what is thrown.
    @inline(__always)
    func withBytes<Value, Failure: Error>(_ body: (Bytes) throws(Failure) -> Value) throws(Failure) -> Value {
        let result: Result<Value, Failure> = withUnsafeReadableBytes { bytes in
            do throws(Failure) {
                return .success(try body(bytes))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// One piece; for several in a row there is `TextWriter`.
    mutating func write(_ text: StaticString) {
        write(atMost: text.utf8CodeUnitCount) { $0.write(text) }
    }

    /// A piece of another buffer, by its place there.
    mutating func write(_ range: Range<Int>, of other: ByteBuffer) {
        write(atMost: range.count) { writer in
            other.withVeryUnsafeBytes { writer.write(UnsafeRawBufferPointer(rebasing: $0[range])) }
        }
    }

    /// `name: value` and the line's end.
    mutating func writeField(_ name: StaticString, _ value: String) {
        write(atMost: name.utf8CodeUnitCount + value.utf8.count + 4) { $0.writeField(name, value) }
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
            write(atMost: 16) { $0.write(UnsafeRawBufferPointer(rebasing: digits[index...])) }
        }
    }
}
