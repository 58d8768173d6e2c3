/// The placeholders that a text holds.
struct PlaceholderScan {
    /// Without the braces, in order, repeats included.
    private(set) var names: [String] = []
    /// What stands in braces and is none: `{name}`; or a brace without its other half.
    private(set) var strangers: [String] = []

    static let known: [String] =
        ["canary", "nonce", "word", "attack"] + IdentifierKind.allCases.map { "id:\($0.rawValue)" }

    init(_ texts: String?...) {
        for text in texts { if let text { scan(text) } }
    }

    func holds(_ name: String) -> Bool { names.contains(name) }

    func count(of name: String) -> Int { names.count { $0 == name } }

    var identifiers: [String] { names.filter { $0.hasPrefix("id:") }.map { String($0.dropFirst(3)) } }

    /// Braces are doubled on both sides, as where they are filled.
    private mutating func scan(_ text: String) {
        var rest = Substring(text)
        while let place = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            let brace = rest[place]
            let after = rest[rest.index(after: place)...]
            if after.first == brace {
                rest = after.dropFirst()
            } else if brace == "{", let close = after.firstIndex(where: { $0 == "}" || $0 == "{" || $0.isNewline }),
                after[close] == "}"
            {
                let name = String(after[..<close])
                if Self.known.contains(name) { names.append(name) } else { strangers.append("{\(name.prefix(32))}") }
                rest = after[after.index(after: close)...]
            } else {
                strangers.append(String(brace) + after.prefix(12))
                rest = after
            }
        }
    }
}
