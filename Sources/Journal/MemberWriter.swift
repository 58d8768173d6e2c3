import JSON

/// Writes an object's members in the order they are given, which the caller keeps canonical. A dictionary that is
/// sorted at each record would cost ten times as much, and an array that checks each appended byte twice as much: so this
/// writes into memory of its own, which serves one record after the other, and asks for room once a member.
struct MemberWriter: ~Copyable {
    private var memory: UnsafeMutableRawPointer
    private var capacity = 2048
    private var count = 0
    private var isFirst = true

    init() {
        memory = .allocate(byteCount: capacity, alignment: 1)
    }

    deinit { memory.deallocate() }

    /// Makes sure that `bytes` more fit.
    private mutating func reserve(_ bytes: Int) {
        guard count + bytes > capacity else { return }
        capacity = max(capacity * 2, count + bytes)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 1)
        larger.copyMemory(from: memory, byteCount: count)
        memory.deallocate()
        memory = larger
    }

    /// For which room was made.
    @inline(__always)
    private mutating func byte(_ character: Unicode.Scalar) {
        memory.storeBytes(of: UInt8(truncatingIfNeeded: character.value), toByteOffset: count, as: UInt8.self)
        count += 1
    }

    /// Makes room for `more` bytes of value behind it, and for the bracket that may close its object and array.
    @inline(__always)
    private mutating func key(_ name: StaticString, valueBytes more: Int) {
        reserve(name.utf8CodeUnitCount + 8 + more)
        if !isFirst { byte(",") }
        isFirst = false
        byte("\"")
        memory.advanced(by: count).copyMemory(from: name.utf8Start, byteCount: name.utf8CodeUnitCount)
        count += name.utf8CodeUnitCount
        byte("\"")
        byte(":")
    }

    @inline(__always)
    mutating func text(_ name: StaticString, _ value: String?) {
        guard let value else { return }
        key(name, valueBytes: 0)
        string(value)
    }

    private mutating func string(_ value: String) {
        let room = JSONEscaping.maximumLength(value)
        reserve(room + 2)
        count += JSONEscaping.write(value, to: UnsafeMutableRawBufferPointer(start: memory + count, count: room))
    }

    @inline(__always)
    mutating func number(_ name: StaticString, _ value: Int?) {
        guard let value else { return }
        key(name, valueBytes: 20)
        digits(value)
    }

    private mutating func digits(_ value: Int) {
        if value < 0 { byte("-") }
        var digits = 1
        var rest = value.magnitude
        while rest >= 10 {
            rest /= 10
            digits += 1
        }
        rest = value.magnitude
        for place in stride(from: count + digits - 1, through: count, by: -1) {
            memory.storeBytes(of: UInt8(ascii: "0") + UInt8(rest % 10), toByteOffset: place, as: UInt8.self)
            rest /= 10
        }
        count += digits
    }

    mutating func flag(_ name: StaticString, _ value: Bool) {
        key(name, valueBytes: 5)
        for character in value ? "true".unicodeScalars : "false".unicodeScalars { byte(character) }
    }

    mutating func attempts(_ attempts: [AttemptRecord]) {
        key("attempts", valueBytes: 2)
        byte("[")
        for (index, attempt) in attempts.enumerated() {
            reserve(2)
            if index > 0 { byte(",") }
            byte("{")
            isFirst = true
            text("class", attempt.failureClass)
            number("credential", attempt.credential)
            number("duration_us", attempt.durationMicroseconds)
            text("failure", attempt.failure)
            text("model", attempt.model)
            text("outcome", attempt.outcome.rawValue)
            text("provider", attempt.provider)
            number("started_after_us", attempt.startedAfterMicroseconds)
            number("status", attempt.status)
            text("upstream_request_id", attempt.upstreamRequestID)
            byte("}")
        }
        isFirst = false
        byte("]")
    }

    /// Forgets what was written, and opens an object.
    mutating func begin() {
        count = 0
        isFirst = true
        byte("{")
    }

    mutating func end() {
        reserve(1)
        byte("}")
    }

    /// What was written since `begin`; good until the next change.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: memory, count: count) }
}
