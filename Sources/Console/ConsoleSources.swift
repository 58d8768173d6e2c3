/// What the operator's side shows and who may see it; each entry is asked at the request, on any thread.
package struct ConsoleSources: Sendable {
    /// Who presents a token, or nil; in increasing order of what they may do.
    package enum Role: Int, Sendable, Comparable {
        case viewer
        case `operator`
        case admin

        package static func < (left: Role, right: Role) -> Bool { left.rawValue < right.rawValue }
    }

    /// Filters of a listing, as they stand in the query: `?route=support&limit=20`.
    package typealias Query = [String: String]

    package enum Failure: Error, Sendable {
        case badQuery(String)
        case notFound(String)
        /// What is asked for may not be, as things stand.
        case refused(String)
        /// The ledger does not take it.
        case unavailable(String)
    }

    /// Whom a token belongs to.
    package struct Visitor: Sendable {
        package var role: Role
        /// As events name who appended them.
        package var name: String

        package init(role: Role, name: String) {
            self.role = role
            self.name = name
        }
    }

    /// Finished JSON.
    package typealias Document = @Sendable (Query) async throws -> [UInt8]

    /// Does what a JSON body says, for whoever sent it.
    package typealias Command = @Sendable (Query, _ body: [UInt8], Visitor) async throws -> [UInt8]

    /// False from the moment the process begins to stop. Vendors and stores have no say in it.
    package var isReady: @Sendable () -> Bool
    package var visitor: @Sendable (_ token: String) -> Visitor?
    /// Prometheus text, or OpenMetrics when asked.
    package var metrics: @Sendable (_ openMetrics: Bool) async -> [UInt8]
    package var status: Document
    package var routes: Document
    /// The query names one route in `route`.
    package var explain: Document
    package var exchanges: Document
    /// The query names one exchange in `id`.
    package var exchange: Document
    package var usage: Document
    package var keys: Document
    package var operators: Document
    package var recalls: Document
    /// The query names one recall in `id`.
    package var recall: Document
    package var blast: Document
    package var certificates: Document
    package var findings: Document
    package var incidents: Document
    package var runs: Document
    /// The query names one run in `id`; so do those of the last two commands.
    package var run: Document
    package var startRun: Command
    package var pauseRun: Command
    package var resumeRun: Command
    package var watch: Document
    package var lookClosely: Command
    package var openRecall: Command
    /// The query names one recall in `id`.
    package var moveRecall: Command
    /// The query names one drill in `id`; so do those of the last three.
    package var drill: Document
    package var startDrill: Command
    package var replayDrill: Command
    package var finishDrill: Command
    package var abortDrill: Command

    package init(
        isReady: @escaping @Sendable () -> Bool,
        visitor: @escaping @Sendable (_ token: String) -> Visitor?,
        metrics: @escaping @Sendable (_ openMetrics: Bool) async -> [UInt8],
        status: @escaping Document,
        routes: @escaping Document,
        explain: @escaping Document,
        exchanges: @escaping Document,
        exchange: @escaping Document,
        usage: @escaping Document,
        keys: @escaping Document,
        operators: @escaping Document,
        recalls: @escaping Document,
        recall: @escaping Document,
        blast: @escaping Document,
        certificates: @escaping Document,
        findings: @escaping Document,
        incidents: @escaping Document,
        runs: @escaping Document,
        run: @escaping Document,
        startRun: @escaping Command,
        pauseRun: @escaping Command,
        resumeRun: @escaping Command,
        watch: @escaping Document,
        lookClosely: @escaping Command,
        openRecall: @escaping Command,
        moveRecall: @escaping Command,
        drill: @escaping Document,
        startDrill: @escaping Command,
        replayDrill: @escaping Command,
        finishDrill: @escaping Command,
        abortDrill: @escaping Command
    ) {
        self.isReady = isReady
        self.visitor = visitor
        self.metrics = metrics
        self.status = status
        self.routes = routes
        self.explain = explain
        self.exchanges = exchanges
        self.exchange = exchange
        self.usage = usage
        self.keys = keys
        self.operators = operators
        self.recalls = recalls
        self.recall = recall
        self.certificates = certificates
        self.findings = findings
        self.incidents = incidents
        self.runs = runs
        self.run = run
        self.startRun = startRun
        self.pauseRun = pauseRun
        self.resumeRun = resumeRun
        self.watch = watch
        self.lookClosely = lookClosely
        self.blast = blast
        self.openRecall = openRecall
        self.moveRecall = moveRecall
        self.drill = drill
        self.startDrill = startDrill
        self.replayDrill = replayDrill
        self.finishDrill = finishDrill
        self.abortDrill = abortDrill
    }
}
