/// An address as a browser reads it (WHATWG URL Standard, the parts that tell where a request goes and what it carries).
struct WebAddress: Hashable {
    /// Lower case, percent signs undone, full-width folded, without a last point; Punycode as it is.
    var host: String
    var port: Int?
    /// `name:password`, undone.
    var userInfo: String
    /// As written, with query and fragment.
    var rest: String

    /// Everything that the request (or the click) carries: host, user, path, query and fragment.
    var cargo: String { host + " " + userInfo + " " + rest }

    /// Nil for what goes to no other host: relative ones, `mailto:`, `data:`, `javascript:`.
    init?(_ text: String) {
        // Tabs and line ends are taken out wherever they stand.
        let bytes = text.utf8.filter { $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
        var body = bytes.drop { $0 <= 0x20 }
        while let last = body.last, last <= 0x20 { body.removeLast() }
        func isSlash(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\") }
        let scheme = body.prefix { LetterFold.isAlphanumeric($0) || $0 == 0x2B || $0 == 0x2E || $0 == 0x2D }
        let afterScheme = body.dropFirst(scheme.count)
        if afterScheme.first == UInt8(ascii: ":") {
            let name = String(decoding: scheme, as: UTF8.self).lowercased()
            guard Self.schemes.contains(name) else { return nil }
            body = afterScheme.dropFirst()
        } else {
            guard body.prefix(2).count == 2, body.prefix(2).allSatisfy(isSlash) else { return nil }
        }
        body = body.drop(while: isSlash)
        let authority = body.prefix { !isSlash($0) && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        rest = String(decoding: body.dropFirst(authority.count), as: UTF8.self)
        let at = authority.lastIndex(of: UInt8(ascii: "@"))
        userInfo = at.map { Self.undone(authority[..<$0]) } ?? ""
        var hostAndPort = at.map { authority[($0 + 1)...] } ?? authority
        if hostAndPort.first == UInt8(ascii: "["), let end = hostAndPort.firstIndex(of: UInt8(ascii: "]")) {
            host = String(decoding: hostAndPort[...end], as: UTF8.self).lowercased()
            hostAndPort = hostAndPort[(end + 1)...]
        } else {
            let name = hostAndPort.prefix { $0 != UInt8(ascii: ":") }
            let folded = Self.undone(name).unicodeScalars.compactMap { scalar -> Unicode.Scalar? in
                switch scalar.value {
                case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0)
                case 0x3002, 0xFF61: "."
                case 0xAD, 0x200B...0x200D, 0x2060, 0xFEFF: nil
                default: scalar
                }
            }
            host = String(String.UnicodeScalarView(folded)).lowercased()
            if host.hasSuffix(".") { host.removeLast() }
            hostAndPort = hostAndPort.dropFirst(name.count)
        }
        port =
            hostAndPort.first == UInt8(ascii: ":") ? Int(String(decoding: hostAndPort.dropFirst(), as: UTF8.self)) : nil
        guard !host.isEmpty else { return nil }
    }

    private static let schemes: Set<String> = ["http", "https", "ws", "wss", "ftp"]

    private static func undone(_ bytes: ArraySlice<UInt8>) -> String {
        var result: [UInt8] = []
        var index = bytes.startIndex
        while index < bytes.endIndex {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.endIndex,
                let high = NumberReading.hexDigit(bytes[index + 1]),
                let low = NumberReading.hexDigit(bytes[index + 2])
            {
                result.append(high << 4 | low)
                index += 3
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// - Parameter hosts: `example.org` is that host alone; `*.example.org` every one below it; `example.org:8443` with that port only.
    func isAllowed(by hosts: [String]) -> Bool {
        hosts.contains { entry in
            var wanted = entry.lowercased()
            if let colon = wanted.lastIndex(of: ":"), !wanted.hasSuffix("]"),
                let number = Int(wanted[wanted.index(after: colon)...])
            {
                guard number == port else { return false }
                wanted = String(wanted[..<colon])
            }
            if wanted.hasPrefix("*.") { return host.hasSuffix(wanted.dropFirst()) && host.count >= wanted.count }
            return host == wanted
        }
    }
}
