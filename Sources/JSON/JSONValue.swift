/// A JSON text as a tree that forgets nothing: keys keep their order, numbers keep their text.
package enum JSONValue: Sendable, Hashable {
    case object([Member])
    case array([JSONValue])
    case string(String)
    /// As written: `1.0` stays `1.0`.
    case number(String)
    case bool(Bool)
    case null

    package struct Member: Sendable, Hashable {
        package var key: String
        package var value: JSONValue

        package init(_ key: String, _ value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    package init(parsing text: UnsafeRawBufferPointer) throws(JSONFault) {
        var reader = JSONReader(text)
        self = try Self.read(&reader)
        try reader.finish()
    }

    package init(parsing text: [UInt8]) throws(JSONFault) {
        let result: Result<JSONValue, JSONFault> = text.withUnsafeBytes { bytes in
            do throws(JSONFault) {
                return .success(try JSONValue(parsing: bytes))
            } catch {
                return .failure(error)
            }
        }
        self = try result.get()
    }

    private static func read(_ reader: inout JSONReader) throws(JSONFault) -> JSONValue {
        switch try reader.peekKind() {
        case .string:
            let span = try reader.string()
            return .string(reader.decoded(span))
        case .number:
            let range = try reader.number()
            return .number(String(decoding: reader.text[range], as: UTF8.self))
        case .bool: return .bool(try reader.bool())
        case .null:
            try reader.null()
            return .null
        case .array:
            var elements: [JSONValue] = []
            try reader.beginArray()
            while try reader.nextElement(isFirst: elements.isEmpty) { elements.append(try read(&reader)) }
            return .array(elements)
        case .object:
            var members: [Member] = []
            try reader.beginObject()
            while let key = try reader.nextKey() {
                let name = reader.decoded(key)
                members.append(Member(name, try read(&reader)))
            }
            return .object(members)
        }
    }

    // MARK: Looking

    /// The value of a key; nil for another kind of value or a key that is not there.
    package subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    package var string: String? { if case .string(let text) = self { text } else { nil } }
    package var bool: Bool? { if case .bool(let flag) = self { flag } else { nil } }
    package var integer: Int? { if case .number(let text) = self { Int(text) } else { nil } }
    package var double: Double? { if case .number(let text) = self { Double(text) } else { nil } }
    package var elements: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }
    package var members: [Member]? { if case .object(let members) = self { members } else { nil } }
    package var isNull: Bool { self == .null }

    // MARK: Making

    package static func integer(_ value: Int) -> JSONValue { .number(String(value)) }

    /// Leaves out what is nil: an unknown is absent, never zero.
    package static func object(_ members: (String, JSONValue?)...) -> JSONValue {
        .object(members.compactMap { name, value in value.map { Member(name, $0) } })
    }

    /// Without white space.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return bytes
    }

    package func write(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let flag): bytes.append(contentsOf: (flag ? "true" : "false").utf8)
        case .number(let text): bytes.append(contentsOf: text.utf8)
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
            for (index, member) in members.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                JSONEscaping.append(member.key, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                member.value.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    /// For people: two spaces a level.
    package var indented: String {
        var text = ""
        indent(into: &text, level: 0)
        return text
    }

    private func indent(into text: inout String, level: Int) {
        let inner = String(repeating: "  ", count: level + 1)
        let outer = String(repeating: "  ", count: level)
        switch self {
        case .array(let elements) where !elements.isEmpty:
            text += "[\n"
            for (index, element) in elements.enumerated() {
                text += inner
                element.indent(into: &text, level: level + 1)
                text += index == elements.count - 1 ? "\n" : ",\n"
            }
            text += outer + "]"
        case .object(let members) where !members.isEmpty:
            text += "{\n"
            for (index, member) in members.enumerated() {
                text += inner + String(decoding: JSONValue.string(member.key).bytes, as: UTF8.self) + ": "
                member.value.indent(into: &text, level: level + 1)
                text += index == members.count - 1 ? "\n" : ",\n"
            }
            text += outer + "}"
        default:
            text += String(decoding: bytes, as: UTF8.self)
        }
    }
}
