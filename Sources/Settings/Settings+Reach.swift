package import Domain

/// Which configured models an order about a lineage reaches, and under which names people speak of lineages.
extension Settings {
    /// Why an order about a lineage reaches a model.
    package enum Reach: Sendable, Hashable, CustomStringConvertible {
        case named
        /// The model's path names no version, so that it may serve the one that is ordered.
        case versionOpen
        /// It was made from what is ordered.
        case derived(from: Lineage)

        package var description: String {
            switch self {
            case .named: "is of the lineage"
            case .versionOpen: "names no version, so it may serve this one"
            case .derived(let origin): "is derived from \(origin)"
            }
        }
    }

    /// nil: the order does not reach a model of this lineage.
    package func reach(of pattern: LineagePattern, to lineage: Lineage) -> Reach? {
        if pattern.matches(lineage) { return pattern.version != nil && lineage.version == nil ? .versionOpen : .named }
        var origin = self.origin(of: lineage)
        // A document whose lineages descend from each other in a circle is refused; a bound costs nothing.
        for _ in 0...lineages.count {
            guard let ancestor = origin else { return nil }
            if pattern.matches(ancestor) { return .derived(from: ancestor) }
            origin = self.origin(of: ancestor)
        }
        return nil
    }

    /// A path that names no version may serve whatever any version of its family was made from.
    private func origin(of lineage: Lineage) -> Lineage? {
        if let entry = lineages.first(where: { $0.lineage == lineage }) { return entry.derivedFrom }
        return nil
    }

    /// The lineage of that name, or of that alias.
    package func lineage(named text: String) -> Lineage? {
        lineages.first { $0.lineage.description == text || $0.aliases.contains(text) }?.lineage
            ?? models.first { $0.lineage.description == text }?.lineage
    }
}
