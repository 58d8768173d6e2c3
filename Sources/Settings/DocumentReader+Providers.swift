import Dialects
import Domain
import Foundation
import Yams

/// `providers`: where requests may go up, and with which credentials.
extension DocumentReader {
    private static let keys = [
        "kind", "base_url", "credential", "credentials", "auth", "dialects", "headers", "ca", "rehearsal",
    ]

    func readProviders(_ value: Value) -> [Provider] {
        guard let section = value.names() else { return [] }
        return section.entries.compactMap { key, value in
            let isNamed = checkName(key, value)
            let provider = readProvider(key, value)
            return isNamed ? provider : nil
        }
    }

    /// What stands there is read also when the kind is not known, so that all problems are told at once.
    private func readProvider(_ name: String, _ value: Value) -> Provider? {
        guard let fields = value.section(Self.keys) else { return nil }
        let kind = readKind(fields["kind"], value)
        var provider = Provider.make(name, kind ?? .openaiCompatible)
        if let base = fields["base_url"] {
            provider.baseURL = readBase(base, kind) ?? provider.baseURL
        } else if kind == .openaiCompatible {
            value.failEntry(
                "A provider of kind openai-compatible needs a `base_url`.",
                hint: "It usually ends in /v1."
            )
        }
        provider.credentials = readCredentials(fields)
        if let auth = fields["auth"] { provider.authentication = readAuthentication(auth) ?? provider.authentication }
        if let list = fields["dialects"]?.list() {
            provider.dialects = list.compactMap { $0.choice(Dialect.self) }
            if list.isEmpty {
                fields.fail(
                    "dialects",
                    "A provider speaks at least one dialect.",
                    hint: "Leave the key out for its kind's own."
                )
            }
        }
        provider.headers = readHeaders(fields["headers"])
        if case .header(let name) = provider.authentication, provider.headers.contains(where: { $0.name == name }) {
            fields["headers"]?.fail("The header `\(name)` carries the credential.", hint: "Leave it out here.")
        }
        if let authority = fields["ca"], let file = authority.text().map(paths.absolute) {
            provider.certificateAuthority = file
            if let problem = trials?.certificate(file) { authority.fail(problem) }
        }
        if let rehearsal = fields["rehearsal"] {
            if kind ?? .rehearsal == .rehearsal {
                provider.rehearsal = readRehearsal(rehearsal)
            } else {
                rehearsal.fail("Only a provider of kind rehearsal has this.")
            }
        }
        return kind == nil ? nil : provider
    }

    private func readKind(_ value: Value?, _ provider: Value) -> Provider.Kind? {
        guard let value else {
            provider.failEntry(
                "The provider has no `kind`.",
                hint: "One of: \(Provider.Kind.allCases.map(\.rawValue).joined(separator: ", "))."
            )
            return nil
        }
        return value.choice(Provider.Kind.self)
    }

    // MARK: Addresses

    private func readBase(_ value: Value, _ kind: Provider.Kind?) -> BaseURL? {
        guard kind != .rehearsal else {
            value.fail("The rehearsal model lives in this process and has no address.")
            return nil
        }
        guard let text = value.text() else { return nil }
        guard let base = BaseURL(text) else {
            value.fail(
                "A base URL is http or https, a host, and a path.",
                hint: "Write it like https://api.example.com/v1."
            )
            return nil
        }
        if let query = base.query, Self.looksSecret(query.split(separator: "=").last.map(String.init) ?? query) {
            value.fail(
                "The URL seems to hold a secret.",
                hint: "Use `credential: env:NAME` with `auth: {query: NAME}`."
            )
        }
        return base
    }

