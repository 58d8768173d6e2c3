import ArgumentParser
import Domain
import JSON
import Relay
import Routing

struct Explain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tell what would serve a route, and why each other model would not.",
        discussion: """
            One line an operation and model. `serves` is asked first, `fallback 1` when that fails, and so on. Answers \
            from the settings (dialects, capabilities, data boundary, credentials), not from a running server.

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

    static func table(_ plan: RoutePlan) -> String {
        var table = Table([.init("operation"), .init("model"), .init("place"), .init("because")])
        for operation in Operation.all {
            var place = 0
            for line in plan.explanation where line.operation == operation {
                if line.exclusion == nil { place += 1 }
                table.add([
                    operation.name, line.model,
                    line.exclusion == nil ? (place == 1 ? "serves" : "fallback \(place - 1)") : "-",
                    line.exclusion?.description ?? "",
                ])
            }
        }
        return table.text
    }
}
