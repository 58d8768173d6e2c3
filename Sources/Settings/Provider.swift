package import Dialects

/// An upstream API with credentials and the dialects it speaks.
package struct Provider: Sendable, Equatable {
    package enum Kind: String, CaseIterable, Sendable {
        case openai
        case anthropic
        case openaiCompatible = "openai-compatible"
        case rehearsal
    }

    package var name: String
    package var kind: Kind
    /// Scheme, host, port and path prefix of the API, to which `Operation.path` is appended. nil for `rehearsal`.
    package var baseURL: BaseURL?
    /// In order of preference; empty means that requests go up without one.
    package var credentials: [SecretReference]
    package var authentication: Authentication
    /// In order: a request in a dialect that is not listed goes up in the first (with the dialects issue).
    package var dialects: [Dialect]
    /// Fixed request headers, never secrets: lower-case names.
    package var headers: [HeaderField]
    /// PEM file of the only authorities to trust; nil means the system's.
    package var certificateAuthority: String?
    package var rehearsal: RehearsalSettings?

    package init(
        name: String,
        kind: Kind,
        baseURL: BaseURL? = nil,
        credentials: [SecretReference],
        authentication: Authentication,
        dialects: [Dialect],
        headers: [HeaderField],
        certificateAuthority: String? = nil,
        rehearsal: RehearsalSettings? = nil
    ) {
        self.name = name
        self.kind = kind
        self.baseURL = baseURL
        self.credentials = credentials
        self.authentication = authentication
        self.dialects = dialects
        self.headers = headers
        self.certificateAuthority = certificateAuthority
        self.rehearsal = rehearsal
    }
}

package struct BaseURL: Sendable, Equatable, Hashable {
    package var isTLS: Bool
    package var host: String
    package var port: Int
    /// Empty, or begins with `/` and does not end with one.
    package var path: String
    /// Fixed query such as `api-version=2024-10-21`, without `?`; nil when there is none.
    package var query: String?

    package init(
        isTLS: Bool,
        host: String,
        port: Int,
        path: String,
        query: String? = nil
    ) {
        self.isTLS = isTLS
        self.host = host
        self.port = port
        self.path = path
        self.query = query
    }
}

package struct HeaderField: Sendable, Equatable {
    package var name: String
    package var value: String

    package init(
        name: String,
        value: String
    ) {
        self.name = name
        self.value = value
    }
}

/// Where a credential is found. The value itself never stands in the settings.
package enum SecretReference: Sendable, Equatable, Hashable {
    case environment(String)
    /// Absolute path; read again when the file changes.
    case file(String)
}

/// How a credential goes up.
package enum Authentication: Sendable, Equatable {
    /// `authorization: Bearer …`
    case bearer
    /// The named header, lower case, with the bare value: `x-api-key`, `api-key`.
    case header(String)
    /// A query parameter.
    case query(String)
    case none
}
