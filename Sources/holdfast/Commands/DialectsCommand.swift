import ArgumentParser
import Dialects
import Domain
import JSON

struct DialectsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dialects",
        abstract: "Tell what becomes of each field when a model speaks another dialect than the caller.",
        discussion: """
            One line a field and direction. A request's field travels from the caller's dialect to the model's, an answer's \
            from the model's to the caller's. `exact`: value for value. `mapped`: in words of the other dialect. `dropped with \
            warning`: left out and named in the header `holdfast-lossy`; a route with `strict: true` refuses instead. \
            `refused`: the request is refused. What the source cannot say has no line.

            Example:
              holdfast dialects --from chat-completions --to messages
            """
    )

    @Option(help: "Only what comes from this dialect: chat-completions, responses or messages.")
    var from: Dialect?

    @Option(help: "Only what goes to this dialect.")
    var to: Dialect?

    @Flag(help: "Print the tables of docs/dialects.md.")
    var markdown = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if let from, from == to {
            throw ValidationError("Nothing becomes of a field within one dialect: bytes stay as they are.")
        }
        if markdown, output.json || from != nil || to != nil {
            throw ValidationError("--markdown prints everything in one form; it goes with no other option.")
        }
    }

    func run() async throws {
        if markdown { return print(LossTables.markdown) }
        let rows = LossPolicy.rows(from: from, to: to)
        show(output, json: LossTables.json(rows), table: LossTables.table(rows))
    }
}

extension Dialect: ExpressibleByArgument {}

/// The loss policy as people and programs read it.
enum LossTables {
    static func json(_ rows: [LossPolicy.Row]) -> JSONValue {
        .object(
            (
                "fields",
                .array(
                    rows.map { row in
                        .object(
                            ("field", .string(row.field.rawValue)),
                            ("of", .string(row.field.side.rawValue)),
                            ("from", .string(row.source.rawValue)),
                            ("to", .string(row.target.rawValue)),
                            ("outcome", .string(row.outcome.rawValue)),
                            ("note", row.note.map { .string($0) })
                        )
                    }
                )
            )
        )
    }

    static func table(_ rows: [LossPolicy.Row]) -> String {
        var table = Table([.init("field"), .init("of"), .init("from"), .init("to"), .init("outcome"), .init("note")])
        for row in rows {
            table.add([
                row.field.rawValue, row.field.side.rawValue, row.source.rawValue, row.target.rawValue,
                row.outcome.rawValue, row.note ?? "",
            ])
        }
        return table.text
    }

    // MARK: As a document

    static var markdown: String {
        ([section(.request), section(.answer)] + Dialect.allCases.map(notes)).joined(separator: "\n\n")
    }

    private static func section(_ side: ConversationField.Side) -> String {
        let title = side == .request ? "Requests: caller → model" : "Answers: model → caller"
        let pairs = LossPolicy.pairs
        var lines = ["## \(title)", ""]
        lines.append("| field | " + pairs.map { "\($0.rawValue) → \($1.rawValue)" }.joined(separator: " | ") + " |")
        lines.append("|---" + String(repeating: "|---", count: pairs.count) + "|")
        for field in ConversationField.allCases where field.side == side {
            let cells = pairs.map { LossPolicy.outcome(of: field, from: $0, to: $1).map(word) ?? "" }
            lines.append("| `\(field.rawValue)` | " + cells.joined(separator: " | ") + " |")
        }
        return lines.joined(separator: "\n")
    }

    private static func notes(_ dialect: Dialect) -> String {
        var lines = ["## Into `\(dialect.rawValue)`", ""]
        for field in ConversationField.allCases {
            guard let note = dialect.profile.carriage(of: field).note,
                Dialect.allCases.contains(where: {
                    $0 != dialect && LossPolicy.outcome(of: field, from: $0, to: dialect) != nil
                })
            else { continue }
            lines.append("- `\(field.rawValue)`: \(note)")
        }
        return lines.joined(separator: "\n")
    }

    private static func word(_ outcome: LossPolicy.Outcome) -> String {
        switch outcome {
        case .exact: "exact"
        case .mapped: "mapped"
        case .dropped: "dropped"
        case .refused: "refused"
        }
    }
}
