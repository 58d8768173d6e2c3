import ArgumentParser
import JSON
import Probing
import Reports
import Statistics

struct DetectorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "detector",
        abstract: "How often the detectors are right.",
        subcommands: [Test.self]
    )

    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Measure the detectors on labelled texts: sensitivity and specificity, with intervals.",
            discussion: """
                The file is CSV or JSON Lines with `text` and `label` (true: there is what the detector is to find), and perhaps `detector`, \
                `system`, `canary` and `language`. What a detector does not score counts for neither and is shown apart.

                Examples:
                  holdfast detector test labelled.jsonl

                Exit code 1 when the file cannot be used.
                """
        )

        @Argument(help: "The labelled texts.")
        var file: String

        @OptionGroup var output: OutputOptions

        func run() async throws {
            try await reporting(output) {
                let trial = try DetectorTrial(try LabelledRows.read(try FileOutput.read(file)))
                let rows = trial.counts.sorted { $0.key < $1.key }
                var table = Table([
                    .init("detector"), .init("language"), .init("sensitivity"), .init("n", isNumber: true),
                    .init("specificity"), .init("n", isNumber: true), .init("not scored", isNumber: true),
                ])
                for (key, counts) in rows {
                    table.add([
                        "\(key.detector.id)@\(key.detector.version)", key.language,
                        Self.words(Self.sensitivity(counts)),
                        "\(counts.scoredPositives)", Self.words(Self.specificity(counts)), "\(counts.scoredNegatives)",
                        "\(Self.unscored(counts))",
                    ])
                }
                show(
                    output,
                    json: .object(("detectors", .array(rows.map { Self.json($0.key, $0.value) }))),
                    table: table.text
                )
            }
        }

        private static func sensitivity(_ counts: ConfusionCounts) -> Estimate? {
            WilsonInterval.estimate(
                Count(hits: counts.truePositives, of: counts.scoredPositives),
                confidence: .ninetyFive
            )
        }

        private static func specificity(_ counts: ConfusionCounts) -> Estimate? {
            WilsonInterval.estimate(
                Count(hits: counts.trueNegatives, of: counts.scoredNegatives),
                confidence: .ninetyFive
            )
        }

        private static func unscored(_ counts: ConfusionCounts) -> Int {
            (Array(counts.unscoredPositives.values) + Array(counts.unscoredNegatives.values)).reduce(0, +)
        }

        private static func words(_ estimate: Estimate?) -> String {
            estimate.map(RateText.brief) ?? "nothing scored"
        }

        private static func json(_ key: DetectorTrial.Key, _ counts: ConfusionCounts) -> JSONValue {
            func estimate(_ estimate: Estimate?) -> JSONValue? {
                estimate.map {
                    .object(
                        ("point", .decimal($0.point)),
                        ("low", .decimal($0.interval.lowerBound)),
                        ("high", .decimal($0.interval.upperBound)),
                        ("n", .integer($0.scored))
                    )
                }
            }
            return .object(
                ("detector", .string(key.detector.id)),
                ("version", .integer(key.detector.version)),
                ("language", .string(key.language)),
                ("sensitivity", estimate(sensitivity(counts))),
                ("specificity", estimate(specificity(counts))),
                ("not_scored", .integer(unscored(counts)))
            )
        }
    }
}
