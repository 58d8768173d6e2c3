/// Names of products in the Common Platform Enumeration, in both of its forms (NIST IR 7695, sections 6.1 and 6.2), as the
/// schema of CSAF 2.0 takes them.
enum CPESyntax {
    static func isMet(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        let formatted = Array("cpe:2.3:".utf8)
        if bytes.starts(with: formatted) { return isFormatted(bytes[formatted.count...]) }
        guard bytes.first == UInt8(ascii: "c"), String(text.prefix(5)).lowercased() == "cpe:/" else { return false }
        return isURI(bytes[5...])
    }

    /// `cpe:2.3:` and eleven components.
    private static func isFormatted(_ bytes: ArraySlice<UInt8>) -> Bool {
        let components = split(bytes)
        guard components.count == 11 else { return false }
        guard components[0].count == 1, let part = components[0].first, Array("aho*-".utf8).contains(part) else {
            return false
        }
        return components.enumerated().dropFirst().allSatisfy { index, component in
            isAny(component) || (index == 6 ? isLanguage(component) : isValue(component))
        }
    }

    /// At colons that no backslash stands before.
    private static func split(_ bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        var components: [ArraySlice<UInt8>] = []
        var (start, index) = (bytes.startIndex, bytes.startIndex)
        while index < bytes.endIndex {
            if bytes[index] == UInt8(ascii: "\\") {
                index += 1
            } else if bytes[index] == UInt8(ascii: ":") {
                components.append(bytes[start..<index])
                start = index + 1
            }
            index += 1
        }
        return components + [bytes[start...]]
    }

    private static func isAny(_ component: ArraySlice<UInt8>) -> Bool {
        component.count == 1 && (component.first == UInt8(ascii: "*") || component.first == UInt8(ascii: "-"))
    }

    /// Plain and escaped characters, with wildcards at the ends: one star, or any number of question marks.
    private static func isValue(_ component: ArraySlice<UInt8>) -> Bool {
        var rest = component
        dropWildcards(&rest)
        var count = 0
        while let byte = rest.first, byte != UInt8(ascii: "*"), byte != UInt8(ascii: "?") {
            rest.removeFirst()
            if byte == UInt8(ascii: "\\") {
                guard let escaped = rest.popFirst(), escapable.contains(escaped) else { return false }
            } else {
                guard byte.isLetter || byte.isDigit || Array("-._".utf8).contains(byte) else { return false }
            }
            count += 1
        }
        dropWildcards(&rest)
        return count > 0 && rest.isEmpty
    }

    private static func dropWildcards(_ rest: inout ArraySlice<UInt8>) {
        if rest.first == UInt8(ascii: "*") {
            rest.removeFirst()
        } else {
            rest = rest.drop { $0 == UInt8(ascii: "?") }
        }
    }

    private static let escapable = Set("\\*?!\"#$%&'()+,/:;<=>@[]^`{|}~".utf8)

    /// `de`, `pt-BR`, `es-419`.
    private static func isLanguage(_ component: ArraySlice<UInt8>) -> Bool {
        let parts = component.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard let language = parts.first, (2...3).contains(language.count), language.allSatisfy(\.isLetter) else {
            return false
        }
        guard parts.count > 1 else { return true }
        let region = parts[1]
        return parts.count == 2
            && (region.count == 2 && region.allSatisfy(\.isLetter) || region.count == 3 && region.allSatisfy(\.isDigit))
    }

    /// `cpe:/a:vendor:product:…`, with at most seven components.
    private static func isURI(_ bytes: ArraySlice<UInt8>) -> Bool {
        var components = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        let part = components.removeFirst()
        guard part.count <= 1, part.allSatisfy({ Array("aho".utf8).contains($0.lowercased) }), components.count <= 6
        else {
            return false
        }
        return components.allSatisfy { component in
            component.allSatisfy { $0.isLetter || $0.isDigit || Array("._-~%".utf8).contains($0) }
        }
    }
}
