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

    package var description: String {
        guard let family else { return "\(vendor)/*" }
        return version.map { "\(vendor)/\(family)@\($0)" } ?? "\(vendor)/\(family)"
    }
}
