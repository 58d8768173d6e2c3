import JSON

/// The JSON objects of a text, wherever they stand in it: alone, in a fence, between words. Of nested ones the outermost.
enum EmbeddedObjects {
    /// Braces at which reading is tried. Each may cost a walk to the text's end, and an answer needs one.
    static let most = 16

    /// nil where the text has more braces than are tried.
    static func all(in text: String) -> [JSONValue]? {
        let bytes = Array(text.utf8)
        var objects: [JSONValue] = []
        var tries = 0
        var index = 0
        while let start = bytes[index...].firstIndex(of: UInt8(ascii: "{")) {
            tries += 1
            guard tries <= most else { return nil }
            if let end = end(of: start, in: bytes), let object = try? JSONValue(parsing: Array(bytes[start...end])) {
                objects.append(object)
                index = end + 1
            } else {
                index = start + 1
            }
        }
        return objects
    }

    /// The brace that closes the one at `start`; braces in strings do not count.
    private static func end(of start: Int, in bytes: [UInt8]) -> Int? {
        var depth = 0
        var isInString = false
        var index = start
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\\") where isInString: index += 1
            case UInt8(ascii: "\""): isInString.toggle()
            case UInt8(ascii: "{") where !isInString: depth += 1
            case UInt8(ascii: "}") where !isInString:
                depth -= 1
                if depth == 0 { return index }
            default: break
            }
            index += 1
        }
        return nil
    }
}
