import ArgumentParser
import Domain
import JSON
import Relay
import Routing

struct Explain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tell what would serve a route, and why each other model would not.",
        discussion: """
            One line an operation and model. `serves` is asked first, `fallback 1` when that fails, and so on. A conversation \
            goes up in the caller's dialect where the model's provider speaks it, otherwise in the one that is shown; \
            `holdfast dialects` tells what that costs. A request that needs what a model cannot take passes it over. Answers \
            from the settings (dialects, capabilities, limits, data boundary, credentials), not from a running server.

            Exit code 1 when there is no such route or nothing can serve it.

            Example:
              holdfast explain support
            """
    )

    @Argument(help: "The route's name, as it stands under `routes:`.")
    var route: String

    @OptionGroup var source: SettingsOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            let loaded = try source.load()
            let snapshot = Assembly.offlineSnapshot(loaded.settings)
            guard let plan = snapshot.routes[route] else {
                let names = snapshot.routeNames
                let known = names.isEmpty ? "The settings have none." : "There are: \(names.joined(separator: ", "))."
                throw Failure(.failed, "There is no route `\(route)`. \(known)")
            }
            show(output, json: Explanation.json(plan), table: Explanation.table(plan))
            if !plan.canServe { throw ExitCode(Failure.Code.failed.rawValue) }
        }
    }
}

/// A plan in words.
enum Explanation {
    static func json(_ plan: RoutePlan) -> JSONValue {
        .object(
            ("route", .string(plan.name)),
            ("serves", .bool(plan.canServe)),
            (
                "operations",
                .array(
                    Operation.all.map { operation in
                        let lines = plan.explanation.filter { $0.operation == operation }
                        return .object(
                            ("operation", .string(operation.name)),
                            ("serve", .array(lines.filter { $0.exclusion == nil }.map { .string($0.model) })),
                            ("models", .array(lines.filter { $0.exclusion == nil }.map(model))),
                            (
                                "excluded",
                                .array(
                                    lines.compactMap { line in
                                        line.exclusion.map {
                                            .object(
                                                ("model", .string(line.model)),
                                                ("because", .string($0.description))
                                            )
                                        }
                                    }
                                )
                            )
                        )
                    }
                )
            )
        )
    }

    private static func model(_ line: PlannedModel) -> JSONValue {
        .object(
            ("model", .string(line.model)),
            ("asked_in", line.dialect.map { .string($0.rawValue) }),
            ("translated", line.dialect == nil ? nil : .bool(line.isTranslated)),
            ("lacks", line.dialect == nil ? nil : .array(line.lacks.map { .string($0.rawValue) })),
            ("context_limit", line.contextLimit.map { .integer($0) }),
            ("output_limit", line.outputLimit.map { .integer($0) })
        )
    }

    static func table(_ plan: RoutePlan) -> String {
        var table = Table([
            .init("operation"), .init("model"), .init("place"), .init("asked in"), .init("cannot take"),
            .init("because"),
        ])
        for operation in Operation.all {
            var place = 0
            for line in plan.explanation where line.operation == operation {
                if line.exclusion == nil { place += 1 }
                table.add([
                    operation.name, line.model,
                    line.exclusion == nil ? (place == 1 ? "serves" : "fallback \(place - 1)") : "-",
                    line.isTranslated ? line.dialect?.rawValue ?? "" : "",
                    limits(line).joined(separator: ", "),
                    line.exclusion?.description ?? "",
                ])
            }
        }
        return table.text
    }

    private static func limits(_ line: PlannedModel) -> [String] {
        line.lacks.map(\.rawValue)
            + [
                line.contextLimit.map { "context over \($0)" }, line.outputLimit.map { "output over \($0)" },
            ].compactMap { $0 }
    }
}
