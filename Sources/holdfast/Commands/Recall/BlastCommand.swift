import ArgumentParser
import Control
import Domain
import JSON
import Journal
import Recalls
import Relay
import Settings
import Storage

struct BlastCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "blast",
        abstract: "Tell what a recall would touch: who uses a lineage, how much, and who would stand in.",
        discussion: """
            Looks before the button is pressed, and with a recall's id at what it touched. Counts come from the journal; money is at the \
            prices that stood in the settings when each exchange ended.

            Examples:
              holdfast blast openai/gpt-5 --since 7d
              holdfast blast HF-RC-2026-0001

            Exit code 1 when no configured path is of the lineage.
            """
    )

    @Argument(help: "vendor/family, vendor/family@version, vendor/*, an alias of the settings, or a recall's id.")
    var target: String

    @Option(help: "How far to look back, such as 24h or 7d.")
    var since = TimeSpan.day

    @OptionGroup(title: "What it is about") var slice: SliceOptions
    @OptionGroup var source: SettingsOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting(output) {
            let settings = try source.load().settings
            let recalls = (try? Desk.existingLedger(settings).refresh().recalls) ?? [:]
            let order: RecallOrder
            if target.hasPrefix("HF-") {
                guard let recall = recalls[target] else { throw RecallRefusal.unknown(target) }
                order = recall.order
            } else {
                order = RecallOrder(try Recaller.pattern(target, settings), slice: try slice.slice(settings))
            }
            let now = WallClock.system.milliseconds()
            let reader = try JournalFilter.reader(settings.state)
            let blast = try BlastRadius(order, settings, reader, since: now - min(now, since.milliseconds))
            let others = recalls.values.filter { $0.id != target }
            let paths = RecallPaths(order, settings, standing: others, Assembly.offlineSnapshot(settings))
            show(output, json: BlastView.json(blast, paths), table: BlastView.table(blast, paths))
            if paths.reachesNothing, settings.passThrough.isEmpty { throw ExitCode(Failure.Code.failed.exitCode) }
        }
    }
}

enum BlastView {
    static func json(_ blast: BlastRadius, _ paths: RecallPaths) -> JSONValue {
        .object(
            ("requests", .integer(blast.total.requests)),
            ("tokens", .integer(blast.total.tokens)),
            ("share_percent", .string(percent(blast.share))),
            (
                "last_at",
                blast.total.requests == 0 ? nil : .string(ClockText.rfc3339(unixMilliseconds: blast.total.lastAt))
            ),
            ("money", money(blast.total.money)),
            ("upper_bound", .bool(blast.isUpperBound)),
            ("routes", uses(blast.routes, "route")),
            ("tenants", uses(blast.tenants, "tenant")),
            ("keys", uses(blast.keys, "key")),
            ("models", uses(blast.models, "model")),
            ("reach", RecallView.json(paths))
        )
    }

    private static func uses(_ uses: [String: BlastRadius.Use], _ name: String) -> JSONValue {
        .array(
            sorted(uses).map { key, use in
                .object(
                    (name, .string(key)),
                    ("requests", .integer(use.requests)),
                    ("tokens", .integer(use.tokens)),
                    ("money", money(use.money)),
                    ("last_at", .string(ClockText.rfc3339(unixMilliseconds: use.lastAt)))
                )
            }
        )
    }

    private static func sorted(_ uses: [String: BlastRadius.Use]) -> [(String, BlastRadius.Use)] {
        uses.sorted { ($1.value.requests, $0.key) < ($0.value.requests, $1.key) }.map { ($0.key, $0.value) }
    }

    private static func money(_ money: [String: Money]) -> JSONValue {
        .object(money.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value.decimal)) })
    }

    static func table(_ blast: BlastRadius, _ paths: RecallPaths) -> String {
        var table = Table([
            .init("what"), .init("name"), .init("requests", isNumber: true), .init("tokens", isNumber: true),
            .init("money", isNumber: true), .init("last"),
        ])
        for (what, uses) in [
            ("model", blast.models), ("route", blast.routes), ("tenant", blast.tenants), ("key", blast.keys),
        ] {
            for (name, use) in sorted(uses) { table.add([what, name] + cells(use)) }
        }
        let sum =
            "\(blast.total.requests) requests, \(percent(blast.share))% of all that was served in the window"
            + (blast.isUpperBound ? " (an upper bound: the journal knows neither tags nor capabilities)" : "")
        let used = blast.total.requests == 0 ? sum : sum + "\n\n" + table.text
        return used + "\n\n" + RecallView.table(paths)
    }

    private static func cells(_ use: BlastRadius.Use) -> [String] {
        let money = use.money.sorted { $0.key < $1.key }.map { "\($0.value.decimal) \($0.key)" }.joined(separator: ", ")
        return [
            "\(use.requests)", "\(use.tokens)", money.isEmpty ? "-" : money,
            ClockText.rfc3339(unixMilliseconds: use.lastAt),
        ]
    }

    /// Hundredths of a percent as text.
    private static func percent(_ hundredths: Int) -> String {
        let rest = String(hundredths % 100)
        return "\(hundredths / 100).\(rest.count == 1 ? "0" : "")\(rest)"
    }
}
