package import Dialects
package import Domain
package import Routing

/// One validated settings document. Every reference in it resolves; every value is within its bounds.
package struct Settings: Sendable, Equatable {
    /// Folder of the databases, the lock and the operator token of a running server. Absolute.
    package var state: String
    /// Folder of the pepper and later of the signing key, outside the state folder. Absolute.
    package var keys: String
    /// ISO 4217 code of all prices, or any short word the operator chose.
    package var currency: String
    package var providers: [Provider]
    package var lineages: [LineageEntry]
    package var models: [Model]
    package var routes: [Route]
    /// Providers that serve any name of their dialects. Only without a settings file; never in a document.
    package var passThrough: [PassThrough]
    package var tenants: [Tenant]
    package var listeners: Listeners
    package var limits: Limits
    package var retention: Retention
    package var logs: Logs

    package init(
        state: String,
        keys: String,
        currency: String,
        providers: [Provider],
        lineages: [LineageEntry],
        models: [Model],
        routes: [Route],
        passThrough: [PassThrough],
        tenants: [Tenant],
        listeners: Listeners,
        limits: Limits,
        retention: Retention,
        logs: Logs
    ) {
        self.state = state
        self.keys = keys
        self.currency = currency
        self.providers = providers
        self.lineages = lineages
        self.models = models
        self.routes = routes
        self.passThrough = passThrough
        self.tenants = tenants
        self.listeners = listeners
        self.limits = limits
        self.retention = retention
        self.logs = logs
    }
}

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

/// The built-in deterministic model of a `rehearsal` provider. Durations are added, not simulated at random.
package struct RehearsalSettings: Sendable, Equatable {
    package struct Fault: Sendable, Equatable {
        package enum Kind: String, CaseIterable, Sendable {
            /// Answers with `status` and the dialect's error shape.
            case status
            /// Closes the connection before any answer byte.
            case reset
            /// Accepts the request and never answers.
            case hang
            /// Closes the connection after `after` content frames.
            case cut
            /// Sends nothing more after `after` content frames.
            case stall
            /// Sends a frame that is no JSON after `after` content frames, then ends.
            case malformed
            /// Ends cleanly after `after` content frames, without the dialect's terminator.
            case unterminated
        }

        package var kind: Kind
        /// For `status`.
        package var status: Int
        /// For the stream faults: content frames sent before it.
        package var after: Int
        /// `retry-after` in seconds, for `status`.
        package var retryAfter: Int?
        /// Every how many requests the fault happens: 1 is always, 10 each tenth.
        package var every: Int

        package init(
            kind: Kind,
            status: Int,
            after: Int,
            retryAfter: Int? = nil,
            every: Int
        ) {
            self.kind = kind
            self.status = status
            self.after = after
            self.retryAfter = retryAfter
            self.every = every
        }
    }

    /// Said to every request; nil: an answer derived from the request.
    package var answer: String?
    /// First entry whose `contains` occurs in the last user message wins over `answer`.
    package var script: [ScriptLine]
    package var firstToken: Duration
    package var betweenTokens: Duration
    package var faults: [Fault]

    package struct ScriptLine: Sendable, Equatable {
        package var contains: String
        package var answer: String

        package init(
            contains: String,
            answer: String
        ) {
            self.contains = contains
            self.answer = answer
        }
    }

    package init(
        answer: String? = nil,
        script: [ScriptLine],
        firstToken: Duration,
        betweenTokens: Duration,
        faults: [Fault]
    ) {
        self.answer = answer
        self.script = script
        self.firstToken = firstToken
        self.betweenTokens = betweenTokens
        self.faults = faults
    }
}

package struct LineageEntry: Sendable, Equatable {
    package var lineage: Lineage
    /// Other names under which documents and feeds speak of it.
    package var aliases: [String]
    package var derivedFrom: Lineage?

    package init(
        lineage: Lineage,
        aliases: [String],
        derivedFrom: Lineage? = nil
    ) {
        self.lineage = lineage
        self.aliases = aliases
        self.derivedFrom = derivedFrom
    }
}

