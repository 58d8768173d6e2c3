import Reports

/// Reads XML, and HTML that is written like XML, strictly: what is not well-formed, or holds a character that XML does not
/// allow, is refused.
struct MarkupTree {
    var name: String
    var attributes: [String: String] = [:]
    var children: [MarkupTree] = []
    /// Of this element alone, in one piece.
    var ownText = ""

    var text: String { ownText + children.map(\.text).joined() }
    var everything: [MarkupTree] { [self] + children.flatMap(\.everything) }

    func all(_ name: String) -> [MarkupTree] { everything.filter { $0.name == name } }

    struct Fault: Error {
        var words: String
        init(_ words: String) { self.words = words }
    }

    private static let void: Set<String> = ["meta"]

    static func read(_ bytes: [UInt8]) throws -> MarkupTree {
        guard let source = String(validating: bytes, as: UTF8.self) else { throw Fault("not UTF-8") }
        var reader = Reader(rest: source.unicodeScalars[...])
        return try reader.document()
    }

    private struct Reader {
        var rest: Substring.UnicodeScalarView

        mutating func document() throws -> MarkupTree {
            while takes("<?") || takes("<!") { _ = try upTo(">") }
            skipSpace()
            guard takes("<") else { throw Fault("no root") }
            let root = try element()
            skipSpace()
            guard rest.isEmpty else { throw Fault("more than a root: \(String(rest.prefix(40)))") }
            return root
        }

        private mutating func element() throws -> MarkupTree {
            var tree = MarkupTree(name: word())
            guard !tree.name.isEmpty else { throw Fault("a '<' that opens nothing") }
            while true {
                skipSpace()
                if takes("/>") { return tree }
                if takes(">") { break }
                let key = word()
                guard !key.isEmpty, takes("=\"") else {
                    throw Fault("an attribute of \(tree.name) at \(String(rest.prefix(20)))")
                }
                guard tree.attributes.updateValue(try decoded(try upTo("\"")), forKey: key) == nil else {
                    throw Fault("\(key) stands twice")
                }
            }
            if MarkupTree.void.contains(tree.name) { return tree }
            if tree.name == "style" {
                tree.ownText = try upTo("</style>")
                return tree
            }
            while true {
                if takes("</") {
                    let name = try upTo(">")
                    guard name == tree.name else { throw Fault("\(tree.name) is closed by \(name)") }
                    return tree
                }
                if takes("<") {
                    tree.children.append(try element())
                    continue
                }
                guard let end = rest.firstIndex(of: "<") else { throw Fault("\(tree.name) is not closed") }
                tree.ownText += try decoded(String(rest[..<end]))
                rest = rest[end...]
            }
        }

        private mutating func takes(_ text: String) -> Bool {
            guard rest.starts(with: text.unicodeScalars) else { return false }
            rest = rest.dropFirst(text.unicodeScalars.count)
            return true
        }

        private mutating func skipSpace() { rest = rest.drop { $0 == " " || $0 == "\n" } }

        private mutating func word() -> String {
            let word = rest.prefix { $0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "-" }
            rest = rest.dropFirst(word.count)
            return String(word)
        }

        private mutating func upTo(_ mark: String) throws -> String {
            var found = String.UnicodeScalarView()
            while !takes(mark) {
                guard let next = rest.popFirst() else { throw Fault("no \(mark)") }
                found.append(next)
            }
            return String(found)
        }

        private func decoded(_ raw: String) throws -> String {
            var (text, left) = (String.UnicodeScalarView(), raw.unicodeScalars[...])
            while let scalar = left.popFirst() {
                switch scalar.value {
                case 0x9, 0xA, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...: break
                default: throw Fault("a character that may not be there: \(scalar.value)")
                }
                if scalar == "<" || scalar == ">" { throw Fault("a bare \(scalar)") }
                guard scalar == "&" else {
                    text.append(scalar)
                    continue
                }
                let name = String(left.prefix { $0 != ";" })
                left = left.dropFirst(name.unicodeScalars.count + 1)
                let known: [String: Unicode.Scalar] = [
                    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "#39": "'", "#10": "\n", "#9": "\t",
                ]
                guard let meant = known[name] else { throw Fault("&\(name.prefix(10))") }
                text.append(meant)
            }
            return String(text)
        }
    }
}
