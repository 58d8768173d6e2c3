import JSON

/// What the tests look at, gathered in one pass over a document, each with its place.
struct CSAFFacts {
    let root: Placed
    let document: Placed?
    let tracking: Placed?
    /// `document.category`, as written.
    let category: String
    /// Every Full Product Name, in branches, lists and relationships.
    private(set) var products: [Placed] = []
    private(set) var branches: [Placed] = []
    private(set) var relationships: [Placed] = []
    private(set) var groups: [Placed] = []
    /// Where a product's id stands for a product that is defined elsewhere.
    private(set) var productReferences: [Placed] = []
    private(set) var groupReferences: [Placed] = []
    private(set) var vulnerabilities: [Placed] = []
    /// The products of each group.
    private(set) var members: [String: [String]] = [:]
    let history: RevisionHistory
    let mostMembers: Int

    /// - Parameter mostMembers: see `ProductReach`.
    init(_ root: Placed, mostMembers: Int = ProductReach.mostMembers) {
        self.root = root
        self.mostMembers = mostMembers
        document = root["document"]
        tracking = document?["tracking"]
        category = document?.string("category") ?? ""
        history = RevisionHistory(tracking)
        vulnerabilities = root.items("vulnerabilities")
        if let tree = root["product_tree"] { gather(tree: tree) }
        for vulnerability in vulnerabilities { gather(vulnerability) }
    }

    private mutating func gather(tree: Placed) {
        var open = Array(tree.items("branches").reversed())
        while let branch = open.popLast() {
            branches.append(branch)
            if let product = branch["product"] { products.append(product) }
            open += branch.items("branches").reversed()
        }
        products += tree.items("full_product_names")
        relationships = tree.items("relationships")
        for relationship in relationships {
            if let product = relationship["full_product_name"] { products.append(product) }
            productReferences += Self.ends.compactMap { relationship[$0] }
        }
        groups = tree.items("product_groups")
        for group in groups {
            let items = group.items("product_ids")
            productReferences += items
            if let id = group.string("group_id") { members[id, default: []] += items.compactMap(\.string) }
        }
    }

    /// Of a relationship: the products that it joins.
    static let ends = ["product_reference", "relates_to_product_reference"]

    private mutating func gather(_ vulnerability: Placed) {
        for (_, ids) in Self.statuses(of: vulnerability) { productReferences += ids }
        for score in vulnerability.items("scores") { productReferences += score.items("products") }
        for kind in ["flags", "remediations", "threats"] {
            for statement in vulnerability.items(kind) {
                productReferences += statement.items("product_ids")
                groupReferences += statement.items("group_ids")
            }
        }
    }

    /// The lists of a product status by name.
    static func statuses(of vulnerability: Placed) -> [(name: String, ids: [Placed])] {
        guard let status = vulnerability["product_status"] else { return [] }
        return statusNames.map { ($0, status.items($0)) }
    }

    private static let statusNames = [
        "first_affected", "first_fixed", "fixed", "known_affected", "known_not_affected", "last_affected",
        "recommended",
        "under_investigation",
    ]
}
