import Access
import Control
import Crypto
import Domain
import Foundation
import JSON
import Recalls
import Relay
import Settings
import Storage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What the commands about recalls share: the ledger, who asks, and what a name stands for.
///
/// They append to the ledger themselves, so that a recall can be declared while the server is down or hangs.
struct Recaller {
    let settings: Settings
    let ledger: LedgerStore
    let desk: RecallDesk

    /// - Parameter mayCreate: the state folder is made if it is not there.
    init(_ settings: Settings, mayCreate: Bool) throws {
        self.settings = settings
        ledger = mayCreate ? try Desk.ledger(try StateFolder(settings.state)) : try Desk.existingLedger(settings)
        desk = RecallDesk(ledger, now: WallClock.system.milliseconds)
    }

    // MARK: Who

    /// The operator whose token stands in HOLDFAST_TOKEN, otherwise the user of this machine.
    func actor() throws -> Actor {
        guard let token = environment["HOLDFAST_TOKEN"], !token.isEmpty else { return .uid(Int(getuid())) }
        let table = OperatorTable(
            try ledger.refresh(),
            pepper: try Pepper.load(KeysFolder(settings.keys), mayCreate: false)
        )
        guard let entry = table.verify(Array(token.utf8), now: WallClock.system.milliseconds()) else {
            throw Failure(
                .failed,
                "The token in HOLDFAST_TOKEN is unknown, expired or revoked. Unset it to act as this machine's user."
            )
        }
        guard entry.role != .viewer else {
            throw Failure(.failed, "The token in HOLDFAST_TOKEN is a viewer's, who may look and not act.")
        }
        return .operator(entry.id)
    }

    // MARK: What

    /// A lineage, a vendor's all, or a name under which the settings know a lineage.
    static func pattern(_ text: String, _ settings: Settings) throws -> LineagePattern {
        if let lineage = settings.lineage(named: text) { return LineagePattern(lineage) }
        if let model = settings.models.first(where: { $0.name == text }) {
            throw Failure(
                .failed,
                "`\(text)` is a configured model. Name its lineage, \(model.lineage), and add --model \(text) to reach only this path."
            )
        }
        guard let pattern = LineagePattern(text) else {
            throw Failure(
                .failed,
                "`\(text.prefix(64))` is no lineage: that is `vendor/family`, `vendor/family@version` or `vendor/*`. \(known(settings))"
            )
        }
        return pattern
    }

    static func known(_ settings: Settings) -> String {
        let names = Set(settings.models.map(\.lineage.description)).sorted()
        return names.isEmpty
            ? "" : "Configured: \(names.prefix(12).joined(separator: ", "))\(names.count > 12 ? ", …" : "")."
    }

    static func refuseUnused(_ paths: RecallPaths, _ order: RecallOrder, _ settings: Settings) throws {
        // Without a settings file any name may be asked for.
        guard paths.reachesNothing, settings.passThrough.isEmpty else { return }
        throw Failure(
            .failed,
            "No configured path is \(order.lineage)\(order.slice.isWhole ? "" : " with \(order.slice.words)"), so the order would keep nothing back. "
                + "\(known(settings)) Add --even-unused to give it all the same."
        )
    }

    /// Hashes, and files as theirs.
    static func evidence(_ given: [String]) throws -> [String] {
        guard given.count <= RecallMove.mostEvidence else {
            throw Failure(.failed, "There are at most \(RecallMove.mostEvidence) pieces of evidence to an event.")
        }
        return try given.map { text in
            let isHash = text.utf8.count == 64 && text.utf8.allSatisfy { Hex.isDigit($0) }
            if isHash { return text.lowercased() }
            return Hex.text(SHA256.hash(data: try FileOutput.read(text)))
        }
    }

    // MARK: Effect

    private static let patience = Duration.seconds(2)

    /// Waits until the running server has it, and says whether it has.
    func effect(of epoch: UInt64) async -> Effect {
        guard OperatorClient.server(settings.state) != nil else { return .noServer }
        let start = ContinuousClock.now
        while ContinuousClock.now - start < Self.patience {
            guard let answer = OperatorClient(state: settings.state)?.get("/api/v1/status"), answer.status == 200 else {
                return .noAnswer
            }
            if let applied = answer.body["epoch_in_effect"]?.integer, applied >= Int(clamping: epoch) {
                return .inEffect
            }
            try? await Task.sleep(for: .milliseconds(5))
        }
        return .noAnswer
    }

    /// Why a server would not start with this ledger, so that the order waits for a person: it is an older copy, or another one.
    func refusalToStart() -> String? {
        do {
            // Nothing to continue: a first start makes the key.
            guard let origin = try ledger.log.head().origin else { return nil }
            try CheckpointSigner.check(ledger.log, try LogSigner.load(KeysFolder(settings.keys), origin: origin))
            return nil
        } catch {
            return "\(error)"
        }
    }

    enum Effect: String {
        case inEffect = "in_effect"
        case noServer = "no_server"
        case noAnswer = "no_answer"

        var words: String {
            switch self {
            case .inEffect: "It is in effect: every event loop of the running server has it."
            case .noServer: "No server runs from this state folder; the next one starts with it."
            case .noAnswer:
                "The server has not confirmed it. The order stands in the ledger, and the server follows as soon as it goes on."
            }
        }
    }
}
