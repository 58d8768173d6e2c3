import Domain
import JSON

/// An object of a request, with its place in it, so that every complaint names where.
///
/// A member that is `null` counts as absent, as OpenAI's own server has it.
struct ChatObject {
    let value: JSONValue
    /// `messages[2].content[0]`; empty for the body itself.
    let path: String

    init(_ value: JSONValue, at path: String) throws(Refusal) {
        guard value.members != nil else { throw Self.fault(path, "an object") }
        self.value = value
        self.path = path
    }

    subscript(key: String) -> JSONValue? {
        guard let member = value[key], !member.isNull else { return nil }
        return member
    }

    func path(of key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    func string(_ key: String) throws(Refusal) -> String? {
        guard let member = self[key] else { return nil }
        guard let text = member.string else { throw Self.fault(path(of: key), "a string") }
        return text
    }

    func requiredString(_ key: String) throws(Refusal) -> String {
        guard let text = try string(key) else { throw Self.fault(path(of: key), "a string") }
        return text
    }

    func bool(_ key: String) throws(Refusal) -> Bool? {
        guard let member = self[key] else { return nil }
        guard let flag = member.bool else { throw Self.fault(path(of: key), "true or false") }
        return flag
    }

    /// The number's text.
    func number(_ key: String) throws(Refusal) -> String? {
        guard let member = self[key] else { return nil }
        guard case .number(let text) = member else { throw Self.fault(path(of: key), "a number") }
        return text
    }

    func elements(_ key: String) throws(Refusal) -> [JSONValue]? {
        guard let member = self[key] else { return nil }
        guard let elements = member.elements else { throw Self.fault(path(of: key), "an array") }
        return elements
    }

    func object(_ key: String) throws(Refusal) -> ChatObject? {
        guard let member = self[key] else { return nil }
        return try ChatObject(member, at: path(of: key))
    }

    func requiredObject(_ key: String) throws(Refusal) -> ChatObject {
        try ChatObject(self[key] ?? .null, at: path(of: key))
    }

    static func fault(_ path: String, _ wanted: String) -> Refusal {
        Refusal(
            .badRequest,
            path.isEmpty ? "The body must be \(wanted)." : "`\(path)` must be \(wanted).",
            parameter: path.isEmpty ? nil : path
        )
    }
}
