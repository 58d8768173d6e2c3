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
    /// What routes may require of their models.
    package var policies: [Policy]
    /// Providers that serve any name of their dialects. Only without a settings file; never in a document.
    package var passThrough: [PassThrough]
    package var tenants: [Tenant]
    package var signals: Signals
    package var watch: Watch
    /// A route's last drill is stale when it is older.
    package var drillAge: Duration
    package var listeners: Listeners
    package var limits: Limits
    package var retention: Retention
    package var logs: Logs
    package var notifications: [NotificationEndpoint]
    /// Who runs this installation, as its documents say; nil: they do not.
    package var organisation: Organisation?
    /// Where the server writes what the public reads; nil: nowhere.
    package var publication: Publication?
    package var incidents: Incidents

    package init(
        state: String,
        keys: String,
        currency: String,
        providers: [Provider],
        lineages: [LineageEntry],
        models: [Model],
        routes: [Route],
        policies: [Policy] = [],
        passThrough: [PassThrough],
        tenants: [Tenant],
        signals: Signals = Signals(),
        watch: Watch = Watch(),
        drillAge: Duration = Defaults.drillAge,
        listeners: Listeners,
        limits: Limits,
        retention: Retention,
        logs: Logs,
        notifications: [NotificationEndpoint] = [],
        organisation: Organisation? = nil,
        publication: Publication? = nil,
        incidents: Incidents = Incidents()
    ) {
        self.state = state
        self.keys = keys
        self.currency = currency
        self.providers = providers
        self.lineages = lineages
        self.models = models
        self.routes = routes
        self.policies = policies
        self.passThrough = passThrough
        self.tenants = tenants
        self.signals = signals
        self.watch = watch
        self.drillAge = drillAge
        self.listeners = listeners
        self.limits = limits
        self.retention = retention
        self.logs = logs
        self.notifications = notifications
        self.organisation = organisation
        self.publication = publication
        self.incidents = incidents
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

package struct Retention: Sendable, Equatable {
    /// What limits of a day are rebuilt from must be kept for as long.
    package static let shortestWithDayLimits = Duration.seconds(86_400)

    /// Exchange records older than this are dropped.
    package var journalAge: Duration
    /// Bytes of `records.sqlite` beyond which the oldest are dropped.
    package var journalSize: Int
    /// Bytes of the state folder's file system: with less the journal stands still. 0: never.
    package var freeSpace: Int

    package init(
        journalAge: Duration,
        journalSize: Int,
        freeSpace: Int = Defaults.freeSpace
    ) {
        self.journalAge = journalAge
        self.journalSize = journalSize
        self.freeSpace = freeSpace
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
