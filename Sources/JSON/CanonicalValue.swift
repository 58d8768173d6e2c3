/// A value of our own documents: what can be hashed, signed and compared byte by byte.
///
/// Written by RFC 8785 (JSON Canonicalization Scheme). There is no case for a fraction: the scheme's rules for numbers
/// are its hard part, and money and rates travel as decimal strings here.
package enum CanonicalValue: Sendable, Hashable {
    case object([String: CanonicalValue])
    case array([CanonicalValue])
    case string(String)
    case integer(Int)
    case bool(Bool)
    case null

    /// The largest magnitude that every reader of JSON holds exactly (RFC 7493 §2.2).
    package static let largestInteger = (1 << 53) - 1

    /// The canonical bytes. Integers beyond `largestInteger` are written as decimal strings, so that no reader rounds them.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return bytes
    }

    package func write(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let flag): bytes.append(contentsOf: (flag ? "true" : "false").utf8)
        case .integer(let value):
            if value.magnitude <= Self.largestInteger.magnitude {
                bytes.append(contentsOf: String(value).utf8)
            } else {
                JSONEscaping.append(String(value), to: &bytes)
            }
        case .string(let text): JSONEscaping.append(text, to: &bytes)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                element.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            // RFC 8785 §3.2.3: by UTF-16 code units, which differs from Unicode order beyond the basic plane.
            let keys = members.keys.sorted { $0.utf16.lexicographicallyPrecedes($1.utf16) }
            for (index, key) in keys.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                JSONEscaping.append(key, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                members[key]?.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    /// nil when the text holds a number that is no integer, or two keys that Unicode calls equal.
    package init?(_ value: JSONValue) {
        switch value {
        case .null: self = .null
        case .bool(let flag): self = .bool(flag)
        case .string(let text): self = .string(text)
        case .number(let text):
            guard let integer = Int(text) else { return nil }
            self = .integer(integer)
        case .array(let elements):
            var converted: [CanonicalValue] = []
            for element in elements {
                guard let element = CanonicalValue(element) else { return nil }
                converted.append(element)
            }
            self = .array(converted)
        case .object(let members):
            var converted: [String: CanonicalValue] = [:]
            for member in members {
                guard let value = CanonicalValue(member.value) else { return nil }
                // Two spellings of one character differ in bytes and are one key to a dictionary.
                guard converted.updateValue(value, forKey: member.key) == nil else { return nil }
            }
            self = .object(converted)
        }
    }

    package subscript(key: String) -> CanonicalValue? {
        if case .object(let members) = self { members[key] } else { nil }
    }

    package var string: String? { if case .string(let text) = self { text } else { nil } }
    /// Also of a decimal string, where `bytes` had to write one.
    package var integer: Int? {
        switch self {
        case .integer(let value): return value
        case .string(let text):
            guard let value = Int(text), value.magnitude > Self.largestInteger.magnitude, String(value) == text
            else { return nil }
            return value
        case .object, .array, .bool, .null: return nil
        }
    }
    package var members: [String: CanonicalValue]? { if case .object(let members) = self { members } else { nil } }
    package var bool: Bool? { if case .bool(let flag) = self { flag } else { nil } }
    package var elements: [CanonicalValue]? { if case .array(let elements) = self { elements } else { nil } }
}
