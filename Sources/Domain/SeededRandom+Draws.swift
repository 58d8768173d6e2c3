/// Draws of our own: those of the standard library may change with it, and whoever names a seed must get the same for as long as
/// its version stands.
extension SeededRandom {
    /// A number from 0 up to, not including, `bound`, which is above 0. The high half of a 128-bit product (Lemire, "Fast
    /// random integer generation in an interval", 2019) without its rejection step: the bias is below 2⁻⁴⁰ for our bounds.
    package mutating func below(_ bound: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// True that often in a hundred.
    package mutating func chance(percent: Int) -> Bool { below(100) < percent }

    /// `choices` is never empty.
    package mutating func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }

    /// Fisher and Yates, from the end.
    package mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
        var elements = elements
        for last in stride(from: elements.count - 1, to: 0, by: -1) {
            elements.swapAt(last, below(last + 1))
        }
        return elements
    }
}