/// One callable model at one provider.
package struct Model: Sendable, Equatable {
    package var name: String
    package var provider: String
    /// What the provider calls it: the `model` value that goes upstream.
    package var id: String
    package var lineage: Lineage
    package var capabilities: Set<Capability>
    /// Tokens; nil: not declared.
    package var contextLimit: Int?
    package var outputLimit: Int?
    /// Requests under way at once, and how many wait for how long.
    package var places: AdmissionLimits
    /// nil: it has none, and is asked however often it fails.
    package var breaker: BreakerLimits?
    package var prices: PriceList?
    package var region: String?

    package init(
        name: String,
        provider: String,
        id: String,
        lineage: Lineage,
        capabilities: Set<Capability>,
        contextLimit: Int? = nil,
        outputLimit: Int? = nil,
        places: AdmissionLimits = AdmissionLimits(),
        breaker: BreakerLimits? = BreakerLimits(),
        prices: PriceList? = nil,
        region: String? = nil
    ) {
        self.name = name
        self.provider = provider
        self.id = id
        self.lineage = lineage
        self.capabilities = capabilities
        self.contextLimit = contextLimit
        self.outputLimit = outputLimit
        self.places = places
        self.breaker = breaker
        self.prices = prices
        self.region = region
    }
}

/// The name applications ask for.
package struct Route: Sendable, Equatable {
    package enum UsageReport: String, CaseIterable, Sendable {
        /// Take what the upstream reports by itself.
        case observe
        /// Ask the upstream for usage where the caller did not.
        case ask
    }

    package enum Refusals: String, CaseIterable, Sendable {
        /// The caller gets the refusal.
        case `return`
        /// The next model is asked.
        case move
    }

    /// What stands as `model` in the body of an answer.
    package enum ModelName: String, CaseIterable, Sendable {
        /// What the model that answered calls itself.
        case served
        /// What the caller asked for, for programs that compare the two.
        case asked
    }

    package var name: String
    /// Models in order of preference; not empty, no repeats.
    package var serve: [String]
    package var boundary: DataBoundary
    package var usage: UsageReport
    /// What a translation between dialects would leave out is refused instead.
    package var isStrict: Bool
    /// Streams that need no translation are read and written anew all the same, for servers with known defects.
    package var repairsStreams: Bool
    /// What becomes of a request whose content a model or a filter beside it refuses with an error.
    package var refusals: Refusals
    package var timeouts: Timeouts
    /// Of one exchange, whatever retries, credentials and fallbacks multiply to.
    package var attempts: Int
    package var retries: Retries
    /// Streams that break off may be finished by another model.
    package var continues: Bool
    /// How long a stream without an answer stays silent; nil: until a model answers.
    package var commentAfter: Duration?
    package var modelName: ModelName
    /// What a conversation is answered with when no model does; nil: with an error.
    package var lastResort: String?

    package init(
        name: String,
        serve: [String],
        boundary: DataBoundary,
        usage: UsageReport,
        isStrict: Bool = false,
        repairsStreams: Bool = false,
        refusals: Refusals = .return,
        timeouts: Timeouts,
        attempts: Int = Defaults.attempts,
        retries: Retries = Retries(),
        continues: Bool = false,
        commentAfter: Duration? = Defaults.commentAfter,
        modelName: ModelName = .served,
        lastResort: String? = nil
    ) {
        self.name = name
        self.serve = serve
        self.boundary = boundary
        self.usage = usage
        self.isStrict = isStrict
        self.repairsStreams = repairsStreams
        self.refusals = refusals
        self.timeouts = timeouts
        self.attempts = attempts
        self.retries = retries
        self.continues = continues
        self.commentAfter = commentAfter
        self.modelName = modelName
        self.lastResort = lastResort
    }
}

/// Where a route's traffic may go. nil means no restriction of that sort.
package struct DataBoundary: Sendable, Equatable {
    package var regions: Set<String>?
    package var vendors: Set<String>?
    package var providers: Set<String>?

    package init(
        regions: Set<String>? = nil,
        vendors: Set<String>? = nil,
        providers: Set<String>? = nil
    ) {
        self.regions = regions
        self.vendors = vendors
        self.providers = providers
    }
}

