package import Domain

/// At what prices tokens are charged that no provider counted, or whose model has no prices.
package struct ChargePrices: Sendable {
    private let lists: [String: PriceList]
    private let dearest: PriceList?

    /// - Parameter lists: by name of the model; those that have prices.
    package init(_ lists: [String: PriceList] = [:]) {
        self.lists = lists
        dearest = lists.values.max { Self.weight($0) < Self.weight($1) }
    }

    /// The model's own. Of one without prices the dearest model's: a limit of money must not be blind to it. nil when no
    /// model has any.
    func list(of model: String?) -> PriceList? {
        model.flatMap { lists[$0] } ?? dearest
    }

    /// By input and output together, then by output.
    private static func weight(_ list: PriceList) -> (Int64, Int64) {
        (list.input.picosPerToken + list.output.picosPerToken, list.output.picosPerToken)
    }
}
