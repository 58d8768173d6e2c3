/// 6.1.1 to 6.1.5: what the product tree defines, once and without a circle, and what is spoken of elsewhere.
extension CSAFRule {
    static let definitions = [
        missingProduct, productDefinedTwice, circularProduct, missingGroup, groupDefinedTwice,
    ]

    /// The paths that the standard names for 6.1.1 leave out flags; its text does not.
    private static let missingProduct = CSAFRule(.missingProduct) { facts, found in
        let defined = Set(facts.products.compactMap { $0.string("product_id") })
        for reference in facts.productReferences {
            guard let id = reference.string, !defined.contains(id) else { continue }
            found.fault(
                reference.pointer,
                "The product `\(id.excerpt)` is not defined. Define it in the product tree, or correct the id."
            )
        }
    }

    private static let productDefinedTwice = CSAFRule(.productDefinedTwice) { facts, found in
        tellRepeated(facts.products.compactMap { $0["product_id"] }, "The product", &found)
    }

    private static let missingGroup = CSAFRule(.missingGroup) { facts, found in
        for reference in facts.groupReferences {
            guard let id = reference.string, facts.members[id] == nil else { continue }
            found.fault(
                reference.pointer,
                "The product group `\(id.excerpt)` is not defined. Define it in /product_tree/product_groups, or correct the id."
            )
        }
    }

    private static let groupDefinedTwice = CSAFRule(.groupDefinedTwice) { facts, found in
        tellRepeated(facts.groups.compactMap { $0["group_id"] }, "The product group", &found)
    }

    private static func tellRepeated(_ ids: [Placed], _ what: String, _ found: inout CSAFFindings) {
        var seen: [String: JSONPointer] = [:]
        for placed in ids {
            guard let id = placed.string else { continue }
            guard let first = seen[id] else {
                seen[id] = placed.pointer
                continue
            }
            found.fault(
                placed.pointer,
                "\(what) `\(id.excerpt)` is defined already at \(first). Give one of the two another id."
            )
        }
    }

    /// What is left after all that rest on no relationship, or only on such as have been taken away, have been taken away:
    /// those in a circle, and those that lead into one.
    private static let circularProduct = CSAFRule(.circularProduct) { facts, found in
        var uses: [String: Set<String>] = [:]
        var places: [(id: String, pointer: JSONPointer)] = []
        for relationship in facts.relationships {
            guard let product = relationship["full_product_name"]?["product_id"], let id = product.string else {
                continue
            }
            places.append((id, product.pointer))
            uses[id, default: []].formUnion(CSAFFacts.ends.compactMap { relationship.string($0) })
        }
        var users: [String: [String]] = [:]
        var open: [String: Int] = [:]
        for (id, used) in uses {
            let joined = used.filter { uses[$0] != nil }
            open[id] = joined.count
            for other in joined { users[other, default: []].append(id) }
        }
        var free = open.filter { $0.value == 0 }.map(\.key)
        while let id = free.popLast() {
            open[id] = nil
            for user in users[id] ?? [] {
                guard let count = open[user] else { continue }
                open[user] = count - 1
                if count == 1 { free.append(user) }
            }
        }
        for (id, pointer) in places where open[id] != nil {
            found.fault(
                pointer,
                "The product `\(id.excerpt)` is defined by way of itself. Let its relationship refer to products that stand for themselves."
            )
        }
    }
}
