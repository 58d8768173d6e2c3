import Foundation
package import JSON
import Yams

/// A settings document as the ledger keeps it: what was in force can be read years later, and no secret with it.
///
/// Credentials are only references in a document. What may hide one all the same is left out: values of headers; of an
/// address all but scheme, host and port, of a `base_url` its path too; texts that look like a key. What a rehearsal model
/// answers is left out as content.
package enum RedactedDocument {
    /// Stands where something was left out.
    private static let mark = CanonicalValue.string("redacted")

    /// - Parameter text: of a document that was loaded without problems.
    /// - Returns: nil when it is no document.
    package static func make(_ text: String) -> CanonicalValue? {
        guard let root = try? Yams.compose(yaml: text) else { return nil }
        return value(root, key: "")
    }

    /// - Parameter key: what the value stands behind; of a list's element that of the list.
    private static func value(_ node: Node, key: String) -> CanonicalValue {
        switch node {
        case .mapping(let mapping):
            var members: [String: CanonicalValue] = [:]
            for (name, member) in mapping {
                let name = name.scalar?.string ?? ""
                members[name] = key == "headers" ? mark : value(member, key: name)
            }
            return .object(members)
        case .sequence(let sequence): return .array(sequence.map { value($0, key: key) })
        case .scalar(let scalar): return self.scalar(scalar, key: key)
        case .alias: return .null
        }
    }

    private static func scalar(_ scalar: Node.Scalar, key: String) -> CanonicalValue {
        let text = scalar.string
        if ["answer", "contains"].contains(key) { return mark }
        if text.contains("://") { return .string(address(text, keepsPath: key == "base_url")) }
        if DocumentReader.looksSecret(text) { return mark }
        guard scalar.style == .plain else { return .string(text) }
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true": return .bool(true)
        case "false": return .bool(false)
        default:
            // Decimals stay text: nothing here is rounded.
            guard let number = Int(text), "\(number)" == text else { return .string(text) }
            return .integer(number)
        }
    }

    /// Without user, query and fragment, which is where keys stand in addresses.
    private static func address(_ text: String, keepsPath: Bool) -> String {
        guard var parts = URLComponents(string: text), parts.host != nil else { return "redacted" }
        (parts.user, parts.password, parts.query, parts.fragment) = (nil, nil, nil, nil)
        if !keepsPath { parts.path = "" }
        return parts.string ?? "redacted"
    }
}
