/// A metric of a CVSS vector: how vector and JSON object write its values, and what each weighs in the formulas.
struct CVSSMetric: Sendable {
    struct Value: Sendable {
        /// In the vector: `N`.
        var code: String
        /// In the object: `NETWORK`.
        var word: String
        var weight: Double
    }

    /// In the object: `attackVector`.
    var property: String
    /// In the vector: `AV`.
    var code: String
    var values: [Value]
    /// A vector without it is none.
    var isBase = false

    init(_ property: String, _ code: String, _ values: [(String, String, Double)], isBase: Bool = false) {
        self.property = property
        self.code = code
        self.values = values.map { Value(code: $0.0, word: $0.1, weight: $0.2) }
        self.isBase = isBase
    }
}
