import ArgumentParser
import Control
import Domain
import JSON
import Journal
import Recalls
import Relay
import Settings
import Storage

struct JournalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal",
        abstract: "Show the record of exchanges: who asked, what was tried, what came of it. Never content.",
        discussion: """
            Examples:
              holdfast journal --route support --outcome failed --since 1h
              holdfast journal req_01jd… --json      one record; its story: holdfast explain --request req_01jd…
              holdfast journal --answered-by openai/gpt-5 --since 7d --json

            With --answered-by it lists what a lineage, or what a recall is about, has answered, in whole or in part: so that caches and \
            stored answers can be cleaned up. The answers' ids stand in `answer_id`, the callers' traces in `trace_id`.
            """
    )

    @Argument(help: "A request id, as in the x-request-id header, to show one exchange.")
    var id: String?

    @OptionGroup var filter: JournalFilter

    @Option(
        help: "Only what this lineage answered, or what this recall is about: a lineage, an alias, or a recall's id."
    )
    var answeredBy: String?

    @Option(help: "How many, newest first. Default: 20; with --answered-by 100000.")
    var limit: Int?

    @OptionGroup var source: SettingsOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...100_000).contains(limit ?? 1) else {
            throw ValidationError("--limit must lie between 1 and 100000.")
        }
    }

    func run() async throws {
        try await reporting(output) {
            let settings = try source.load().settings
            let state = settings.state
            if let id {
                let record = try RecordView.find(id, state)
                return show(output, json: RecordView.json(record), table: RecordView.table([record]))
            }
            let reader = try JournalFilter.reader(state)
            let records: [ExchangeRecord]
            if let answeredBy {
                let use = LineageUse(try Self.order(answeredBy, settings), settings)
                records = try reader.list(filter.make(), limit: limit ?? 100_000) { use.answered($0) }
            } else {
                records = try reader.list(filter.make(), limit: limit ?? 20)
            }
            show(
                output,
                json: .object(("exchanges", .array(records.map(RecordView.json)))),
                table: records.isEmpty ? "There are none." : RecordView.table(records)
            )
        }
    }
}

extension JournalCommand {
    fileprivate static func order(_ text: String, _ settings: Settings) throws -> RecallOrder {
        guard text.hasPrefix("HF-") else { return RecallOrder(try Recaller.pattern(text, settings)) }
        guard let recall = try Desk.existingLedger(settings).refresh().recalls[text] else {
            throw RecallRefusal.unknown(text)
        }
        return recall.order
    }
}

/// Filters that journal and usage share.
struct JournalFilter: ParsableArguments {
    @Option(help: "Only the last such time: 10m, 2h, 7d.")
    var since: TimeSpan?

    @Option(help: "Only this tenant.")
    var tenant: String?

    @Option(help: "Only this key, by its id (key_…).")
    var key: String?

    @Option(help: "Only this route.")
    var route: String?

    @Option(help: "Only exchanges that asked for this name or were served by this model.")
    var model: String?

    @Option(help: "Only this outcome.")
    var outcome: ExchangeRecord.Outcome?

    func make() -> JournalReader.Filter {
        var filter = JournalReader.Filter()
        if let since {
            let now = WallClock.system.milliseconds()
            filter.since = now - min(now, since.milliseconds)
        }
        filter.tenant = tenant
        filter.key = key
        filter.route = route
        filter.model = model
        filter.outcome = outcome
        return filter
    }

    static func reader(_ state: String) throws -> JournalReader {
        JournalReader(try RecordsFile.file(try Desk.existing(state)).open())
    }
}

extension ExchangeRecord.Outcome: ExpressibleByArgument {}

/// Records for people.
enum RecordView {
    static func find(_ id: String, _ state: String) throws -> ExchangeRecord {
        guard let record = try JournalFilter.reader(state).find(id) else {
            throw Failure(
                .failed,
                "The journal has no exchange `\(id.prefix(64))`. Records are written within 100 ms and kept as `retention` says."
            )
        }
        return record
    }

    static func json(_ record: ExchangeRecord) -> JSONValue {
        // The canonical bytes are JSON by construction; what they hold is what is shown.
        guard case .object(var members)? = try? JSONValue(parsing: record.canonicalBytes) else { return .null }
        members.insert(.init("time", .string(ClockText.rfc3339(unixMilliseconds: record.startedAt))), at: 0)
        return .object(members)
    }

    static func table(_ records: [ExchangeRecord]) -> String {
        var table = Table([
            .init("time"), .init("id"), .init("tenant"), .init("route"), .init("model"), .init("tries", isNumber: true),
            .init("status", isNumber: true), .init("outcome"), .init("first", isNumber: true),
            .init("total", isNumber: true),
            .init("in", isNumber: true), .init("out", isNumber: true),
        ])
        for record in records {
            table.add([
                ClockText.rfc3339(unixMilliseconds: record.startedAt), record.requestID, record.tenant ?? "-",
                record.route ?? record.askedModel ?? "-", record.servedModel ?? "-", "\(record.attempts.count)",
                "\(record.status)",
                record.outcome.rawValue, record.firstTokenMicroseconds.map(milliseconds) ?? "-",
                milliseconds(record.totalMicroseconds),
                record.usage.input.map(String.init) ?? "unknown", record.usage.output.map(String.init) ?? "unknown",
            ])
        }
        return table.text
    }

    /// One exchange as a story.
    static func life(_ record: ExchangeRecord) -> String {
        var lines = [
            "\(record.requestID)  \(ClockText.rfc3339(unixMilliseconds: record.startedAt))",
            "  asked      \(record.operation)\(record.isStream ? ", streamed" : "") for `\(record.askedModel ?? "-")`"
                + " by \(record.tenant ?? "nobody in particular")\(record.keyID.map { " (\($0))" } ?? "")",
        ]
        for (index, attempt) in record.attempts.enumerated() {
            lines.append(
                "  attempt \(index + 1)  \(attempt.model) at \(attempt.provider): \(attempt.outcome.rawValue)"
                    + (failure(attempt).map { " (\($0))" } ?? "") + (attempt.status.map { ", status \($0)" } ?? "")
                    + ", began after \(milliseconds(attempt.startedAfterMicroseconds)), took \(milliseconds(attempt.durationMicroseconds))"
                    + (attempt.upstreamRequestID.map { ", vendor's id \($0)" } ?? "")
            )
        }
        lines.append(
            "  outcome    \(record.outcome.rawValue), status \(record.status)\(record.refusal.map { ", \($0)" } ?? "")"
                + " after \(milliseconds(record.totalMicroseconds))"
        )
        if let served = record.servedModel {
            lines.append(
                "  served by  \(served) (\(record.lineage ?? "-")), which calls itself `\(record.reportedModel ?? "unknown")`"
            )
        }
        lines.append(
            "  tokens     in \(record.usage.input.map(String.init) ?? "unknown"), out \(record.usage.output.map(String.init) ?? "unknown")"
                + (record.cost.map { ", cost \($0.decimal) \(record.currency ?? "")" } ?? "")
        )
        lines.append("  bytes      up \(record.requestBytes), down \(record.responseBytes); epoch \(record.epoch)")
        return lines.joined(separator: "\n")
    }

    private static func failure(_ attempt: AttemptRecord) -> String? {
        attempt.failure.map { failure in attempt.failureClass.map { "\(failure), \($0)" } ?? failure }
    }

    private static func milliseconds(_ micros: Int) -> String {
        let tenths = (micros + 50) / 100
        return "\(tenths / 10).\(tenths % 10)ms"
    }
}
