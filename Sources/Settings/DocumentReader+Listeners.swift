import Domain

/// `listeners`: who may reach us, and over what.
extension DocumentReader {
    func readListeners(_ value: Value?) -> Listeners {
        let section = value?.section(["service", "operator"])
        let service = readListener(section?["service"], port: Defaults.servicePort)
        let `operator` = readListener(section?["operator"], port: Defaults.operatorPort)
        let meet = service.host == `operator`.host || service.bindsEveryAddress || `operator`.bindsEveryAddress
        if meet, service.port == `operator`.port, service.port != 0 {
            section?.fail(
                "operator",
                "Both listeners have port \(service.port).",
                hint: "Give one of them another port."
            )
        }
        return Listeners(service: service, operator: `operator`)
    }

    private func readListener(_ value: Value?, port: Int) -> Listener {
        var listener = Listener(
            host: Defaults.host,
            port: port,
            hosts: [],
            origins: [],
            tls: nil,
            plaintextAllowed: false
        )
        guard let value, let fields = value.section(["bind", "hosts", "origins", "tls", "plaintext"]) else {
            return listener
        }
        if let bind = fields["bind"], let text = bind.text() {
            if let (host, port) = Self.address(text) {
                (listener.host, listener.port) = (host, port)
            } else {
                bind.fail("An address is `host:port`.", hint: "Write it like 127.0.0.1:8787 or \"[::1]:8787\".")
            }
        }
        listener.hosts =
            fields["hosts"]?.texts()?.compactMap { value, text in
                guard Self.isHost(text) else {
                    value.fail(
                        "A host is a name or address without scheme and port.",
                        hint: "Write it like api.example."
                    )
                    return nil
                }
                return text.lowercased()
            } ?? []
        listener.origins =
            fields["origins"]?.texts()?.compactMap { value, text in
                guard text.hasPrefix("https://") || text.hasPrefix("http://"), !text.dropFirst(8).contains("/") else {
                    value.fail("An origin is a scheme and a host, such as https://app.example, without a path.")
                    return nil
                }
                return text
            } ?? []
        if let tls = fields["tls"]?.section(["certificate", "key"]) {
            if tls["certificate"] == nil || tls["key"] == nil {
                fields.fail("tls", "Both `certificate` and `key` are needed: paths of PEM files.")
            }
            let certificate = readFile(tls["certificate"], trials?.certificate)
            let key = readFile(tls["key"], trials?.key)
            if let certificate, let key {
                listener.tls = .init(certificate: certificate.path, key: key.path)
                if certificate.isFine, key.isFine, let problem = trials?.pair(certificate.path, key.path) {
                    fields.fail("tls", problem)
                }
            }
        }
        if let plaintext = fields["plaintext"], let text = plaintext.text() {
            listener.plaintextAllowed = text == "trusted-network"
            if !listener.plaintextAllowed {
                plaintext.fail("The only value is `trusted-network`.", hint: "Leave the key out to require TLS.")
            }
        }
        check(listener, fields)
        return listener
    }

    /// - Returns: the absolute path, and whether the file behind it is in order as far as it was tried.
    private func readFile(_ value: Value?, _ trial: ((String) -> String?)?) -> (path: String, isFine: Bool)? {
        guard let value, let text = value.text() else { return nil }
        let path = paths.absolute(text)
        let problem = trial?(path)
        if let problem { value.fail(problem) }
        return (path, problem == nil)
    }

    private func check(_ listener: Listener, _ fields: Section) {
        guard !listener.isLoopback else { return }
        if listener.tls == nil, !listener.plaintextAllowed {
            fields.fail(
                "bind",
                "Keys would cross the network in the clear.",
                hint: "Give `tls: {certificate: …, key: …}`, or say `plaintext: trusted-network`."
            )
        }
        if listener.bindsEveryAddress, listener.hosts.isEmpty {
            fields.fail(
                "bind",
                "Bound to every address, the names it is reached by are needed.",
                hint: "List them in `hosts`."
            )
        }
    }

    /// `host:port`, the host in brackets when it is an address of version 6.
    static func address(_ text: String) -> (String, Int)? {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port)
        else { return nil }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = String(host.dropFirst().dropLast())
        } else if host.contains(":") {
            return nil
        }
        return !host.contains("[") && isHost(host.contains(":") ? "[\(host)]" : host) ? (host, port) : nil
    }

    /// A name or an address; one of version 6 in brackets.
    private static func isHost(_ text: String) -> Bool {
        let isLiteral = text.hasPrefix("[") && text.hasSuffix("]")
        return (1...255).contains(text.utf8.count)
            && (isLiteral ? text.dropFirst().dropLast() : text[...]).utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                case UInt8(ascii: ":"), UInt8(ascii: "%"): isLiteral
                default: false
                }
            }
    }
}
