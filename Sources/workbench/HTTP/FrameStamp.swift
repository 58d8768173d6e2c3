import NIOCore

/// The time at which the upstream wrote a frame, carried as text inside the frame's content, so that it survives any
/// gateway that leaves content alone. Both sides read the same monotonic clock of one machine.
enum FrameStamp {
    /// Occurs nowhere else in a frame.
    static let mark = UInt8(ascii: "@")
    static let digits = 19

    static func write(_ nanoseconds: UInt64, to buffer: inout ByteBuffer, at index: Int) {
        var rest = nanoseconds
        for position in stride(from: index + digits - 1, through: index, by: -1) {
            buffer.setInteger(UInt8(ascii: "0") + UInt8(rest % 10), at: position)
            rest /= 10
        }
    }

    /// The number behind the first mark; nil without a whole stamp.
    static func first(in bytes: UnsafeRawBufferPointer) -> UInt64? {
        guard let place = bytes.firstIndex(of: mark), bytes.count - place > digits else { return nil }
        return UInt64(String(decoding: bytes[(place + 1)...(place + digits)], as: UTF8.self))
    }
}
