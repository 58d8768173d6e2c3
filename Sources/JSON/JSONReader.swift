/// One strict pass over a complete JSON text (RFC 8259), pulled value by value by whoever knows what it looks for.
///
/// Refused are all things that two parsers could read differently: duplicate keys (compared as decoded), lone
/// surrogates, invalid UTF-8, a byte order mark, numbers that no double can hold. What is accepted, Foundation reads
/// with the same values. Nothing is allocated but the spans of an object's keys.
///
/// Usage: `beginObject`, then `nextKey` until it gives nil, taking each value with one of `skip`, `string`, `bool`, or by
/// descending. The checks of a value happen as it is passed.
package struct JSONReader {
    /// Deeper than any honest request, shallow enough that recursion elsewhere cannot overflow a thread's stack.
    package static let maximumDepth = 128

    /// A string's place in the text, between its quotes, and whether it holds escapes.
    package struct Span: Sendable, Equatable {
        package var start: Int
        package var end: Int
        package var hasEscapes: Bool

        /// With its quotes.
        package var quoted: Range<Int> { (start - 1)..<(end + 1) }
    }

    package enum Kind: Sendable, Equatable {
        case object, array, string, number, bool, null
    }

    package let text: UnsafeRawBufferPointer
    package private(set) var position = 0
    private var depth = 0

    /// A bit for each object that is open, by its depth: whether it has had a member.
    private var hasMember = DepthSet()
    /// Keys of the objects that are open, innermost last, where keys are checked. In front of an object's own stands an
    /// entry whose `start` is the `mark` of the object around it. Kept longer than needed; `keyCount` counts.
    private var keys: [Span] = []
    private var keyCount = 0
    /// Where the innermost object's keys begin.
    private var mark = 0

    private let isStrict: Bool
    /// See `mayHavePassed`.
    private var passedKeys: UInt64 = 0

    /// - Parameter isStrict: whether a key that stands twice in an object is a fault, and half a surrogate pair. In a
    ///   request they must be, for whoever reads it after us might read it differently; the answer of a provider is only
    ///   looked at.
    package init(_ text: UnsafeRawBufferPointer, isStrict: Bool = true) {
        self.text = text
        self.isStrict = isStrict
        if isStrict { keys.reserveCapacity(24) }
    }

    // MARK: Structure

    /// The kind of the next value, told by its first byte; leading white space is passed.
    package mutating func peekKind() throws(JSONFault) -> Kind {
        skipSpace()
        switch try byte() {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
        case UInt8(ascii: "n"): return .null
        case UInt8(ascii: "-"), 0x30...0x39: return .number
        default: throw JSONFault(.unexpectedByte, at: position)
        }
    }

    package mutating func beginObject() throws(JSONFault) {
        skipSpace()
        guard try byte() == UInt8(ascii: "{") else { throw JSONFault(.unexpectedByte, at: position) }
        try descend()
        hasMember.remove(depth)
        guard isStrict else { return }
        keep(Span(start: mark, end: 0, hasEscapes: false))
        mark = keyCount
    }

    /// The next key of the innermost object, with the colon behind it passed; nil at the object's end.
    package mutating func nextKey() throws(JSONFault) -> Span? {
        skipSpace()
        let next = try byte()
        if next == UInt8(ascii: "}") {
            position += 1
            depth -= 1
            if isStrict {
                keyCount = mark - 1
                mark = keys[keyCount].start
            }
            return nil
        }
        if hasMember.contains(depth) {
            guard next == UInt8(ascii: ",") else { throw JSONFault(.unexpectedByte, at: position) }
            position += 1
            skipSpace()
        } else {
            hasMember.insert(depth)
        }
        let key = try string()
        passedKeys |= key.hasEscapes ? .max : Self.bit(text, key.start..<key.end)
        if isStrict {
            try checkUnique(key)
            keep(key)
        }
        skipSpace()
        guard try byte() == UInt8(ascii: ":") else { throw JSONFault(.unexpectedByte, at: position) }
        position += 1
        return key
    }

    package mutating func beginArray() throws(JSONFault) {
        skipSpace()
        guard try byte() == UInt8(ascii: "[") else { throw JSONFault(.unexpectedByte, at: position) }
        try descend()
    }

    /// Whether the innermost array has a further element; `isFirst` is true before its first.
    package mutating func nextElement(isFirst: Bool) throws(JSONFault) -> Bool {
        skipSpace()
        let next = try byte()
        if next == UInt8(ascii: "]") {
            position += 1
            depth -= 1
            return false
        }
        if !isFirst {
            guard next == UInt8(ascii: ",") else { throw JSONFault(.unexpectedByte, at: position) }
            position += 1
            skipSpace()
            // A comma promises an element.
            if try byte() == UInt8(ascii: "]") { throw JSONFault(.unexpectedByte, at: position) }
        }
        return true
    }

    /// Nothing but white space may follow.
    package mutating func finish() throws(JSONFault) {
        skipSpace()
        guard position == text.count else { throw JSONFault(.trailingBytes, at: position) }
    }

    // MARK: Values

    /// Passes one value of any kind, checked in full.
    ///
    /// - Returns: where it stands.
    @discardableResult
    package mutating func skip() throws(JSONFault) -> Range<Int> {
        let kind = try peekKind()
        let start = position
        switch kind {
        case .string: _ = try string()
        case .number: try number()
        case .bool: _ = try bool()
        case .null: try null()
        case .object:
            try beginObject()
            while try nextKey() != nil { try skip() }
        case .array:
            try beginArray()
            var isFirst = true
            while try nextElement(isFirst: isFirst) {
                isFirst = false
                try skip()
            }
        }
        return start..<position
    }

    package mutating func bool() throws(JSONFault) -> Bool {
        skipSpace()
        if literal("true") { return true }
        if literal("false") { return false }
        throw JSONFault(.unexpectedByte, at: position)
    }

    package mutating func null() throws(JSONFault) {
        skipSpace()
        guard literal("null") else { throw JSONFault(.unexpectedByte, at: position) }
    }

    /// The number's own text.
    @discardableResult
    package mutating func number() throws(JSONFault) -> Range<Int> {
        skipSpace()
        let start = position
        if position < text.count, text[position] == UInt8(ascii: "-") { position += 1 }
        let whole = digits()
        guard whole > 0, whole == 1 || text[position - whole] != UInt8(ascii: "0") else {
            throw JSONFault(.badNumber, at: start)
        }
        var isPlain = whole <= 300
        if position < text.count, text[position] == UInt8(ascii: ".") {
            position += 1
            guard digits() > 0 else { throw JSONFault(.badNumber, at: start) }
        }
        if position < text.count, text[position] | 0x20 == UInt8(ascii: "e") {
            isPlain = false
            position += 1
            if position < text.count, text[position] == UInt8(ascii: "+") || text[position] == UInt8(ascii: "-") {
                position += 1
            }
            guard digits() > 0 else { throw JSONFault(.badNumber, at: start) }
        }
        // Only a long number or one with an exponent can overflow; the conversion is the judge then.
        if !isPlain {
            let value = Double(String(decoding: text[start..<position], as: UTF8.self))
            guard let value, value.isFinite else { throw JSONFault(.badNumber, at: start) }
        }
        return start..<position
    }

    /// An integer that fits; nil for a number with fraction or exponent or one that is too large.
    package mutating func integer() throws(JSONFault) -> Int? {
        let range = try number()
        guard range.count <= 18 else { return nil }
        var value = 0
        for index in range {
            switch text[index] {
            case UInt8(ascii: "-") where index == range.lowerBound: continue
            case 0x30...0x39: value = value * 10 + Int(text[index] - 0x30)
            default: return nil
            }
        }
        return text[range.lowerBound] == UInt8(ascii: "-") ? -value : value
    }

    /// Passes a string and checks every byte of it.
    package mutating func string() throws(JSONFault) -> Span {
        skipSpace()
        guard try byte() == UInt8(ascii: "\"") else { throw JSONFault(.unexpectedByte, at: position) }
        let start = position &+ 1
        let end = plainEnd(from: start)
        guard end < text.count, text[end] == UInt8(ascii: "\"") else {
            position = end
            return try longString(from: start)
        }
        position = end &+ 1
        return Span(start: start, end: end, hasEscapes: false)
    }

    /// A string with more than plain characters, from the first that is none.
    private mutating func longString(from start: Int) throws(JSONFault) -> Span {
        var hasEscapes = false
        while true {
            guard position < text.count else { throw JSONFault(.unexpectedEnd, at: position) }
            switch text[position] {
            case UInt8(ascii: "\""):
                position += 1
                return Span(start: start, end: position - 1, hasEscapes: hasEscapes)
            case UInt8(ascii: "\\"):
                hasEscapes = true
                try escape()
            case 0x80...:
                try multibyte()
            default:
                throw JSONFault(.badString, at: position)
            }
            position = plainEnd(from: position)
        }
    }

    // MARK: Bytes

    @inline(__always)
    private func byte() throws(JSONFault) -> UInt8 {
        guard position < text.count else { throw JSONFault(text.isEmpty ? .empty : .unexpectedEnd, at: position) }
        return text[position]
    }

    @inline(__always)
    private mutating func skipSpace() {
        while position < text.count, text[position] <= 0x20 {
            switch text[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    private mutating func descend() throws(JSONFault) {
        depth += 1
        guard depth <= Self.maximumDepth else { throw JSONFault(.tooDeep, at: position) }
        position += 1
    }

    private mutating func literal(_ word: StaticString) -> Bool {
        guard position + word.utf8CodeUnitCount <= text.count else { return false }
        for index in 0..<word.utf8CodeUnitCount where text[position + index] != word.utf8Start[index] { return false }
        position += word.utf8CodeUnitCount
        return true
    }

    private mutating func digits() -> Int {
        let start = position
        while position < text.count, case 0x30...0x39 = text[position] { position += 1 }
        return position - start
    }

    @inline(__always)
    private static var ones: UInt64 { 0x0101_0101_0101_0101 }
    @inline(__always)
    private static var highs: UInt64 { 0x8080_8080_8080_8080 }

    /// The end of the bytes that need no look: printable ASCII but quote and backslash. Sixteen at a time, then eight.
    @inline(__always)
    private func plainEnd(from start: Int) -> Int {
        guard let base = text.baseAddress else { return start }
        let count = text.count
        var at = start
        if at &+ 8 <= count {
            // A key is over here.
            let word = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: at, as: UInt64.self))
            let special = Self.special(word) & Self.highs
            if special != 0 { return at &+ special.trailingZeroBitCount >> 3 }
            at &+= 8
        }
        while at &+ 16 <= count {
            let first = base.loadUnaligned(fromByteOffset: at, as: UInt64.self)
            let second = base.loadUnaligned(fromByteOffset: at &+ 8, as: UInt64.self)
            guard (Self.special(first) | Self.special(second)) & Self.highs == 0 else { break }
            at &+= 16
        }
        while at &+ 8 <= count {
            let word = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: at, as: UInt64.self))
            let special = Self.special(word) & Self.highs
            if special != 0 { return at &+ special.trailingZeroBitCount >> 3 }
            at &+= 8
        }
        while at < count {
            let byte = text[at]
            guard byte >= 0x20, byte < 0x80, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") else { break }
            at &+= 1
        }
        return at
    }

    /// Sets the high bit of a byte that is over 127, below 32, `"` or `\` (SWAR): the first has it; of the others each
    /// subtraction borrows into it. Above the lowest marked byte others may be marked by its borrow.
    @inline(__always)
    private static func special(_ word: UInt64) -> UInt64 {
        word | (word &- ones &* 0x20) | ((word ^ (ones &* 0x22)) &- ones) | ((word ^ (ones &* 0x5C)) &- ones)
    }

    private mutating func escape() throws(JSONFault) {
        let start = position
        guard position + 1 < text.count else { throw JSONFault(.unexpectedEnd, at: position) }
        switch text[position + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 2
        case UInt8(ascii: "u"):
            let first = try codeUnit(at: position)
            position += 6
            // Providers cut texts into deltas wherever it comes, between the halves of a pair too.
            guard isStrict, first & 0xF800 == 0xD800 else { return }
            guard first & 0xFC00 == 0xD800, position + 1 < text.count, text[position] == UInt8(ascii: "\\"),
                text[position + 1] == UInt8(ascii: "u"),
                try codeUnit(at: position) & 0xFC00 == 0xDC00
            else { throw JSONFault(.badEscape, at: start) }
            position += 6
        default:
            throw JSONFault(.badEscape, at: start)
        }
    }

    /// The four digits of `\uXXXX` that begins at `start`.
    private func codeUnit(at start: Int) throws(JSONFault) -> UInt32 {
        guard start + 6 <= text.count else { throw JSONFault(.unexpectedEnd, at: text.count) }
        var value: UInt32 = 0
        for index in (start + 2)..<(start + 6) {
            let digit: UInt8
            switch text[index] {
            case 0x30...0x39: digit = text[index] - 0x30
            case 0x41...0x46: digit = text[index] - 0x37
            case 0x61...0x66: digit = text[index] - 0x57
            default: throw JSONFault(.badEscape, at: start)
            }
            value = value << 4 | UInt32(digit)
        }
        return value
    }

    /// One character of two to four bytes, by the table of well-formed sequences (Unicode 15, table 3-7).
    private mutating func multibyte() throws(JSONFault) {
        let first = text[position]
        let length: Int
        let second: ClosedRange<UInt8>
        switch first {
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: throw JSONFault(.badUTF8, at: position)
        }
        guard position + length <= text.count, second.contains(text[position + 1]) else {
            throw JSONFault(.badUTF8, at: position)
        }
        for index in (position + 2)..<max(position + length, position + 2) {
            guard text[index] & 0xC0 == 0x80 else { throw JSONFault(.badUTF8, at: position) }
        }
        position += length
    }

    // MARK: Keys

    /// Whether a key of this name may have been passed, at whatever depth; false is certain. A Bloom filter of one bit a
    /// key: whoever looks for what is rare need not look at each key.
    package func mayHavePassed(_ name: StaticString) -> Bool {
        let bytes = UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
        return passedKeys & Self.bit(bytes, 0..<bytes.count) != 0
    }

    /// The factors keep the names of common answers apart from those that are looked for.
    @inline(__always)
    private static func bit(_ text: UnsafeRawBufferPointer, _ name: Range<Int>) -> UInt64 {
        guard !name.isEmpty else { return 1 }
        let first = Int(text[name.lowerBound])
        let last = Int(text[name.upperBound &- 1])
        return 1 << UInt64(truncatingIfNeeded: (name.count &* 4 &+ first &* 24 &+ last) & 63)
    }

    /// Up to this many keys each new one is compared with all; beyond it a sorted check at the end would come late, so a
    /// set takes over.
    private static let comparedKeys = 24

    private var manyKeys: [Int: Set<[UInt8]>] = [:]

    private mutating func keep(_ key: Span) {
        if keyCount < keys.count { keys[keyCount] = key } else { keys.append(key) }
        keyCount += 1
    }

    private mutating func checkUnique(_ key: Span) throws(JSONFault) {
        let count = keyCount - mark
        if count == 0, !manyKeys.isEmpty { manyKeys[mark] = nil }
        guard count >= Self.comparedKeys else {
            for index in mark..<keyCount where same(keys[index], key) {
                throw JSONFault(.duplicateKey, at: key.start)
            }
            return
        }
        // Swift seeds its hashing anew in each process, so no caller can craft colliding keys.
        var seen = manyKeys.removeValue(forKey: mark) ?? Set(keys[mark..<keyCount].map(decodedBytes))
        let isNew = seen.insert(decodedBytes(key)).inserted
        manyKeys[mark] = seen
        guard isNew else { throw JSONFault(.duplicateKey, at: key.start) }
    }

    private func same(_ left: Span, _ right: Span) -> Bool {
        if left.hasEscapes || right.hasEscapes { return decodedBytes(left) == decodedBytes(right) }
        let count = left.end - left.start
        guard count == right.end - right.start, let base = text.baseAddress else { return false }
        for index in 0..<count
        where (base + left.start).load(fromByteOffset: index, as: UInt8.self)
            != (base + right.start).load(fromByteOffset: index, as: UInt8.self)
        {
            return false
        }
        return true
    }
}
