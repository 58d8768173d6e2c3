import ArgumentParser
import Dialects
import Domain
import Foundation
import JSON
import Relay
import Routing
import Settings
import Storage

struct Explain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tell what would serve a route, or what became of a request.",
        discussion: """
            With a route: one line an operation and model. `serves` is asked first, `fallback 1` when that fails, and so on. A conversation \
            goes up in the caller's dialect where the model's provider speaks it, otherwise in the one that is shown; \
            `holdfast dialects` tells what that costs. A request that needs what a model cannot take passes it over. Asks the \
            server that runs from the state folder; with none, answers from the settings and says so.

            With `--request`: one exchange's life from the journal, attempt by attempt: who was asked with what, what came \
            of it, what that meant, who served, what it took.

            Exit code 1 when there is no such route, nothing can serve it, or the journal has no such request.

            Examples:
              holdfast explain support
              holdfast explain --request req_01jd…
            """
    )

    @Argument(help: "The route's name, as it stands under `routes:`.")
    var route: String?

    @Option(help: "A request id, as in the x-request-id header.")
    var request: String?

    @OptionGroup var source: SettingsOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (route == nil) != (request == nil) else {
            throw ValidationError("Name a route, or a request with --request.")
        }
    }

    func run() async throws {
        try await reporting(output) {
            let loaded = try source.load()
            if let request {
                let record = try RecordView.find(request, loaded.settings.state)
                return show(output, json: RecordView.json(record), table: RecordView.life(record))
            }
            let route = route ?? ""
            let explanation: JSONValue
            if let answer = OperatorClient(state: loaded.settings.state)?.get("/api/v1/routes/\(Self.encoded(route))") {
                guard answer.status == 200 else {
                    throw Failure(.failed, answer.body["error"]?["message"]?.string ?? "The server refused to tell.")
                }
                explanation = answer.body
            } else {
                explanation = try offline(route, loaded.settings)
                complain("no server runs from \(loaded.settings.state): answered from the settings")
            }
            show(output, json: explanation, table: Explanation.table(explanation))
            if explanation["serves"]?.bool != true { throw ExitCode(Failure.Code.failed.exitCode) }
        }
    }

    private func offline(_ route: String, _ settings: Settings) throws -> JSONValue {
        let state = try? Desk.existingLedger(settings).refresh()
        let snapshot = Assembly.offlineSnapshot(settings, state)
        guard let plan = snapshot.routes[route] else {
            let names = snapshot.routeNames
            let known = names.isEmpty ? "The settings have none." : "There are: \(names.joined(separator: ", "))."
            throw Failure(.failed, "There is no route `\(route)`. \(known)")
        }
        return Explanation.json(plan, LastDrill(state, settings))
    }

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? text
    }
}

/// A plan in words.
enum Explanation {
    static func json(_ plan: RoutePlan, _ drill: LastDrill) -> JSONValue {
        .object(
            ("route", .string(plan.name)),
            ("serves", .bool(plan.canServe)),
            ("last_drill", drill.json(plan.name)),
            (
                "operations",
                .array(
                    Operation.all.map { operation in
                        let lines = plan.explanation.filter { $0.operation == operation }
                        return .object(
                            ("operation", .string(operation.name)),
                            ("serve", .array(lines.filter(\.serves).map { .string($0.model) })),
                            ("models", .array(lines.filter(\.serves).map(model))),
                            (
                                "excluded",
                                .array(
                                    lines.filter { !$0.serves }.map { line in
                                        .object(
                                            ("model", .string(line.model)),
                                            ("because", .string(line.exclusion?.description ?? recalled(line) ?? ""))
                                        )
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
            ("output_limit", line.outputLimit.map { .integer($0) }),
            ("recalled", recalled(line).map { .string($0) }),
            ("certificate", line.certificate.map { .string($0) })
        )
    }

    private static func recalled(_ line: PlannedModel) -> String? {
        if line.recalls.isEmpty { return nil }
        return line.recalls.map { recall in
            recall.isWhole
                ? "recalled by \(recall.id)"
                : recall.share > 0 ? "\(recall.id) lets \(recall.share)% through" : "\(recall.id) for a part of its use"
        }.joined(separator: ", ")
    }

    /// - Parameter explanation: what `json` gives, here or in a running server.
    static func table(_ explanation: JSONValue) -> String {
        var table = Table([
            .init("operation"), .init("model"), .init("place"), .init("asked in"), .init("cannot take"),
            .init("because"),
        ])
        for operation in explanation["operations"]?.elements ?? [] {
            let name = operation["operation"]?.string ?? ""
            for (place, model) in (operation["models"]?.elements ?? []).enumerated() {
                table.add([
                    name, model["model"]?.string ?? "", place == 0 ? "serves" : "fallback \(place)",
                    model["translated"]?.bool == true ? model["asked_in"]?.string ?? "" : "",
                    limits(model).joined(separator: ", "),
                    [model["recalled"]?.string, model["certificate"]?.string].compactMap { $0 }.joined(separator: "; "),
                ])
            }
            for model in operation["excluded"]?.elements ?? [] {
                table.add([name, model["model"]?.string ?? "", "-", "", "", model["because"]?.string ?? ""])
            }
        }
        return table.text + "\n\n" + LastDrill.words(explanation["last_drill"])
    }

    private static func limits(_ model: JSONValue) -> [String] {
        (model["lacks"]?.elements ?? []).compactMap(\.string)
            + [
                model["context_limit"]?.integer.map { "context over \($0)" },
                model["output_limit"]?.integer.map { "output over \($0)" },
            ].compactMap { $0 }
    }
}
