import JSON

/// Whether OpenAI takes a schema as a strict one, which it refuses to do where an object is open or leaves a property out.
enum StrictSchema {
    /// Deeper ones are refused by the vendor anyway.
    private static let deepest = 32

    static func qualifies(_ schema: JSONValue) -> Bool {
        isObject(schema) && schema["anyOf"] == nil && qualifies(schema, depth: 0)
    }

    private static func qualifies(_ schema: JSONValue, depth: Int) -> Bool {
        guard depth < deepest, schema.members != nil else { return false }
        for key in ["allOf", "oneOf", "not", "if", "then", "else", "dependentRequired", "dependentSchemas"]
        where schema[key] != nil {
            return false
        }
        if isObject(schema), !isClosed(schema) { return false }
        var inner: [JSONValue] = []
        for key in ["properties", "$defs", "definitions"] { inner += schema[key]?.members?.map(\.value) ?? [] }
        if let items = schema["items"] { inner.append(items) }
        inner += schema["anyOf"]?.elements ?? []
        return inner.allSatisfy { qualifies($0, depth: depth + 1) }
    }

    private static func isObject(_ schema: JSONValue) -> Bool {
        if schema["properties"] != nil || schema["type"]?.string == "object" { return true }
        return schema["type"]?.elements?.contains(.string("object")) ?? false
    }

    private static func isClosed(_ schema: JSONValue) -> Bool {
        guard schema["additionalProperties"] == .bool(false) else { return false }
        let required = Set(schema["required"]?.elements?.compactMap(\.string) ?? [])
        return (schema["properties"]?.members ?? []).allSatisfy { required.contains($0.key) }
    }
}
