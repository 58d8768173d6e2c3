/// What a model *is*, whatever path reaches it: `vendor/family[@version]`.
///
/// Matched by whole segments, so that `gpt-4` is never `gpt-4o`.
package struct Lineage: Sendable, Hashable, CustomStringConvertible {
    package let vendor: String
    package let family: String
    /// nil: the path names no version, so that a recall of any version of the family may concern it.
    package let version: String?

    package init(vendor: String, family: String, version: String? = nil) {
        self.vendor = vendor
        self.family = family
        self.version = version
    }

    /// Reads `vendor/family[@version]`; nil unless every segment is non-empty and made of letters, digits,
    /// `.`, `_`, `-`, `:` or (in the family) further `/`, as aggregators name models `vendor/org/family`.
    package init?(_ text: String) {
        guard let slash = text.firstIndex(of: "/") else { return nil }
        let vendor = text[..<slash]
        let rest = text[text.index(after: slash)...]
        let at = rest.firstIndex(of: "@")
        let family = rest[..<(at ?? rest.endIndex)]
        let version = at.map { rest[rest.index(after: $0)...] }
        guard Self.isSegment(vendor), Self.isSegment(family, allowing: "/"), version.map({ Self.isSegment($0) }) ?? true
        else { return nil }
        self.init(vendor: String(vendor), family: String(family), version: version.map(String.init))
    }

    package var description: String {
        version.map { "\(vendor)/\(family)@\($0)" } ?? "\(vendor)/\(family)"
    }

    private static func isSegment(_ text: Substring, allowing extra: Unicode.Scalar? = nil) -> Bool {
        !text.isEmpty && text.utf8.count <= 128
            && text.unicodeScalars.allSatisfy { scalar in
                switch scalar {
                case "a"..."z", "A"..."Z", "0"..."9", ".", "_", "-", ":": true
                default: scalar == extra
                }
            }
    }
}
