/// The syntax of a URI (RFC 3986, appendix A), as far as it tells a URI from what is none; a relative reference is none.
enum URISyntax {
    static func isMet(_ text: String) -> Bool {
        var rest = Array(text.utf8)[...]
        guard let colon = rest.firstIndex(of: UInt8(ascii: ":")), isScheme(rest[..<colon]) else { return false }
        rest = rest[(colon + 1)...]
        guard hasOnlyWholeEscapes(rest) else { return false }
        if let hash = rest.firstIndex(of: UInt8(ascii: "#")) {
            guard rest[(hash + 1)...].allSatisfy({ isPath($0) || $0 == UInt8(ascii: "?") }) else { return false }
            rest = rest[..<hash]
        }
        if let mark = rest.firstIndex(of: UInt8(ascii: "?")) {
            guard rest[(mark + 1)...].allSatisfy({ isPath($0) || $0 == UInt8(ascii: "?") }) else { return false }
            rest = rest[..<mark]
        }
        guard rest.starts(with: Array("//".utf8)) else { return rest.allSatisfy(isPath) }
        rest = rest.dropFirst(2)
        let end = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
        return isAuthority(rest[..<end]) && rest[end...].allSatisfy(isPath)
    }

    private static func isScheme(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let first = bytes.first, first.isLetter else { return false }
        return bytes.allSatisfy { $0.isLetter || $0.isDigit || Array("+-.".utf8).contains($0) }
    }

    /// `user@host:port`; the host may be an address in brackets.
    private static func isAuthority(_ bytes: ArraySlice<UInt8>) -> Bool {
        var host = bytes
        if let at = host.lastIndex(of: UInt8(ascii: "@")) {
            guard host[..<at].allSatisfy({ isName($0) || $0 == UInt8(ascii: ":") }) else { return false }
            host = host[(at + 1)...]
        }
        if host.first == UInt8(ascii: "[") {
            guard let close = host.firstIndex(of: UInt8(ascii: "]")) else { return false }
            let address = host[(host.startIndex + 1)..<close]
            guard address.count > 1, address.allSatisfy({ isName($0) || $0 == UInt8(ascii: ":") }) else { return false }
            return isPort(host[(close + 1)...])
        }
        let colon = host.firstIndex(of: UInt8(ascii: ":")) ?? host.endIndex
        return host[..<colon].allSatisfy(isName) && isPort(host[colon...])
    }

    private static func isPort(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.isEmpty || bytes.first == UInt8(ascii: ":") && bytes.dropFirst().allSatisfy(\.isDigit)
    }

    /// unreserved, sub-delims, and the percent sign of an escape.
    private static func isName(_ byte: UInt8) -> Bool { byte.isLetter || byte.isDigit || marks.contains(byte) }

    private static let marks = Set("-._~!$&'()*+,;=%".utf8)

    private static func isPath(_ byte: UInt8) -> Bool {
        isName(byte) || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "@") || byte == UInt8(ascii: "/")
    }

    /// Two hexadecimal digits follow each percent sign.
    static func hasOnlyWholeEscapes(_ bytes: ArraySlice<UInt8>) -> Bool {
        var index = bytes.startIndex
        while let sign = bytes[index...].firstIndex(of: UInt8(ascii: "%")) {
            guard sign + 2 < bytes.endIndex, bytes[sign + 1].isHexDigit, bytes[sign + 2].isHexDigit else {
                return false
            }
            index = sign + 3
        }
        return true
    }
}
