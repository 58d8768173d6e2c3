import Access
import Control
import Domain
import Notifications
import Probing
import Relay
import Settings

/// Puts parts together that commands and the server share.
enum Assembly {
    /// A snapshot as a server would make it, without a server: for `check` and `explain`.
    ///
    /// - Parameter state: what the ledger says; nil: there is none yet.
    static func offlineSnapshot(_ settings: Settings, _ state: ControlState? = nil) -> Snapshot {
        let secrets = SecretReader(environment: environment)
        let builder = SnapshotBuilder(
            handles: LiveHandles(),
            // Any address will do for what is never called.
            rehearsal: { _ in RehearsalAddress(port: 9, secret: "none") },
            readSecret: { try secrets.read($0) },
            now: { Int(WallClock.system.milliseconds() / 1000) }
        )
        return builder.build(
            settings,
            keys: KeyTable(ControlState(), tenants: nil, pepper: nil),
            recalls: Array((state ?? ControlState()).recalls.values),
            gate: gate(settings, state ?? ControlState(), hashes: policyHashes(settings))
        )
    }

    /// Where the models of routes that require something stand now.
    ///
    /// - Parameter hashes: `policyHashes` of the settings.
    static func gate(_ settings: Settings, _ state: ControlState, hashes: [String: String]) -> GateView {
        GateView(settings, state.gate, hashes: hashes, now: WallClock.system.milliseconds())
    }

    /// Of the policies that routes require. Reads their packs, which takes a tenth of a second.
    static func policyHashes(_ settings: Settings) -> [String: String] {
        let required = Set(settings.routes.compactMap(\.requirement?.policy))
        return PackShelf(settings).policyHashes(settings.policies.filter { required.contains($0.name) })
    }

    /// Endpoints whose messages could not be signed now.
    static func notificationWarnings(_ settings: Settings) -> [String] {
        let secrets = SecretReader(environment: environment)
        return settings.notifications.compactMap { endpoint in
            do throws(WebhookFailure) {
                _ = try WebhookSender.secret(of: endpoint, secrets)
                return nil
            } catch {
                return "Notifications to `\(endpoint.name)`: \(error)"
            }
        }
    }

    static let fileTrials = FileTrials(
        certificate: { TLSFiles.certificateProblem($0) },
        key: { TLSFiles.keyProblem($0) },
        pair: { TLSFiles.pairProblem(certificate: $0, key: $1) },
        pack: { PackShelf(state: $1).problem(of: $0) }
    )

    static func tenantRules(_ settings: Settings, hasFile: Bool) -> [String: KeyTable.TenantRules]? {
        guard hasFile else { return nil }
        var rules: [String: KeyTable.TenantRules] = [:]
        for tenant in settings.tenants {
            rules[tenant.name] = .init(
                routes: tenant.routes,
                requestsPerMinute: tenant.requestsPerMinute,
                limits: tenant.limits
            )
        }
        return rules
    }
}
