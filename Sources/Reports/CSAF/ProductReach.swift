/// Finds the products that flags, remediations and threats speak of, by themselves or through groups.
///
/// Many vulnerabilities that each name a large group are a work that grows with the product of both, and a file of 32 MiB
/// could ask for hours of it.
struct ProductReach {
    /// Far above what honest documents need: a thousand vulnerabilities, each said of a thousand products by five statements.
    static let mostMembers = 5_000_000

    private let members: [String: [String]]
    private var left: Int

    init(_ facts: CSAFFacts) {
        members = facts.members
        left = facts.mostMembers
    }

    /// - Returns: nil when there is no end of it.
    mutating func products(of statements: [Placed]) -> Set<String>? {
        var products: Set<String> = []
        var groups: Set<String> = []
        for statement in statements {
            products.formUnion(statement.items("product_ids").compactMap(\.string))
            groups.formUnion(statement.items("group_ids").compactMap(\.string))
        }
        for group in groups {
            guard let ids = members[group] else { continue }
            left -= ids.count
            guard left >= 0 else { return nil }
            products.formUnion(ids)
        }
        return products
    }

    static let reason =
        "The groups have more members than are looked at. Say it of fewer products at a time, or check it otherwise."
}
