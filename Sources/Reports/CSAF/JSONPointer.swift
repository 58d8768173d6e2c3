/// Where in a document a value stands (RFC 6901): `/document/tracking/id`; empty for the whole document.
package struct JSONPointer: Sendable, Hashable, CustomStringConvertible {
    package let text: String

    package init(_ text: String = "") {
        self.text = text
    }

    package var description: String { text }

    package static func / (pointer: JSONPointer, key: String) -> JSONPointer {
        guard key.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else {
            return JSONPointer("\(pointer.text)/\(key)")
        }
        var text = pointer.text + "/"
        for scalar in key.unicodeScalars {
            switch scalar {
            case "~": text += "~0"
            case "/": text += "~1"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return JSONPointer(text)
    }

    package static func / (pointer: JSONPointer, index: Int) -> JSONPointer { JSONPointer("\(pointer.text)/\(index)") }
}
