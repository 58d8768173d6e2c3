import Access
import ArgumentParser
import Control
import JSON
import Storage
import Telemetry

struct Operator: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make, list and revoke the tokens of the people who run this.",
        discussion: "A token opens the operator listener: /metrics and /api/v1. It is no key and opens no model.",
        subcommands: [Create.self, List.self, Revoke.self]
    )

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a token for a person and show it, this once.",
            discussion: """
                Whoever owns the state folder may do this; the first token has no other way to come about.

                Example:
                  holdfast operator create "Ada Lovelace" --role viewer --expires 90d
                """
        )

        @Argument(help: "The person's name.")
        var name: String

        @Option(help: "viewer reads, operator acts, admin also makes tokens.")
        var role: OperatorGrant.Role = .operator

        @Option(help: "When it expires: a duration from now such as 12h or 90d.")
        var expires: TimeSpan?

        @OptionGroup var source: SettingsOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            guard (1...80).contains(name.count) else { throw ValidationError("A name has 1 to 80 characters.") }
        }

        func run() async throws {
            try await reporting(output) {
                let desk = try Desk(try source.load().settings)
                let (grant, secret) = desk.access.makeOperator(
                    name: name,
                    role: role,
                    expiresAt: expires.map(Desk.expiry)
                )
                try desk.ledger.append([.init(.operatorCreated(grant), id: grant.id)])
                show(
                    output,
                    json: .object(
                        ("id", .string(grant.id)),
                        ("name", .string(name)),
                        ("role", .string(role.rawValue)),
                        ("secret", .string(secret))
                    ),
                    table:
                        "\(secret)\n\nThis is \(grant.id), \(role.rawValue), for \(name). It is shown this once; keep it now."
                )
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List operator tokens.")

        @OptionGroup var source: SettingsOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            try await reporting(output) {
                let operators = Listing.operators(try Desk.existingLedger(try source.load().settings).refresh())
                show(
                    output,
                    json: .object(("operators", .array(operators.map(\.json)))),
                    table: Listing.table(operators)
                )
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Revoke a token; it cannot be undone.")

        @Argument(help: "The token's id or the person's name.")
        var token: String

        @Option(help: "Why; kept in the ledger's private part.")
        var reason: String?

        @OptionGroup var source: SettingsOptions

        func run() async throws {
            try await reporting {
                let ledger = try Desk.existingLedger(try source.load().settings)
                let found: ControlState.Operator
                do {
                    found = try AccessDesk.findOperator(token, in: try ledger.refresh())
                } catch let failure as AccessDesk.Failure {
                    throw Failure(.failed, failure.description)
                }
                try ledger.append([
                    .init(.operatorRevoked(id: found.grant.id, reason: reason), id: "\(found.grant.id)/revoked")
                ])
                print("Revoked \(found.grant.id) of \(found.grant.name).")
            }
        }
    }
}

extension OperatorGrant.Role: ExpressibleByArgument {}
