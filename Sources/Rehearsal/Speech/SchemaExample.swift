import JSON

/// A value that a JSON Schema accepts, always the same one: required properties only, the first of several choices.
///
/// Knows what tool declarations use: types, `enum`, `const`, `required`, `$ref` within the schema, the combinations, and
/// bounds of length, number and count. It does not read `pattern` or `not`.
struct SchemaExample {
    /// A schema may refer to itself or ask for many items: what is made stays small.
    private static let maximumDepth = 16
    private static let maximumValues = 4096
    private static let maximumLength = 1024

    private let root: JSONValue
    private var made = 0
    private var material: ExampleMaterial

    private init(_ root: JSONValue, _ material: ExampleMaterial) {
        self.root = root
        self.material = material
    }

    static func value(for schema: JSONValue, of material: ExampleMaterial = .fixed) -> JSONValue {
        var example = SchemaExample(schema, material)
        return example.value(schema, depth: 0)
    }

    private mutating func value(_ schema: JSONValue, depth: Int) -> JSONValue {
        made += 1
        guard depth < Self.maximumDepth, made < Self.maximumValues else { return .null }
        if let target = schema["$ref"]?.string { return value(resolve(target), depth: depth + 1) }
        if let constant = schema["const"] { return constant }
        if let choices = schema["enum"]?.elements, let first = choices.first { return first }
        for key in ["anyOf", "oneOf"] {
            if let choices = schema[key]?.elements, let first = choices.first { return value(first, depth: depth + 1) }
        }
        if let parts = schema["allOf"]?.elements { return value(merged(schema, parts), depth: depth + 1) }
        switch Self.type(of: schema) {
        case "object": return object(schema, depth)
        case "array": return array(schema, depth)
        case "string": return .string(text(schema))
        case "integer", "number": return number(schema)
        case "boolean": return .bool(true)
        default: return .null
        }
    }

    private static func type(of schema: JSONValue) -> String? {
        if let type = schema["type"]?.string { return type }
        if let types = schema["type"]?.elements?.compactMap(\.string) {
            return types.first { $0 != "null" } ?? types.first
        }
        if schema["properties"] != nil || schema["required"] != nil { return "object" }
        // A schema without a type accepts everything; an object suits arguments and structured answers.
        return schema["items"] != nil ? "array" : "object"
    }

    private mutating func object(_ schema: JSONValue, _ depth: Int) -> JSONValue {
        var members: [JSONValue.Member] = []
        for name in names(schema)
        where !members.contains(where: { $0.key == name }) {
            let property = schema["properties"]?[name] ?? .object([.init("type", .string("string"))])
            members.append(.init(name, value(property, depth: depth + 1)))
        }
        return .object(members)
    }

    private func names(_ schema: JSONValue) -> [String] {
        if let required = schema["required"]?.elements?.compactMap(\.string) { return required }
        return material.fillsAll ? (schema["properties"]?.members ?? []).map(\.key) : []
    }

    private mutating func array(_ schema: JSONValue, _ depth: Int) -> JSONValue {
        let count = min(schema["minItems"]?.integer ?? 0, Self.maximumValues)
        var elements: [JSONValue] = []
        while elements.count < count, made < Self.maximumValues {
            elements.append(value(schema["items"] ?? .object([]), depth: depth + 1))
        }
        return .array(elements)
    }

    private mutating func text(_ schema: JSONValue) -> String {
        switch schema["format"]?.string {
        case "date": return "2026-01-01"
        case "time": return "00:00:00Z"
        case "date-time": return "2026-01-01T00:00:00Z"
        case "email": return material.takeText { $0.contains("@") } ?? "rehearsal@example.com"
        case "uri", "url": return material.takeText { $0.contains("://") } ?? "https://example.com/rehearsal"
        case "uuid": return "00000000-0000-4000-8000-000000000000"
        default: break
        }
        var text = material.takeText() ?? material.rest
        let least = min(schema["minLength"]?.integer ?? 0, Self.maximumLength)
        if text.count < least { text += String(repeating: "x", count: least - text.count) }
        if let most = schema["maxLength"]?.integer, most >= 0 { text = String(text.prefix(most)) }
        return text
    }

    /// One of the material's that is allowed, else what the schema itself suggests.
    private mutating func number(_ schema: JSONValue) -> JSONValue {
        let (least, most) = (schema["minimum"]?.double ?? -.infinity, schema["maximum"]?.double ?? .infinity)
        let isWhole = Self.type(of: schema) == "integer"
        let found = material.takeNumber { text in
            guard let value = Double(text) else { return false }
            return value >= least && value <= most && !(isWhole && text.contains("."))
        }
        return found.map { .number($0) } ?? Self.usualNumber(schema)
    }

    /// The smallest whole number of at least 1 that is allowed, else the largest below.
    private static func usualNumber(_ schema: JSONValue) -> JSONValue {
        func bound(_ key: String) -> Double? {
            schema[key]?.double.flatMap { $0.magnitude < 9e15 ? $0 : nil }
        }
        var low = -Double.infinity
        if let minimum = bound("minimum") { low = minimum.rounded(.up) }
        if let minimum = bound("exclusiveMinimum") { low = max(low, minimum.rounded(.down) + 1) }
        var high = Double.infinity
        if let maximum = bound("maximum") { high = maximum.rounded(.down) }
        if let maximum = bound("exclusiveMaximum") { high = min(high, maximum.rounded(.up) - 1) }
        var value = min(max(1, low), high)
        if let step = bound("multipleOf"), step >= 1 {
            let next = (value / step).rounded(.up) * step
            value = next <= high ? next : (high / step).rounded(.down) * step
        }
        // No whole number between two close bounds: their middle.
        if low > high, let minimum = schema["minimum"]?.double, let maximum = schema["maximum"]?.double {
            return .number(String((minimum + maximum) / 2))
        }
        return .integer(Int(value))
    }

    /// A reference within the schema: `#`, `#/$defs/name`; anything else is a schema that accepts all.
    private func resolve(_ reference: String) -> JSONValue {
        guard reference.hasPrefix("#") else { return .object([]) }
        var place = root
        for step in reference.dropFirst().split(separator: "/") {
            guard let next = place[Self.unescaped(step)] else { return .object([]) }
            place = next
        }
        return place
    }

    /// RFC 6901 §4.
    private static func unescaped(_ step: Substring) -> String {
        var text = ""
        var isEscape = false
        for character in step {
            if isEscape {
                text.append(character == "1" ? "/" : "~")
                isEscape = false
            } else if character == "~" {
                isEscape = true
            } else {
                text.append(character)
            }
        }
        return text
    }

    /// One schema with the keywords of all parts; properties and required names add up.
    private func merged(_ schema: JSONValue, _ parts: [JSONValue]) -> JSONValue {
        var members: [JSONValue.Member] = []
        let own = JSONValue.object((schema.members ?? []).filter { $0.key != "allOf" })
        for part in [own] + parts.prefix(Self.maximumDepth).map({ $0["$ref"]?.string.map(resolve) ?? $0 }) {
            for member in part.members ?? [] {
                guard let index = members.firstIndex(where: { $0.key == member.key }) else {
                    members.append(member)
                    continue
                }
                switch (members[index].value, member.value) {
                case (.object(let left), .object(let right)): members[index].value = .object(left + right)
                case (.array(let left), .array(let right)): members[index].value = .array(left + right)
                default: members[index].value = member.value
                }
            }
        }
        return .object(members)
    }
}
