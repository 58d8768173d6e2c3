package import JSON

/// The part of a lineage's use that an order reaches. A dimension that names nothing does not narrow; of one that names
/// several, any will do; all dimensions together must fit.
package struct RecallSlice: Sendable, Hashable, Codable {
    package enum Dimension: String, Sendable, Codable, CaseIterable {
        /// Configured models, by name.
        case model
        case tenant
        case route
        /// What a request asks for, such as `tools`.
        case capability
        /// The caller's.
        case dialect
        /// The model's.
        case region
        /// `key=value`, from the header `holdfast-tag`.
        case tag
    }

    /// Values of one dimension; more is a mistake.
    package static let mostValues = 64
    package static let longestValue = 128

    package private(set) var values: [Dimension: Set<String>]

    package init(_ values: [Dimension: Set<String>] = [:]) {
        self.values = values.filter { !$0.value.isEmpty }
    }

    package var isWhole: Bool { values.isEmpty }

    package subscript(dimension: Dimension) -> Set<String>? { values[dimension] }

    package var canonical: CanonicalValue {
        .object(
            Dictionary(
                uniqueKeysWithValues: values.map { dimension, set in
                    (dimension.rawValue, .array(set.sorted().map { .string($0) }))
                }
            )
        )
    }

    package init(_ value: CanonicalValue?) {
        var values: [Dimension: Set<String>] = [:]
        for dimension in Dimension.allCases {
            values[dimension] = value?[dimension.rawValue]?.elements.map { Set($0.compactMap(\.string)) }
        }
        self.init(values)
    }

    /// In a few words, for people: `route support, tenant acme or bank`.
    package var words: String {
        Dimension.allCases.compactMap { dimension in
            values[dimension].map { "\(dimension.rawValue) \($0.sorted().joined(separator: " or "))" }
        }.joined(separator: ", ")
    }

    private enum CodingKeys: CodingKey { case values }

    package init(from decoder: any Decoder) throws {
        let texts = try decoder.container(keyedBy: CodingKeys.self).decode([String: Set<String>].self, forKey: .values)
        var values: [Dimension: Set<String>] = [:]
        for (name, set) in texts { if let dimension = Dimension(rawValue: name) { values[dimension] = set } }
        self.init(values)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        // Sorted, so that equal slices are equal bytes.
        try container.encode(
            Dictionary(uniqueKeysWithValues: values.map { ($0.key.rawValue, $0.value.sorted()) }),
            forKey: .values
        )
    }
}
