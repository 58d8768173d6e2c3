import Control
import Domain
import JSON

/// The lineages that an advisory speaks of, as the standard's tree of vendors, products and versions.
extension Advisory {
    fileprivate struct Product: Hashable {
        var vendor: String
        /// nil: all of the vendor's.
        var family: String?
        /// nil: every version.
        var version: String?
        var lineage: String
    }

    /// A product's id is its lineage: the same in every document.
    var recalledID: String { recall.order.lineage.description }

    var productTree: JSONValue {
        var products = [Product(recall.order.lineage)]
        for substitute in substitutes.map({ Product(LineagePattern($0.lineage)) }) where !products.contains(substitute)
        {
            products.append(substitute)
        }
        let vendors = Self.unique(products.map(\.vendor))
        return .object(
            (
                "branches",
                .array(vendors.flatMap { vendor in Self.branches(of: vendor, products.filter { $0.vendor == vendor }) })
            )
        )
    }

    private static func branches(of vendor: String, _ products: [Product]) -> [JSONValue] {
        let whole = products.filter { $0.family == nil }.map { branch("vendor", vendor, product: $0) }
        let rest = products.filter { $0.family != nil }
        let families = unique(rest.compactMap(\.family)).flatMap { family in
            branches(family, rest.filter { $0.family == family })
        }
        return whole + (families.isEmpty ? [] : [branch("vendor", vendor, branches: families)])
    }

    private static func branches(_ family: String, _ products: [Product]) -> [JSONValue] {
        let versions = products.compactMap { product in
            product.branchVersion.map { branch("product_version", $0, product: product) }
        }
        let whole = products.filter { $0.branchVersion == nil }.map { product in
            branch("product_name", product.version.map { "\(family)@\($0)" } ?? family, product: product)
        }
        return whole + (versions.isEmpty ? [] : [branch("product_name", family, branches: versions)])
    }

    private static func branch(_ category: String, _ name: String, branches: [JSONValue]) -> JSONValue {
        .object(("category", .string(category)), ("name", .string(name)), ("branches", .array(branches)))
    }

    private static func branch(_ category: String, _ name: String, product: Product) -> JSONValue {
        .object(
            ("category", .string(category)),
            ("name", .string(name)),
            (
                "product",
                .object(
                    ("product_id", .string(product.lineage)),
                    ("name", .string(product.lineage)),
                    (
                        "product_identification_helper",
                        .object(
                            (
                                "x_generic_uris",
                                .array([
                                    .object(
                                        ("namespace", .string(lineages)),
                                        ("uri", .string("lineage:\(product.lineage)"))
                                    )
                                ])
                            )
                        )
                    )
                )
            )
        )
    }

    private static func unique(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }
}

extension Advisory.Product {
    fileprivate init(_ pattern: LineagePattern) {
        self.init(
            vendor: pattern.vendor,
            family: pattern.family,
            version: pattern.version,
            lineage: pattern.description
        )
    }

    /// A version whose name reads like a range may not stand in such a branch (test 6.1.31).
    fileprivate var branchVersion: String? {
        guard let version else { return nil }
        let parts = version.lowercased().split(separator: ":")
        let isRange = parts.contains {
            ["after", "all", "before", "earlier", "later", "prior", "versions"].contains($0)
        }
        return isRange ? nil : version
    }
}
