import Access
import Console
import Control
import Domain
import Foundation
import JSON
import Journal
import Notifications
import Probing
import Relay
import Reports
import Settings
import Telemetry

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What the operator's listener shows of a running server.
struct OperatorView: Sendable {
    let parts: ServerParts
    let isReady: Ready

    var sources: ConsoleSources {
        ConsoleSources(
            isReady: { isReady.isSet },
            visitor: { visitor($0) },
            metrics: { await metrics(openMetrics: $0) },
            status: { _ in await status().bytes },
            routes: { _ in routes().bytes },
            explain: { query in try explain(query["route"] ?? "").bytes },
            exchanges: { try exchanges($0).bytes },
            exchange: { try exchange($0["id"] ?? "").bytes },
            usage: { try usage($0).bytes },
            keys: { _ in JSONValue.object(("keys", .array(Listing.keys(parts.control.state).map(\.json)))).bytes },
            operators: { _ in
                JSONValue.object(("operators", .array(Listing.operators(parts.control.state).map(\.json)))).bytes
            },
            recalls: { try recalls.list($0).bytes },
            recall: { try recalls.show($0["id"] ?? "").bytes },
            blast: { try recalls.blast($0).bytes },
            certificates: { _ in GateTables.certificates(parts.control.state.gate).bytes },
            findings: { _ in GateTables.findings(parts.control.state.gate).bytes },
            incidents: { _ in IncidentView.list(incidents, at: WallClock.system.milliseconds()).bytes },
            runs: { _ in try runs.list().bytes },
            run: { try runs.show($0["id"] ?? "").bytes },
            startRun: { _, body, visitor in try await runs.start(body, by: visitor.name).bytes },
            pauseRun: { query, _, _ in try await runs.pause(query["id"] ?? "").bytes },
            resumeRun: { query, body, _ in try await runs.resume(query["id"] ?? "", body).bytes },
            watch: { try await watch.status($0).bytes },
            lookClosely: { _, body, _ in try await watch.look(body).bytes },
            openRecall: { _, body, visitor in try await recalls.open(body, by: visitor.name).bytes },
            moveRecall: { query, body, visitor in
                try await recalls.move(query["id"] ?? "", body, by: visitor.name).bytes
            },
            drill: { try drills.progress($0["id"] ?? "").bytes },
            startDrill: { _, body, visitor in try await drills.start(body, by: visitor.name).bytes },
            replayDrill: { query, body, _ in try await drills.replay(query["id"] ?? "", body).bytes },
            finishDrill: { query, _, _ in try await drills.finish(query["id"] ?? "").bytes },
            abortDrill: { query, _, _ in try await drills.abort(query["id"] ?? "").bytes }
        )
    }

    private var incidents: [Incident] { Incident.all(parts.control.state, parts.control.settings) }
    private var recalls: RecallAPI { RecallAPI(parts: parts) }
    private var drills: DrillAPI { DrillAPI(parts: parts) }
    private var watch: WatchAPI { WatchAPI(parts: parts) }
    private var runs: RunAPI { RunAPI(parts: parts) }

    private func visitor(_ token: String) -> ConsoleSources.Visitor? {
        // Whoever reads the file with this token is the user that the server runs as.
        if ConstantTime.equal(Array(token.utf8), Array(parts.localToken.utf8)) {
            return .init(role: .admin, name: Actor.uid(Int(getuid())).description)
        }
        return parts.control.operator(token, now: WallClock.system.milliseconds()).map { entry in
            let role: ConsoleSources.Role =
                switch entry.role {
                case .viewer: .viewer
                case .operator: .operator
                case .admin: .admin
                }
            return .init(role: role, name: Actor.operator(entry.id).description)
        }
    }

    // MARK: Status

