import Domain
import JSON

/// An object of a request, with its place in it, so that every complaint names where.
///
/// A member that is `null` counts as absent, as OpenAI's own servers have it.
struct RequestObject {
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

    func string(_ key: String) throws(Refusal) -> String? { try RequestValue.optionalText(self[key], path(of: key)) }

    func requiredString(_ key: String) throws(Refusal) -> String { try RequestValue.text(self[key], path(of: key)) }

    func bool(_ key: String) throws(Refusal) -> Bool? { try RequestValue.optionalFlag(self[key], path(of: key)) }

    /// The number's text.
    func number(_ key: String) throws(Refusal) -> String? {
        guard let member = self[key] else { return nil }
        return try RequestValue.number(member, path(of: key))
    }

    func elements(_ key: String) throws(Refusal) -> [JSONValue]? {
        guard let member = self[key] else { return nil }
        return try RequestValue.elements(member, path(of: key))
    }

    func object(_ key: String) throws(Refusal) -> RequestObject? {
        guard let member = self[key] else { return nil }
        return try RequestObject(member, at: path(of: key))
    }

    func requiredObject(_ key: String) throws(Refusal) -> RequestObject {
        try RequestObject(self[key] ?? .null, at: path(of: key))
    }

    /// - Parameter path: empty for the body itself.
    static func fault(_ path: String, _ wanted: String) -> Refusal {
        guard !path.isEmpty else { return Refusal(.badRequest, "The body must be \(wanted).") }
        return RequestValue.fault(path, "must be \(wanted)")
    }
}
