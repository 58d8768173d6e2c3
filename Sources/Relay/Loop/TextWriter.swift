import Domain
import NIOCore

/// Writes the text of a message's head into room that was asked for once.
///
/// A head has thirty pieces, and each that asked the buffer for room of its own would cost ten times the copying.
/// Whoever opens one says how much room all pieces together may need; writing more than that is a fault of ours and traps.
struct TextWriter {
    private let room: UnsafeMutableRawBufferPointer
    fileprivate private(set) var count = 0

    fileprivate init(_ room: UnsafeMutableRawBufferPointer) {
        self.room = room
    }

    @inline(__always)
    mutating func write(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress, let target = room.baseAddress else { return }
        precondition(bytes.count <= room.count - count)
        target.advanced(by: count).copyMemory(from: source, byteCount: bytes.count)
        count += bytes.count
    }

    @inline(__always)
    mutating func write(_ text: StaticString) {
        write(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func write(_ text: String) {
        let isWritten: Void? = text.utf8.withContiguousStorageIfAvailable { write(UnsafeRawBufferPointer($0)) }
        if isWritten == nil { Array(text.utf8).withUnsafeBytes { write($0) } }
    }

    /// Decimal digits without a `String`; at most 20 bytes.
    mutating func write(_ number: Int) {
        precondition(room.count - count >= 20)
        if number < 0 { write("-") }
        var place = count
        var rest = number.magnitude
        repeat {
            place += 1
            rest /= 10
        } while rest > 0
        let end = place
        rest = number.magnitude
        repeat {
            place -= 1
            room[place] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        } while rest > 0
        count = end
    }

    /// The id of an exchange, as it is told.
    mutating func write(_ id: Identifier) {
        write("req_")
        precondition(room.count - count >= Identifier.length)
        id.write(into: UnsafeMutableRawBufferPointer(rebasing: room[count...]))
        count += Identifier.length
    }

    /// `name: value` and the line's end.
    mutating func writeField(_ name: StaticString, _ value: String) {
        write(name)
        write(": ")
        write(value)
        write("\r\n")
    }
}

extension ByteBuffer {
    /// - Parameter bytes: room for all that `write` writes.
    @inline(__always)
    mutating func write(atMost bytes: Int, _ write: (inout TextWriter) -> Void) {
        writeWithUnsafeMutableBytes(minimumWritableBytes: bytes) { room in
            var writer = TextWriter(room)
            write(&writer)
            return writer.count
        }
    }
}
