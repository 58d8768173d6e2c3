/// Why bytes are not the JSON that is accepted here, and where.
package struct JSONFault: Error, Sendable, Equatable {
    package enum Code: String, Sendable, CaseIterable {
        case empty
        case unexpectedEnd
        case unexpectedByte
        case badString
        case badEscape
        case badUTF8
        case badNumber
        case duplicateKey
        case tooDeep
        case trailingBytes
        case notAnObject
    }

    package var code: Code
    /// Bytes from the start of the text.
    package var offset: Int

    package init(_ code: Code, at offset: Int) {
        self.code = code
        self.offset = offset
    }

    /// One sentence without any of the text's own bytes.
    package var message: String {
        let what =
            switch code {
            case .empty: "The text is empty"
            case .unexpectedEnd: "The text ends in the middle of a value"
            case .unexpectedByte: "A byte stands where JSON allows none like it"
            case .badString: "A string holds a control character that must be escaped"
            case .badEscape: "A string holds an escape that JSON does not know, or half a surrogate pair"
            case .badUTF8: "A string is not valid UTF-8"
            case .badNumber: "A number is not written as JSON writes numbers, or is too large"
            case .duplicateKey: "An object names the same key twice"
            case .tooDeep: "Objects and arrays are nested more than \(JSONReader.maximumDepth) deep"
            case .trailingBytes: "Something follows the value"
            case .notAnObject: "The value is not an object"
            }
        return "\(what), at offset \(offset)."
    }

    /// The fault with line and column, both from 1, columns in bytes.
    package func message(in text: UnsafeRawBufferPointer) -> String {
        var line = 1
        var start = 0
        for index in 0..<min(offset, text.count) where text[index] == 0x0A {
            line += 1
            start = index + 1
        }
        return String(message.dropLast()) + " (line \(line), column \(offset - start + 1))."
    }
}