    private func status() async -> JSONValue {
        let sample = await parts.relay.sample()
        let journal = parts.journal.counts
        let state = parts.control.state
        let checkpoints = parts.checkpoints.figures
        let segments = parts.segments.figures
        return .object(
            ("version", .string(Version.text)),
            ("started_at", .string(ClockText.rfc3339(unixMilliseconds: parts.startedAt))),
            ("ready", .bool(isReady.isSet)),
            (
                "degraded",
                .array(
                    parts.degradation.sentences.map {
                        .object(("part", .string($0.part)), ("reason", .string($0.reason)))
                    }
                )
            ),
            ("epoch", .integer(Int(state.epoch))),
            ("epoch_in_effect", .integer(Int(parts.control.inEffect))),
            ("settings_hash", state.settingsHash.map { .string($0) }),
            ("open_without_key", .bool(state.keys.isEmpty)),
            ("exchanges_in_flight", .integer(sample.exchangesUnderWay)),
            ("exchanges_waiting", .integer(parts.handles.places.waiting)),
            ("open_connections", .integer(sample.openConnections)),
            ("refused_connections", .integer(sample.refusedConnections)),
            ("buffered_bytes", .integer(sample.bufferedBytes)),
            (
                "ledger",
                .object(
                    ("origin", .string(parts.checkpoints.origin)),
                    ("signed", .integer(checkpoints.signed)),
                    ("failure", checkpoints.failure.map { .string($0) })
                )
            ),
            (
                "journal",
                .object(
                    ("written", .integer(journal.written)),
                    ("refused", .integer(journal.refused)),
                    ("lost", .integer(journal.lost)),
                    ("dropped", .integer(journal.dropped)),
                    ("queued", .integer(journal.queued)),
                    ("open", .integer(segments.open)),
                    ("segments_failure", segments.failure.map { .string($0) }),
                    ("failure", journal.failure.map { .string($0) })
                )
            ),
            ("recalls", .array(standing.map(RecallView.line))),
            ("certificates", .array(parts.control.gate.required.map(GateTables.line))),
            ("models", .array(models.map(ModelView.json))),
            ("day_limits", .array(dayLines.map { DayView.json($0, currency: parts.control.settings.currency) })),
            ("notifications", .array(parts.notifier.figures.map(NotificationView.json))),
            ("warnings", .array(parts.control.snapshot.warnings.map { .string($0) }))
        )
    }

    /// Recalls that keep something from serving, or wait for a person; drills are none.
    private var standing: [Recall] {
        parts.control.state.recalls.values.filter(RecallsCommand.isCurrent).sorted { $0.id < $1.id }
    }

    /// Those of the settings in force, with what lives on for them.
    private var models: [ModelHandle] {
        let named = Set(parts.control.snapshot.settings.models.map(\.name))
        return parts.handles.models.filter { named.contains($0.name) }
    }

    private var dayLines: [DayView.Line] {
        DayView.lines(
            parts.control.settings,
            parts.control.state,
            parts.days,
            now: WallClock.system.milliseconds()
        )
    }

    private func routes() -> JSONValue {
        let snapshot = parts.control.snapshot
        return .object(
            (
                "routes",
                .array(snapshot.routeNames.compactMap { snapshot.routes[$0] }.map { Explanation.json($0, lastDrill) })
            )
        )
    }

    private func explain(_ name: String) throws -> JSONValue {
        guard let plan = parts.control.snapshot.routes[name] else {
            throw ConsoleSources.Failure.notFound("There is no route of that name.")
        }
        return Explanation.json(plan, lastDrill)
    }

    private var lastDrill: LastDrill { LastDrill(parts.control.state, parts.control.settings) }

    // MARK: Journal

    private func exchanges(_ query: ConsoleSources.Query) throws -> JSONValue {
        let limit = try number(query, "limit", 1...1000) ?? 50
        let records = try parts.reader.list(try filter(query, beside: ["limit"]), limit: limit)
        return .object(("exchanges", .array(records.map(RecordView.json))))
    }

    private func exchange(_ id: String) throws -> JSONValue {
        guard let record = try parts.reader.find(id) else {
            throw ConsoleSources.Failure.notFound("The journal has no exchange of that id.")
        }
        return RecordView.json(record)
    }

    private func usage(_ query: ConsoleSources.Query) throws -> JSONValue {
        guard let dimension = UsageReport.Dimension(rawValue: query["by"] ?? "tenant") else {
            throw ConsoleSources.Failure.badQuery(
                "`by` is one of: \(UsageReport.Dimension.allCases.map(\.rawValue).joined(separator: ", "))."
            )
        }
        let report = try UsageReport(parts.reader, try filter(query, beside: ["by"]), by: dimension)
        return UsageView.json(report, dimension)
    }

