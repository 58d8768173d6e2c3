/// Which lineages an order reaches: `vendor/family@version`, `vendor/family` (every version) or `vendor/*`.
///
/// Matched by whole segments. A version also reaches paths that name none, for they may serve it.
package struct LineagePattern: Sendable, Hashable, Codable, CustomStringConvertible {
    package let vendor: String
    /// nil: all of the vendor's.
    package let family: String?
    /// nil: every version.
    package let version: String?

    private init(vendor: String, family: String?, version: String?) {
        self.vendor = vendor
        self.family = family
        self.version = version
    }

    package init(_ lineage: Lineage) {
        self.init(vendor: lineage.vendor, family: lineage.family, version: lineage.version)
    }

    /// nil unless `text` is a lineage, or `vendor/*`.
    package init?(_ text: String) {
        if text.hasSuffix("/*"), let any = Lineage("\(text.dropLast())any"), any.family == "any" {
            self.init(vendor: any.vendor, family: nil, version: nil)
        } else if let lineage = Lineage(text) {
            self.init(lineage)
        } else {
            return nil
        }
    }

    package func matches(_ lineage: Lineage) -> Bool {
        guard lineage.vendor == vendor else { return false }
        guard let family else { return true }
        guard lineage.family == family else { return false }
        return version == nil || lineage.version == nil || lineage.version == version
    }

    /// Whether it reaches a name that a caller chose, which nobody has declared: in whatever case, dated (`gpt-5-2025-08-07`), as a
    /// fine-tune (`ft:gpt-5:…`), or with the vendor in front.
    ///
    /// - Parameter name: what was asked for, of this vendor.
    package func matches(asked name: String, of vendor: String) -> Bool {
        guard vendor == self.vendor else { return false }
        guard let family else { return true }
        var rest = Substring(name.lowercased())
        for mark in ["ft:", "\(vendor.lowercased())/"] where rest.hasPrefix(mark) { rest = rest.dropFirst(mark.count) }
        guard rest.hasPrefix(family.lowercased()) else { return false }
        rest = rest.dropFirst(family.utf8.count)
        guard let next = rest.first else { return true }
        if next == ":" { return true }
        return "-@".contains(next) && rest.dropFirst().first?.isNumber == true
    }

    package var description: String {
        guard let family else { return "\(vendor)/*" }
        return version.map { "\(vendor)/\(family)@\($0)" } ?? "\(vendor)/\(family)"
    }
}
