import NIOCore

/// What a request asks of the mock upstream. The controls stand in `metadata`, an official field that gateways pass on, or
/// in `user`, which is what a translation makes of the user that Messages names.
struct StreamOrder: Equatable {
    struct Pace: Equatable {
        var frames: Int
        var interval: TimeAmount
    }

    /// nil: a plain answer.
    var stream: Pace?

    static let framesKey = "bench_frames"
    static let intervalKey = "bench_interval_us"
    /// Begins a `user` that says frames and interval: `bench-50-5000`.
    static let userMark = "bench-"

    init(body: ByteBuffer, usual: Pace) {
        stream = body.withUnsafeReadableBytes { bytes in
            guard Self.value(of: "stream", in: bytes)?.starts(with: "true".utf8) == true else { return nil }
            if let ordered = Self.user(bytes) { return ordered }
            let interval = Self.number(Self.intervalKey, in: bytes).map { TimeAmount.microseconds(Int64($0)) }
            return Pace(
                frames: Self.number(Self.framesKey, in: bytes) ?? usual.frames,
                interval: interval ?? usual.interval
            )
        }
    }

    private static func user(_ bytes: UnsafeRawBufferPointer) -> Pace? {
        guard let value = value(of: "user", in: bytes), value.starts(with: "\"\(userMark)".utf8) else { return nil }
        let rest = value.dropFirst(1 + userMark.utf8.count).prefix { $0 != UInt8(ascii: "\"") }
        let text = String(decoding: rest, as: UTF8.self)
        let numbers = text.split(separator: "-").compactMap { Int($0) }
        return numbers.count == 2 ? Pace(frames: numbers[0], interval: .microseconds(Int64(numbers[1]))) : nil
    }

    private static func number(_ key: String, in bytes: UnsafeRawBufferPointer) -> Int? {
        guard let value = value(of: key, in: bytes), value.first == UInt8(ascii: "\"") else { return nil }
        let digits = value.dropFirst().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return Int(String(decoding: digits, as: UTF8.self))
    }

    /// What follows `"key":`. Good enough for our own requests: a quoted key inside a string is written `\"key\"` and
    /// does not match.
    private static func value(of key: String, in bytes: UnsafeRawBufferPointer) -> Slice<UnsafeRawBufferPointer>? {
        let quoted = Array("\"\(key)\"".utf8)
        var from = bytes.startIndex
        while let quote = bytes[from...].firstIndex(of: UInt8(ascii: "\"")) {
            guard bytes.count - quote > quoted.count else { return nil }
            from = quote + 1
            guard bytes[quote..<(quote + quoted.count)].elementsEqual(quoted) else { continue }
            let rest = bytes[(quote + quoted.count)...].drop { $0 == UInt8(ascii: " ") }
            guard rest.first == UInt8(ascii: ":") else { continue }
            return rest.dropFirst().drop { $0 == UInt8(ascii: " ") }
        }
        return nil
    }
}