    private func filter(_ query: ConsoleSources.Query, beside others: Set<String>) throws -> JournalReader.Filter {
        let known: Set<String> = ["since", "tenant", "key", "route", "model", "outcome"]
        if let stranger = query.keys.first(where: { !known.contains($0) && !others.contains($0) }) {
            throw ConsoleSources.Failure.badQuery(
                "The parameter `\(stranger.prefix(32))` is not known. Known are: \(known.union(others).sorted().joined(separator: ", "))."
            )
        }
        var filter = JournalReader.Filter()
        if let since = query["since"] {
            guard let duration = Quantities.duration(since) else {
                throw ConsoleSources.Failure.badQuery("`since` is a duration such as 10m, 2h or 7d.")
            }
            let now = WallClock.system.milliseconds()
            filter.since = now - min(now, UInt64(duration.components.seconds) * 1000)
        }
        filter.tenant = query["tenant"]
        filter.key = query["key"]
        filter.route = query["route"]
        filter.model = query["model"]
        if let outcome = query["outcome"] {
            guard let known = ExchangeRecord.Outcome(rawValue: outcome) else {
                throw ConsoleSources.Failure.badQuery(
                    "`outcome` is one of: \(ExchangeRecord.Outcome.allCases.map(\.rawValue).joined(separator: ", "))."
                )
            }
            filter.outcome = known
        }
        return filter
    }

    private func number(_ query: ConsoleSources.Query, _ name: String, _ range: ClosedRange<Int>) throws -> Int? {
        guard let text = query[name] else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw ConsoleSources.Failure.badQuery(
                "`\(name)` is a number from \(range.lowerBound) to \(range.upperBound)."
            )
        }
        return number
    }

    // MARK: Metrics

    private func metrics(openMetrics: Bool) async -> [UInt8] {
        let sample = await parts.relay.sample()
        let journal = parts.journal.counts
        let readings =
            [
                Reading("holdfast_open_connections", "Open client connections.", .gauge, sample.openConnections),
                Reading(
                    "holdfast_refused_connections_total",
                    "Connections closed because of the limit.",
                    .counter,
                    sample.refusedConnections
                ),
                Reading("holdfast_exchanges_in_flight", "Exchanges under way.", .gauge, sample.exchangesUnderWay),
                Reading(
                    "holdfast_exchanges_waiting",
                    "Exchanges that wait for a place among all.",
                    .gauge,
                    parts.handles.places.waiting
                ),
                Reading("holdfast_buffered_bytes", "Bytes of the memory budget in use.", .gauge, sample.bufferedBytes),
                Reading(
                    "holdfast_degraded",
                    "Parts of the server that do not work as they should.",
                    .gauge,
                    parts.degradation.sentences.count
                ),
                Reading("holdfast_epoch", "Ledger events applied.", .gauge, Int(parts.control.state.epoch)),
                Reading(
                    "holdfast_recalls_standing",
                    "Recalls and holds that keep something from serving.",
                    .gauge,
                    standing.count { $0.isStanding }
                ),
                Reading(
                    "holdfast_certificates_valid",
                    "Models of routes that require a policy, by policy, with a valid certificate.",
                    .gauge,
                    parts.control.gate.required.count(where: \.isValid)
                ),
                Reading(
                    "holdfast_certificates_wanting",
                    "Models of routes that require a policy, by policy, without a valid certificate.",
                    .gauge,
                    parts.control.gate.required.count { !$0.isValid }
                ),
                Reading(
                    "holdfast_ledger_signed",
                    "Ledger events that the newest checkpoint stands for.",
                    .gauge,
                    parts.checkpoints.figures.signed
                ),
                Reading("holdfast_journal_written_total", "Exchange records written.", .counter, journal.written),
                Reading(
                    "holdfast_journal_refused_total",
                    "Records refused by a full queue.",
                    .counter,
                    journal.refused
                ),
                Reading("holdfast_journal_lost_total", "Records that the store did not take.", .counter, journal.lost),
                Reading("holdfast_journal_dropped_total", "Records dropped by retention.", .counter, journal.dropped),
                Reading("holdfast_journal_queue", "Records waiting to be written.", .gauge, journal.queued),
                Reading(
                    "holdfast_journal_open",
                    "Records written that no segment in the ledger commits to yet.",
                    .gauge,
                    parts.segments.figures.open
                ),
                Reading("process_start_time_seconds", "Unix time of the start.", .gauge, Int(parts.startedAt / 1000)),
                Reading(
                    "holdfast_build_info",
                    "The version that runs.",
                    .gauge,
                    1,
                    labels: [("version", Version.text)]
                ),
            ] + ModelView.readings(models) + DayView.readings(dayLines)
            + NotificationView.readings(parts.notifier.figures)
            + IncidentView.readings(incidents, at: WallClock.system.milliseconds())
            + ((try? await parts.watch.watcher.status())?.readings ?? [])
        return PrometheusText.render(sample.metrics, readings: readings, openMetrics: openMetrics)
    }
}
