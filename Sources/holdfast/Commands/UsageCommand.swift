import ArgumentParser
import Domain
import JSON
import Journal
import Settings

struct UsageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "usage",
        abstract: "Sum requests, tokens and money over a time.",
        discussion: """
            Tokens are what providers reported; completed exchanges without a report are counted as unknown and not \
            guessed. Money is at the prices that stood in the settings when the exchange ended. Days are UTC.

            Example:
              holdfast usage --by model --since 7d
            """
    )

    @Option(help: "What to sum by.")
    var by = UsageReport.Dimension.tenant

    @OptionGroup var filter: JournalFilter
    @OptionGroup var source: SettingsOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting(output) {
            let reader = try JournalFilter.reader(try source.load().settings.state)
            let report = try UsageReport(reader, filter.make(), by: by)
            show(output, json: UsageView.json(report, by), table: UsageView.table(report, by))
        }
    }
}

extension UsageReport.Dimension: ExpressibleByArgument {}

enum UsageView {
    static func json(_ report: UsageReport, _ dimension: UsageReport.Dimension) -> JSONValue {
        .object(
            ("by", .string(dimension.rawValue)),
            (
                "usage",
                .array(
                    report.lines.map { line in
                        .object(
                            (dimension.rawValue, .string(line.name)),
                            ("requests", .integer(line.requests)),
                            ("failures", .integer(line.failures)),
                            ("input_tokens", .integer(line.inputTokens)),
                            ("output_tokens", .integer(line.outputTokens)),
                            ("unknown_usage", .integer(line.unknownUsage)),
                            (
                                "money",
                                .object(
                                    line.money.sorted { $0.key < $1.key }.map {
                                        .init($0.key, .string($0.value.decimal))
                                    }
                                )
                            )
                        )
                    }
                )
            )
        )
    }

    static func table(_ report: UsageReport, _ dimension: UsageReport.Dimension) -> String {
        if report.lines.isEmpty { return "There are no exchanges in that time." }
        var table = Table([
            .init(dimension.rawValue), .init("requests", isNumber: true), .init("failures", isNumber: true),
            .init("tokens in", isNumber: true), .init("tokens out", isNumber: true), .init("unknown", isNumber: true),
            .init("money", isNumber: true),
        ])
        for line in report.lines {
            let money = line.money.sorted { $0.key < $1.key }.map { "\($0.value.decimal) \($0.key)" }.joined(
                separator: ", "
            )
            table.add([
                line.name, "\(line.requests)", "\(line.failures)", "\(line.inputTokens)", "\(line.outputTokens)",
                "\(line.unknownUsage)", money.isEmpty ? "-" : money,
            ])
        }
        return table.text
    }
}
