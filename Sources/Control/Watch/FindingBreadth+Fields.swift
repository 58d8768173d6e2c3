import Domain
import JSON

extension FindingBreadth {
    var publicFields: [String: CanonicalValue] {
        var fields: [String: CanonicalValue] = [
            "id": .string(id), "breadth": .string(breadth.rawValue), "trials": .integer(trials),
            "categories": .array(categories.map(\.canonical)),
        ]
        fields["siblings"] = siblings.isEmpty ? nil : .array(siblings.map(\.canonical))
        fields["transfers"] = transfers.map { .bool($0) }
        fields["proposal"] = proposal?.canonical
        return fields
    }

    var privateFields: [String: CanonicalValue] {
        var fields: [String: CanonicalValue] = ["run": .string(run)]
        if let slice = proposal?.slice, !slice.isWhole { fields["slice"] = slice.canonical }
        return fields
    }

    /// What cannot be read is undetermined. A slice that was erased leaves a proposal for the whole lineage, as it does in a
    /// recall.
    init(_ open: [String: CanonicalValue], _ closed: [String: CanonicalValue]) {
        self.init(
            id: open["id"]?.string ?? "",
            breadth: open["breadth"]?.string.flatMap(BreadthKind.init(rawValue:)) ?? .undetermined,
            categories: open["categories"]?.elements?.map(Category.init) ?? [],
            siblings: open["siblings"]?.elements?.map(Sibling.init) ?? [],
            trials: open["trials"]?.integer ?? 0,
            transfers: open["transfers"]?.bool,
            proposal: open["proposal"].flatMap { Proposal($0, slice: closed["slice"]) },
            run: closed["run"]?.string ?? ""
        )
    }
}

extension FindingBreadth.Category {
    var canonical: CanonicalValue {
        .object([
            "harm": .string(harm), "field": .string(field), "hits": .integer(hits), "scored": .integer(scored),
            "low": .integer(low), "high": .integer(high),
        ])
    }

    /// Without numbers anything is possible.
    init(_ value: CanonicalValue) {
        self.init(
            harm: value["harm"]?.string ?? "",
            field: value["field"]?.string ?? "",
            hits: value["hits"]?.integer ?? 0,
            scored: value["scored"]?.integer ?? 0,
            low: value["low"]?.integer ?? 0,
            high: value["high"]?.integer ?? 1_000_000
        )
    }
}

extension FindingBreadth.Sibling {
    var canonical: CanonicalValue {
        .object(["lineage": .string(lineage), "hits": .integer(hits), "scored": .integer(scored)])
    }

    init(_ value: CanonicalValue) {
        self.init(
            lineage: value["lineage"]?.string ?? "",
            hits: value["hits"]?.integer ?? 0,
            scored: value["scored"]?.integer ?? 0
        )
    }
}

extension FindingBreadth.Proposal {
    /// Without the slice itself: that there is one is public.
    var canonical: CanonicalValue {
        .object([
            "class": .string(recallClass.rawValue), "depth": .string(depth.rawValue), "sliced": .bool(!slice.isWhole),
        ])
    }

    /// nil: it names no class.
    init?(_ value: CanonicalValue, slice: CanonicalValue?) {
        guard let recallClass = value["class"]?.string.flatMap(RecallClass.init(rawValue:)) else { return nil }
        self.init(
            recallClass,
            slice: RecallSlice(slice),
            depth: value["depth"]?.string.flatMap(RecallDepth.init(rawValue:))
        )
    }
}
