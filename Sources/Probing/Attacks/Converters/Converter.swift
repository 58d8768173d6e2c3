package import Domain

/// One transform of a text: an encoding, a cipher, a disguise. Pure; what chance it uses comes in.
package struct Converter: Sendable {
    /// What comes back from converting and inverting.
    package enum Fidelity: Sendable {
        /// Every text, scalar for scalar.
        case exact
        /// Every text, with its Latin letters in lower case.
        case caseless
        /// A text that holds none of the signs that the converter itself writes; letters may come back in lower case.
        case ordinary
    }

    /// Which texts it changes.
    package enum Reach: Sendable {
        /// Every text that is not empty, of any script.
        case everyText
        /// Latin letters, and what ASCII has beside them; words of other scripts are left as they are.
        case latin
    }

    /// Whether a reader must be told.
    package enum Style: Sendable {
        /// What it makes must be decoded.
        case code
        /// What it makes still reads as the text itself.
        case disguise
    }

    /// That of the attack made of it: `base64`; of a chain, both: `rot13+base64`.
    package var id: String
    /// As it stands in a sentence: `Base64`, `a letter-for-letter mirror alphabet`.
    package var name: String
    /// How a reader undoes it, as a clause without capital and full stop.
    package var reading: String
    package var fidelity: Fidelity
    package var reach: Reach
    package var style: Style
    private let forward: @Sendable (String, inout SeededRandom) -> String
    private let backward: @Sendable (String) -> String?

    package init(
        id: String,
        name: String,
        reading: String,
        fidelity: Fidelity,
        reach: Reach,
        style: Style = .code,
        forward: @escaping @Sendable (String, inout SeededRandom) -> String,
        backward: @escaping @Sendable (String) -> String?
    ) {
        self.id = id
        self.name = name
        self.reading = reading
        self.fidelity = fidelity
        self.reach = reach
        self.style = style
        self.forward = forward
        self.backward = backward
    }

    package func convert(_ text: String, _ random: inout SeededRandom) -> String { forward(text, &random) }

    /// The text that was converted, as far as `fidelity` says; nil if this cannot have been made by the converter.
    package func invert(_ text: String) -> String? { backward(text) }

    /// This one first, `next` on what it makes.
    package func then(_ next: Converter) -> Converter {
        Converter(
            id: "\(id)+\(next.id)",
            name: "\(name) inside \(next.name)",
            reading: "first \(next.name): \(next.reading); then \(name): \(reading)",
            fidelity: .ordinary,
            reach: reach,
            style: style == .disguise && next.style == .disguise ? .disguise : .code,
            forward: { text, random in
                let inner = forward(text, &random)
                return next.forward(inner, &random)
            },
            backward: { text in next.backward(text).flatMap(backward) }
        )
    }
}
