import ArgumentParser
import JSON
import Probing
import Settings
import Statistics

struct ExplainWatch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "How often the watch would be wrong, and how long until it notices.",
        discussion: """
            The budget of false alarms is one for the whole fleet (`watch.false_alarm_every`) and divided over its streams: half is the \
            probes', half is live traffic's. The lines follow from it and from the number of trials a day. How long it takes to \
            notice is simulated with a fixed seed, from a stream that has seen nothing yet.
            """
    )

    @OptionGroup var source: SettingsOptions
    @OptionGroup var output: OutputOptions

    private static let jumps = [0.05, 0.1, 0.2, 0.5, 1]

    func run() async throws {
        try await reporting(output) {
            let settings = try source.load().settings
            let plan = try await WatchSource.plan(settings)
            guard let budget = plan.budget else {
                throw Failure(
                    .failed,
                    "Nothing is watched. Give a route `watch:` beside its `require:` in the settings."
                )
            }
            let days = Double(settings.watch.falseAlarmEvery.components.seconds) / 86_400
            let perDay = plan.entries.reduce(0) { $0 + $1.watching.probesPerDay }
            let rates = Set(plan.entries.flatMap(\.streams.values).map(\.rate)).sorted()
            let shares = Self.shares(plan)
            let rows = rates.flatMap { rate in
                Self.jumps.compactMap { jump -> JSONValue? in
                    guard let delay = budget.delay(baseline: Double(rate) / 1_000_000, rate: jump) else { return nil }
                    return .object(
                        ("baseline", .integer(rate)),
                        ("rate", .decimal(jump)),
                        ("trials", .decimal(delay.meanTrials)),
                        ("trials_90", .integer(delay.ninetiethTrials)),
                        ("days", shares[rate].map { .decimal(delay.meanTrials / $0) })
                    )
                }
            }
            let json = JSONValue.object(
                ("false_alarm_every_days", .decimal(days)),
                ("streams", .integer(budget.act.streams)),
                ("trials_per_day", .integer(perDay)),
                ("warn", .integer(Int((budget.warn.logThreshold * 1000).rounded()))),
                ("act", .integer(Int((budget.act.logThreshold * 1000).rounded()))),
                ("delays", .array(rows))
            )
            show(output, json: json, table: Self.text(json, days))
        }
    }

    /// Trials a day of one stream, the fewest of those with a baseline: a place's are shared by its streams.
    private static func shares(_ plan: WatchPlan) -> [Int: Double] {
        var shares: [Int: Double] = [:]
        for entry in plan.entries {
            let share = Double(entry.watching.probesPerDay) / Double(max(1, entry.streams.count))
            for rate in entry.streams.values.map(\.rate) { shares[rate] = min(shares[rate] ?? .infinity, share) }
        }
        return shares
    }

    private static func text(_ json: JSONValue, _ days: Double) -> String {
        func logarithm(_ name: String) -> String {
            let value = json[name]?.integer ?? 0
            return "\(value / 1000).\(value / 100 % 10)"
        }
        var table = Table([
            .init("rate at most"), .init("becomes"), .init("trials until act", isNumber: true),
            .init("nine in ten within", isNumber: true), .init("days at this pace", isNumber: true),
        ])
        for row in json["delays"]?.elements ?? [] {
            table.add([
                WatchTables.percent(row["baseline"]?.integer),
                WatchTables.percent(row["rate"]?.double.map { Int($0 * 1_000_000) }),
                "\(Int((row["trials"]?.double ?? 0).rounded()))", "\(row["trials_90"]?.integer ?? 0)",
                row["days"]?.double.map { "\(Int(($0 * 10).rounded()) / 10).\(Int(($0 * 10).rounded()) % 10)" } ?? "",
            ])
        }
        return """
            One false alarm in \(Int(days)) days at most, in the mean, over \(json["streams"]?.integer ?? 0) streams of probes with \
            \(json["trials_per_day"]?.integer ?? 0) trials a day and all of live traffic; ten times as many warnings.
            A stream warns at evidence \(logarithm("warn")) and acts at \(logarithm("act")) (natural logarithms).
            One hit of a probe that no finding names is tried again at once, whatever its stream says.

            \(table.text)
            """
    }
}
