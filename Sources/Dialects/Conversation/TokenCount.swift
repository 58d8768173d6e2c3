import JSON

enum TokenCount {
    /// No answer has more tokens; what claims to is left out before sums could overflow.
    static let largest = 1 << 50

    /// nil: no count, or none that can be true.
    static func read(_ value: JSONValue?) -> Int? {
        guard let count = value?.integer, (0...largest).contains(count) else { return nil }
        return count
    }
}
