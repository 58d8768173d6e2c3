import Domain

extension RehearsalWeakness {
    /// Whether the lot falls on it: the same request draws the same lot, and each weakness of a list one of its own.
    ///
    /// - Parameter request: the digest of the request alone.
    func isDrawn(_ request: UInt64, place: Int) -> Bool {
        let lot = RequestDigest.spread(request &+ RequestDigest.golden &* UInt64(place + 1))
        return lot % 1_000_000 < UInt64(max(0, rate))
    }
}