/// A provider that, without a settings file, serves any model name of its dialects.
package struct PassThrough: Sendable, Equatable {
    package var provider: String
    /// First segment of the lineage given to whatever name is asked: `openai`, `anthropic`.
    package var vendor: String

    package init(
        provider: String,
        vendor: String
    ) {
        self.provider = provider
        self.vendor = vendor
    }
}

package struct Tenant: Sendable, Equatable {
    package var name: String
    /// nil: all routes.
    package var routes: Set<String>?
    /// Applies to each key of the tenant that has no limit of its own; nil: unlimited.
    package var requestsPerMinute: Int?
    /// Of a day, for all its keys together.
    package var limits: DayLimits

    package init(
        name: String,
        routes: Set<String>? = nil,
        requestsPerMinute: Int? = nil,
        limits: DayLimits = DayLimits()
    ) {
        self.name = name
        self.routes = routes
        self.requestsPerMinute = requestsPerMinute
        self.limits = limits
    }
}

package struct Listeners: Sendable, Equatable {
    package var service: Listener
    package var `operator`: Listener

    package init(
        service: Listener,
        `operator`: Listener
    ) {
        self.service = service
        self.operator = `operator`
    }
}

package struct Listener: Sendable, Equatable {
    package struct TLS: Sendable, Equatable {
        /// PEM files, absolute.
        package var certificate: String
        package var key: String

        package init(
            certificate: String,
            key: String
        ) {
            self.certificate = certificate
            self.key = key
        }
    }

    package var host: String
    package var port: Int
    /// Host names accepted beside loopback names and the bound address; lower case, without port.
    package var hosts: [String]
    /// Origins accepted from browsers, as sent: `https://app.example`.
    package var origins: [String]
    package var tls: TLS?
    /// `plaintext: trusted-network`: a non-loopback bind without TLS was asked for by name.
    package var plaintextAllowed: Bool

    package var isLoopback: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }

    package init(
        host: String,
        port: Int,
        hosts: [String],
        origins: [String],
        tls: TLS? = nil,
        plaintextAllowed: Bool
    ) {
        self.host = host
        self.port = port
        self.hosts = hosts
        self.origins = origins
        self.tls = tls
        self.plaintextAllowed = plaintextAllowed
    }
}

package struct Limits: Sendable, Equatable {
    /// Bytes of one request body.
    package var body: Int
    /// Bytes of all buffered request and answer bytes of the process.
    package var memory: Int
    /// Open client connections; further ones are closed at once and counted.
    package var connections: Int
    /// Requests under way at all models together, and how many wait for how long.
    package var places: AdmissionLimits
    /// How long a client may take to send a request's head, and then each piece of its body.
    package var receive: Duration
    /// How long a connection without a request is kept.
    package var keepAlive: Duration
    /// How long running exchanges may go on after SIGTERM.
    package var drain: Duration
    /// Event loops; 0 means one a core.
    package var threads: Int

    package init(
        body: Int,
        memory: Int,
        connections: Int,
        places: AdmissionLimits = AdmissionLimits(concurrency: Defaults.concurrency),
        receive: Duration,
        keepAlive: Duration,
        drain: Duration,
        threads: Int
    ) {
        self.body = body
        self.memory = memory
        self.connections = connections
        self.places = places
        self.receive = receive
        self.keepAlive = keepAlive
        self.drain = drain
        self.threads = threads
    }
}

package struct Retention: Sendable, Equatable {
    /// What limits of a day are rebuilt from must be kept for as long.
    package static let shortestWithDayLimits = Duration.seconds(86_400)

    /// Exchange records older than this are dropped.
    package var journalAge: Duration
    /// Bytes of `records.sqlite` beyond which the oldest are dropped.
    package var journalSize: Int

    package init(
        journalAge: Duration,
        journalSize: Int
    ) {
        self.journalAge = journalAge
        self.journalSize = journalSize
    }
}

package struct Logs: Sendable, Equatable {
    package enum Format: String, CaseIterable, Sendable { case text, json }
    package enum Level: String, CaseIterable, Sendable { case debug, info, notice, warning, error }

    package var format: Format
    package var level: Level

    package init(
        format: Format,
        level: Level
    ) {
        self.format = format
        self.level = level
    }
}
