/// The syntax of a package URL, `pkg:type/namespace/name@version?qualifiers#subpath` (ECMA-427), the same for all types; what
/// a type asks for beyond it is not looked at.
enum PackageURL {
    /// What the schema of CSAF asks for: scheme, type, and something behind a slash.
    static func looksLikeOne(_ text: String) -> Bool {
        guard text.hasPrefix("pkg:"), let slash = text.utf8.firstIndex(of: UInt8(ascii: "/")) else { return false }
        return isType(text.utf8[..<slash].dropFirst(4)) && text.utf8.index(after: slash) < text.endIndex
    }

    /// What is wrong with one; nil: nothing.
    static func problem(_ text: String) -> String? {
        var rest = Array(text.utf8)[...]
        guard rest.starts(with: Array("pkg:".utf8)) else { return "It does not begin with pkg:." }
        rest = rest.dropFirst(4)
        guard URISyntax.hasOnlyWholeEscapes(rest) else {
            return "A percent sign has no two hexadecimal digits behind it."
        }
        if let hash = rest.lastIndex(of: UInt8(ascii: "#")) {
            let parts = segments(rest[(hash + 1)...].trimming(UInt8(ascii: "/")))
            guard parts.allSatisfy({ isSegment($0) && ![[dot], [dot, dot]].contains(decoded($0)) }) else {
                return "The subpath behind # has a segment that is empty, `.` or `..`."
            }
            rest = rest[..<hash]
        }
        if let mark = rest.lastIndex(of: UInt8(ascii: "?")) {
            if let problem = qualifierProblem(rest[(mark + 1)...]) { return problem }
            rest = rest[..<mark]
        }
        rest = rest.drop { $0 == UInt8(ascii: "/") }
        guard let slash = rest.firstIndex(of: UInt8(ascii: "/")), isType(rest[..<slash]) else {
            return "The type before the first slash is missing, or is no word that begins with a letter."
        }
        rest = rest[(slash + 1)...]
        if let at = rest.lastIndex(of: UInt8(ascii: "@")) {
            guard isText(rest[(at + 1)...]) else { return "The version behind @ is empty or no UTF-8." }
            rest = rest[..<at]
        }
        let parts = segments(rest.trimming(UInt8(ascii: "/")))
        guard let name = parts.last, isSegment(name), rest.last != UInt8(ascii: "/") else { return "It has no name." }
        return parts.allSatisfy(isSegment) ? nil : "The namespace has an empty segment, or one with an encoded slash."
    }

    private static func qualifierProblem(_ bytes: ArraySlice<UInt8>) -> String? {
        var keys: Set<[UInt8]> = []
        for pair in bytes.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let key = parts[0].map(\.lowercased)
            let isName =
                key.first?.isLetter == true && key.allSatisfy { $0.isLetter || $0.isDigit || marks.contains($0) }
            guard parts.count == 2, isName, isText(parts[1]) || parts[1].isEmpty else {
                return "What stands behind ? is not a list of key=value."
            }
            guard keys.insert(key).inserted else { return "A key behind ? stands twice." }
        }
        return nil
    }

    private static let marks = Set(".-_".utf8)
    private static let dot = UInt8(ascii: ".")

    private static func isType<Bytes: Sequence<UInt8>>(_ bytes: Bytes) -> Bool {
        var isFirst = true
        for byte in bytes {
            guard byte.isLetter || ".+-".utf8.contains(byte) || !isFirst && byte.isDigit else { return false }
            isFirst = false
        }
        return !isFirst
    }

    private static func segments(_ bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        bytes.isEmpty ? [] : bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    }

    /// Not empty, and without a slash once it is decoded.
    private static func isSegment(_ bytes: ArraySlice<UInt8>) -> Bool {
        isText(bytes) && !decoded(bytes).contains(UInt8(ascii: "/"))
    }

    private static func isText(_ bytes: ArraySlice<UInt8>) -> Bool {
        !bytes.isEmpty && String(validating: decoded(bytes), as: UTF8.self) != nil
    }

    private static func decoded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var (result, index) = ([UInt8](), bytes.startIndex)
        while index < bytes.endIndex {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.endIndex,
                let byte = UInt8(String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
            {
                result.append(byte)
                index += 3
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return result
    }
}

extension ArraySlice<UInt8> {
    fileprivate func trimming(_ byte: UInt8) -> ArraySlice<UInt8> {
        var slice = drop { $0 == byte }
        while slice.last == byte { slice.removeLast() }
        return slice
    }
}
