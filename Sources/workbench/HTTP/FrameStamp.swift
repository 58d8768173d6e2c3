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
}
