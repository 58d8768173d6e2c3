/// Numeric character references of HTML (WHATWG HTML, "Character references"): `&#x41;`, `&#65;`.
enum CharacterReferences {
    static func encode(_ text: String) -> String {
        text.unicodeScalars.map { "&#x" + String($0.value, radix: 16, uppercase: true) + ";" }.joined()
    }

    /// Also reads decimal references and the five names that XML has; anything else stands for itself.
    static func decode(_ text: String) -> String? {
        var scalars = String.UnicodeScalarView()
        var rest = Substring(text).unicodeScalars
        while let scalar = rest.popFirst() {
            guard scalar == "&" else {
                scalars.append(scalar)
                continue
            }
            guard let end = rest.firstIndex(of: ";"), let meant = referenced(Substring(rest[..<end])) else {
                return nil
            }
            scalars.append(meant)
            rest = rest[rest.index(after: end)...]
        }
        return String(scalars)
    }

    private static let names: [Substring: Unicode.Scalar] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'",
    ]

    private static func referenced(_ body: Substring) -> Unicode.Scalar? {
        if body.hasPrefix("#x") || body.hasPrefix("#X") {
            return UInt32(body.dropFirst(2), radix: 16).flatMap(Unicode.Scalar.init)
        }
        if body.hasPrefix("#") { return UInt32(body.dropFirst()).flatMap(Unicode.Scalar.init) }
        return names[body]
    }
}
