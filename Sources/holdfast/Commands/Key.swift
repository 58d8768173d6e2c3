import Access
import ArgumentParser
import Control
import Domain
import JSON
import Settings
import Storage

struct Key: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make, list and revoke the keys of applications.",
        discussion: "A running server follows within a tenth of a second; the commands work as well while none runs.",
        subcommands: [Create.self, List.self, Revoke.self]
    )

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a key and show it, this once.",
            discussion: """
                Only a keyed hash of it is kept. From the first key on, every request needs one, for good: revoking all \
                keys does not open the service again.

                Example:
                  holdfast key create --tenant acme --route support --expires 90d
                """
        )

        @Option(help: "The tenant it belongs to, as the settings name it.")
        var tenant: String

        @Option(help: "A route it may use; may be repeated. Default: all of the tenant's.")
        var route: [String] = []

        @Option(help: "Requests a minute. Default: the tenant's limit.")
        var requestsPerMinute: Int?

        @Option(help: "When it expires: a duration from now such as 12h or 90d.")
        var expires: String?

        @Option(help: "A note to tell keys apart.")
        var label: String?

        @OptionGroup var source: SettingsOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            try await reporting {
                let loaded = try source.load()
                let settings = loaded.settings
                if loaded.file != nil, !settings.tenants.contains(where: { $0.name == tenant }) {
                    let names = settings.tenants.map(\.name).joined(separator: ", ")
                    throw Failure(
                        .failed,
                        "The settings have no tenant `\(tenant)`. "
                            + (names.isEmpty ? "Add it under `tenants:`." : "There are: \(names).")
                    )
                }
                for name in route where loaded.file != nil && !settings.routes.contains(where: { $0.name == name }) {
                    throw Failure(.failed, "The settings have no route `\(name)`.")
                }
                if let limit = requestsPerMinute, !(1...10_000_000).contains(limit) {
                    throw Failure(.failed, "--requests-per-minute must lie between 1 and 10000000.")
                }
                let desk = try Desk(settings, mayCreatePepper: true)
                let (grant, secret) = desk.access.makeKey(
                    tenant: tenant,
                    routes: route.isEmpty ? nil : route,
                    requestsPerMinute: requestsPerMinute,
                    expiresAt: try expires.map { try Desk.expiry($0) },
                    label: label
                )
                try desk.ledger.append([.init(.keyCreated(grant), id: grant.id)])
                show(
                    output,
                    json: .object(
                        ("id", .string(grant.id)),
                        ("tenant", .string(tenant)),
                        ("secret", .string(secret)),
                        ("expires_at", grant.expiresAt.map { .string(ClockText.rfc3339(unixMilliseconds: $0)) })
                    ),
                    table: "\(secret)\n\nThis is \(grant.id) of tenant \(tenant). It is shown this once; keep it now."
                )
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List keys; the secrets are known to nobody here.")

        @OptionGroup var source: SettingsOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            try await reporting {
                let desk = try Desk(try source.load().settings, mayCreatePepper: true)
                let keys = Listing.keys(try desk.ledger.refresh())
                show(output, json: .object(("keys", .array(keys.map(\.json)))), table: Listing.table(keys))
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Revoke a key; it cannot be undone.")

        @Argument(help: "The key's id, as `holdfast key list` shows it.")
        var key: String

        @Option(help: "Why; kept in the ledger's private part.")
        var reason: String?

        @OptionGroup var source: SettingsOptions

        func run() async throws {
            try await reporting {
                let desk = try Desk(try source.load().settings, mayCreatePepper: true)
                let found: ControlState.Key
                do {
                    found = try AccessDesk.findKey(key, in: try desk.ledger.refresh())
                } catch let failure as AccessDesk.Failure {
                    throw Failure(.failed, failure.description)
                }
                try desk.ledger.append([
                    .init(.keyRevoked(id: found.grant.id, reason: reason), id: "\(found.grant.id)/revoked")
                ])
                print("Revoked \(found.grant.id) of tenant \(found.grant.tenant).")
            }
        }
    }
}