    private func readHeaders(_ value: Value?) -> [HeaderField] {
        guard let section = value?.names() else { return [] }
        return section.entries.compactMap { key, value in
            let name = key.lowercased()
            let isWord = Self.isWord(name)
            if !isWord { value.failEntry("This cannot be a header's name.", hint: "Letters, digits, `-` and `_`.") }
            guard !Self.reservedHeaders.contains(name) else {
                value.failEntry("Holdfast writes this header itself.", hint: "Credentials belong in `credential:`.")
                return nil
            }
            guard let text = value.text() else { return nil }
            guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }), text.utf8.count <= 1024 else {
                value.fail("A header's value is one line of at most 1024 bytes.")
                return nil
            }
            if Self.looksSecret(text) {
                value.fail(
                    "This seems to be a secret.",
                    hint: "Secrets stand outside: `credential: env:NAME` or `file:PATH`."
                )
            }
            return isWord ? HeaderField(name: name, value: text) : nil
        }
    }

    /// Fields that frame a message or that Holdfast writes by itself; no credential may take their name.
    private static let framingHeaders: Set<String> = [
        "host", "content-length", "transfer-encoding", "connection", "accept-encoding", "content-type",
        "content-encoding", "cookie", "expect", "te", "trailer", "upgrade", "keep-alive", "user-agent",
    ]
    private static let reservedHeaders = framingHeaders.union(["authorization", "x-api-key", "api-key"])

    private static func isWord(_ text: String) -> Bool {
        (1...128).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D
                    || $0 == 0x5F
            }
    }

    // MARK: Credentials

    private func readCredentials(_ fields: Section) -> [SecretReference] {
        var references: [SecretReference] = []
        if let one = fields["credential"] { references += readReference(one).map { [$0] } ?? [] }
        if let many = fields["credentials"] {
            if fields["credential"] != nil {
                fields.fail("credentials", "Give either `credential` or `credentials`, not both.")
            }
            for value in many.list() ?? [] {
                if let reference = readReference(value) { references.append(reference) }
            }
        }
        return references
    }

    /// The value's text never reaches a message: it may be the secret itself.
    func readReference(_ value: Value) -> SecretReference? {
        guard let text = value.text() else { return nil }
        if text.hasPrefix("env:"), let name = Self.variable(text.dropFirst(4)) { return .environment(name) }
        if text.hasPrefix("file:"), text.count > 5 { return .file(paths.absolute(String(text.dropFirst(5)))) }
        value.fail(
            "A credential is never written here, only where to find it.",
            hint: "Write env:NAME for an environment variable or file:PATH for a file."
        )
        return nil
    }

    private static func variable(_ text: Substring) -> String? {
        guard let first = text.utf8.first, !(0x30...0x39).contains(first) else { return nil }
        let isName = text.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x5F
        }
        return isName && text.utf8.count <= 128 ? String(text) : nil
    }

    private func readAuthentication(_ value: Value) -> Authentication? {
        if case .scalar = value.node {
            switch value.text() {
            case "bearer": return .bearer
            case "none": return Authentication.none
            default:
                value.fail(
                    "This way of authentication is not known.",
                    hint: "One of: bearer, none, {header: NAME}, {query: NAME}."
                )
                return nil
            }
        }
        guard let fields = value.section(["header", "query"]) else { return nil }
        switch (fields["header"]?.text(), fields["query"]?.text()) {
        case (let header?, nil):
            let name = header.lowercased()
            guard Self.isWord(name), !Self.framingHeaders.contains(name) else {
                fields["header"]?.fail(
                    "No credential can go up in a header of this name.",
                    hint: "api-key, for example."
                )
                return nil
            }
            return .header(name)
        case (nil, let query?):
            guard Self.isWord(query) else {
                fields["query"]?.fail("This cannot be a parameter's name.", hint: "Letters, digits, `-` and `_`.")
                return nil
            }
            return .query(query)
        case (_?, _?), (nil, nil):
            value.fail("Give either `header` or `query`.", hint: "Write it like {header: api-key}.")
            return nil
        }
    }

    /// Beginnings that vendors give their keys, and long runs without a pattern.
    static func looksSecret(_ text: String) -> Bool {
        let lower = text.lowercased()
        if ["sk-", "sk_", "bearer ", "ghp_", "xoxb-", "akia", "hf_", "eyj"].contains(where: lower.hasPrefix) {
            return true
        }
        guard text.count >= 32, !text.contains(" "), !text.contains("/") else { return false }
        return text.contains(where: \.isNumber) && text.contains(where: \.isLetter) && Set(text).count >= 14
    }

    // MARK: Rehearsal

    private func readRehearsal(_ value: Value) -> RehearsalSettings {
        var rehearsal = RehearsalSettings(answer: nil, script: [], firstToken: .zero, betweenTokens: .zero, faults: [])
        guard let fields = value.section(["answer", "script", "first_token", "between_tokens", "faults", "weaknesses"])
        else {
            return rehearsal
        }
        rehearsal.answer = fields["answer"]?.text()
        rehearsal.firstToken = fields["first_token"]?.duration(.zero ... .seconds(600)) ?? .zero
        rehearsal.betweenTokens = fields["between_tokens"]?.duration(.zero ... .seconds(600)) ?? .zero
        for value in fields["script"]?.list() ?? [] {
            guard let line = value.section(["contains", "answer"]) else { continue }
            let (contains, answer) = (line["contains"]?.text(), line["answer"]?.text())
            if line["contains"] == nil || line["answer"] == nil {
                value.fail("Both `contains` and `answer` are needed.")
            }
            guard let contains, let answer else { continue }
            rehearsal.script.append(.init(contains: contains, answer: answer))
        }
        rehearsal.faults = fields["faults"]?.list()?.compactMap(readFault) ?? []
        rehearsal.weaknesses = fields["weaknesses"].map(readWeaknesses) ?? []
        return rehearsal
    }

    private func readFault(_ value: Value) -> RehearsalSettings.Fault? {
        guard let fields = value.section(["kind", "status", "after", "retry_after", "every"]) else { return nil }
        if fields["kind"] == nil {
            value.fail(
                "The fault has no `kind`.",
                hint: "One of: \(RehearsalSettings.Fault.Kind.allCases.map(\.rawValue).joined(separator: ", "))."
            )
        }
        let kind = fields["kind"]?.choice(RehearsalSettings.Fault.Kind.self)
        let status = fields["status"]?.integer(400...599) ?? 503
        let after = fields["after"]?.integer(0...100_000) ?? 1
        let retryAfter = fields["retry_after"]?.integer(0...86_400)
        let every = fields["every"]?.integer(1...1_000_000) ?? 1
        return kind.map { .init(kind: $0, status: status, after: after, retryAfter: retryAfter, every: every) }
    }
}

