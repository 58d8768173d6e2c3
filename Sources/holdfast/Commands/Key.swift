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

        @Option(help: "Tokens a day (UTC) for this key alone. The tenant's limit holds beside it.")
        var tokensPerDay: Int?

        @Option(help: "Money a day (UTC) for this key alone, in the settings' currency, such as 12.50.")
        var moneyPerDay: String?

        @Option(help: "When it expires: a duration from now such as 12h or 90d.")
        var expires: TimeSpan?

        @Option(help: "A note to tell keys apart.")
        var label: String?

        @OptionGroup var source: SettingsOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if let limit = requestsPerMinute, !(1...10_000_000).contains(limit) {
                throw ValidationError("--requests-per-minute must lie between 1 and 10000000.")
            }
            if let tokensPerDay, !DayLimits.tokenBounds.contains(tokensPerDay) {
                throw ValidationError("--tokens-per-day must lie between 1 and \(DayLimits.tokenBounds.upperBound).")
            }
            if let moneyPerDay, DayLimits.money(moneyPerDay) == nil {
                throw ValidationError(
                    "--money-per-day must be a decimal above zero with at most twelve places, such as 12.50."
                )
            }
        }

        func run() async throws {
            try await reporting(output) {
                let loaded = try source.load()
                let settings = loaded.settings
                if loaded.file != nil { try check(settings) }
                try checkLimits(settings)
                let desk = try Desk(settings)
                let (grant, secret) = desk.access.makeKey(
                    tenant: tenant,
                    routes: route.isEmpty ? nil : route,
                    requestsPerMinute: requestsPerMinute,
                    limits: limits,
                    expiresAt: expires.map(Desk.expiry),
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

        private var limits: DayLimits {
            DayLimits(tokens: tokensPerDay, money: moneyPerDay.flatMap { DayLimits.money($0) })
        }

        /// A limit that nothing could count against would protect nobody.
        private func checkLimits(_ settings: Settings) throws {
            if limits.money != nil, !settings.models.contains(where: { $0.prices != nil }) {
                throw Failure(
                    .failed,
                    "No model of the settings has `prices`, so what a key spends could not be known. Give the models their "
                        + "`prices`, or use --tokens-per-day."
                )
            }
            if !limits.isNone, settings.retention.journalAge < Retention.shortestWithDayLimits {
                throw Failure(
                    .failed,
                    "The journal keeps less than a day, so a restart would forget what the key has used. "
                        + "Raise `retention.journal.age` to 24h or more."
                )
            }
        }

        /// A key that opens nothing is a slip that its owner would only notice at the first request.
        private func check(_ settings: Settings) throws {
            guard let entry = settings.tenants.first(where: { $0.name == tenant }) else {
                let names = settings.tenants.map(\.name).joined(separator: ", ")
                throw Failure(
                    .failed,
                    "The settings have no tenant `\(tenant)`. "
                        + (names.isEmpty ? "Add it under `tenants:`." : "There are: \(names).")
                )
            }
            for name in route {
                guard settings.routes.contains(where: { $0.name == name }) else {
                    let names = settings.routes.map(\.name).joined(separator: ", ")
                    throw Failure(.failed, "The settings have no route `\(name)`. There are: \(names).")
                }
                guard let allowed = entry.routes, !allowed.contains(name) else { continue }
                let names = allowed.sorted().joined(separator: ", ")
                throw Failure(
                    .failed,
                    "The tenant `\(tenant)` may not use the route `\(name)`: \(names.isEmpty ? "it has none" : "it has \(names)"). "
                        + "Add it to `tenants.\(tenant).routes`, or name another."
                )
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List keys; the secrets are known to nobody here.")

        @OptionGroup var source: SettingsOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            try await reporting(output) {
                let keys = Listing.keys(try Desk.existingLedger(try source.load().settings).refresh())
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
                let ledger = try Desk.existingLedger(try source.load().settings)
                let found: ControlState.Key
                do {
                    found = try AccessDesk.findKey(key, in: try ledger.refresh())
                } catch let failure as AccessDesk.Failure {
                    throw Failure(.failed, failure.description)
                }
                try ledger.append([
                    .init(.keyRevoked(id: found.grant.id, reason: reason), id: "\(found.grant.id)/revoked")
                ])
                print("Revoked \(found.grant.id) of tenant \(found.grant.tenant).")
            }
        }
    }
}
