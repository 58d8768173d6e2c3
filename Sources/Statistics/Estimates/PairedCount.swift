/// The same prompts tried twice: on two models, or on two dates.
package struct PairedCount: Sendable, Hashable {
    package var onlyFirst = 0
    package var onlySecond = 0
    package var both = 0
    package var neither = 0

    package init() {}

    package init(onlyFirst: Int, onlySecond: Int, both: Int, neither: Int) {
        precondition(min(onlyFirst, onlySecond, both, neither) >= 0, "counts are not negative")
        self.onlyFirst = onlyFirst
        self.onlySecond = onlySecond
        self.both = both
        self.neither = neither
    }

    package var pairs: Int { onlyFirst + onlySecond + both + neither }

    /// Only for pairs of which both halves were scored.
    package mutating func add(first: Bool, second: Bool) {
        switch (first, second) {
        case (true, false): onlyFirst += 1
        case (false, true): onlySecond += 1
        case (true, true): both += 1
        case (false, false): neither += 1
        }
    }
}