extension Provider {
    /// What the kind implies.
    static func make(_ name: String, _ kind: Kind) -> Provider {
        let base: BaseURL? =
            switch kind {
            case .openai: BaseURL("https://api.openai.com/v1")
            case .anthropic: BaseURL("https://api.anthropic.com/v1")
            case .openaiCompatible, .rehearsal: nil
            }
        let dialects: [Dialect] =
            switch kind {
            case .openai: [.chatCompletions, .responses]
            case .anthropic: [.messages]
            case .openaiCompatible: [.chatCompletions]
            case .rehearsal: Dialect.allCases
            }
        let authentication: Authentication =
            switch kind {
            case .openai, .openaiCompatible: .bearer
            case .anthropic: .header("x-api-key")
            case .rehearsal: Authentication.none
            }
        return Provider(
            name: name,
            kind: kind,
            baseURL: base,
            credentials: [],
            authentication: authentication,
            dialects: dialects,
            headers: []
        )
    }
}

extension BaseURL {
    /// Without query.
    var text: String {
        let host = host.contains(":") ? "[\(host)]" : host
        let isUsual = port == (isTLS ? 443 : 80)
        return "\(isTLS ? "https" : "http")://\(host)\(isUsual ? "" : ":\(port)")\(path)"
    }

    /// `http://host[:port][/path][?query]`; nil for anything else, credentials and fragments included.
    package init?(_ text: String) {
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            scheme == "http" || scheme == "https",
            let host = parts.host, !host.isEmpty, parts.user == nil, parts.password == nil, parts.fragment == nil,
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return nil }
        let bare = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        var path = parts.percentEncodedPath
        while path.hasSuffix("/") { path.removeLast() }
        let port = parts.port ?? (scheme == "https" ? 443 : 80)
        guard (1...65_535).contains(port) else { return nil }
        self.init(
            isTLS: scheme == "https",
            host: bare.lowercased(),
            port: port,
            path: path,
            query: parts.percentEncodedQuery
        )
    }
}
