import Console
import Control
import Domain
import JSON
import Journal
import Recalls
import Relay
import Settings
import Storage

/// Recalls over the operator API: what the commands do, for programs.
struct RecallAPI: Sendable {
    let parts: ServerParts

    // MARK: Looking

    func list(_ query: ConsoleSources.Query) throws -> JSONValue {
        let all = query["all"] == "true"
        let recalls = parts.control.state.recalls.values.filter { all || RecallsCommand.isCurrent($0) }
            .sorted { ($0.openedAt, $0.id) > ($1.openedAt, $1.id) }
        return .object(("recalls", .array(recalls.map(RecallView.json))))
    }

    func show(_ id: String) throws -> JSONValue {
        guard let recall = parts.control.state.recalls[id] else {
            throw ConsoleSources.Failure.notFound(RecallRefusal.unknown(id).description)
        }
        return RecallView.json(recall)
    }

    func blast(_ query: ConsoleSources.Query) throws -> JSONValue {
        try Self.telling {
            let settings = parts.control.settings
            let recalls = parts.control.state.recalls
            let order: RecallOrder
            if let id = query["id"] {
                guard let recall = recalls[id] else { throw RecallRefusal.unknown(id) }
                order = recall.order
            } else {
                order = RecallOrder(try Recaller.pattern(query["lineage"] ?? "", settings))
            }
            guard let since = TimeSpan(argument: query["since"] ?? "24h") else {
                throw ConsoleSources.Failure.badQuery("`since` is a duration such as 10m, 2h or 7d.")
            }
            let now = WallClock.system.milliseconds()
            let blast = try BlastRadius(order, settings, parts.reader, since: now - min(now, since.milliseconds))
            let others = recalls.values.filter { $0.id != query["id"] }
            return BlastView.json(blast, RecallPaths(order, settings, standing: others, parts.control.snapshot))
        }
    }

    // MARK: Acting

    func open(_ body: [UInt8], by name: String) async throws -> JSONValue {
        let settings = parts.control.settings
        let (recall, paths) = try Self.telling { () -> (Recall?, RecallPaths) in
            let document = try CommandDocument(body, known: CommandDocument.order)
            let lineage = try Recaller.pattern(try document.text("lineage") ?? "", settings)
            let order = try document.order(lineage, settings)
            let state = try document.choice("state", RecallState.self) ?? .declared
            let move = try document.move(to: state, share: nil, by: Actor(name) ?? .server)
            let awareAt = try document.moment("aware_at")
            let standing = parts.control.state.recalls.values
            let paths = RecallPaths(order, settings, standing: standing, parts.control.snapshot)
            try parts.desk.checkOpening(order, move, awareAt: awareAt)
            if try document.flag("dry_run") { return (nil, paths) }
            if try !document.flag("even_unused") { try Recaller.refuseUnused(paths, order, settings) }
            return (try parts.desk.open(order, move, awareAt: awareAt), paths)
        }
        guard let recall else { return RecallView.json(paths) }
        return await told(recall, paths)
    }

    func move(_ id: String, _ body: [UInt8], by name: String) async throws -> JSONValue {
        let recall = try Self.telling {
            let document = try CommandDocument(body, known: CommandDocument.step)
            guard let seen = parts.ledger.state.recalls[id] else { throw RecallRefusal.unknown(id) }
            guard let to = try document.choice("to", RecallState.self) else {
                throw ConsoleSources.Failure.badQuery("The step has no `to`: the state to go to.")
            }
            let share = try document.integer("share")
            let goal =
                to == .reinstating && share == nil ? RecallGoal.next(of: seen) : RecallGoal(to, share: share)
            let moves = try goal.steps(from: seen.state).map { step in
                try document.move(to: step.state, share: step.share, by: Actor(name) ?? .server)
            }
            if try document.flag("dry_run") {
                return try parts.desk.tried(id, moves, in: parts.ledger.state, under: parts.control.settings)
            }
            return try parts.desk.move(id, moves, under: parts.control.settings)
        }
        return await told(recall, nil)
    }

    private func told(_ recall: Recall, _ paths: RecallPaths?) async -> JSONValue {
        let isInEffect = await parts.control.waitForEffect(of: recall.steps.last?.epoch ?? 0)
        return .object(
            ("recall", RecallView.json(recall)),
            ("effect", .string((isInEffect ? Recaller.Effect.inEffect : .noAnswer).rawValue)),
            ("reach", paths.map(RecallView.json))
        )
    }

    /// Puts what the commands say on standard error into the API's words.
    static func telling<Value>(_ work: () throws -> Value) throws -> Value {
        do {
            return try work()
        } catch let refusal as RecallRefusal {
            if case .unknown = refusal { throw ConsoleSources.Failure.notFound(refusal.description) }
            throw ConsoleSources.Failure.refused(refusal.description)
        } catch let failure as Failure {
            throw ConsoleSources.Failure.badQuery(failure.message)
        } catch let error as StorageError {
            throw ConsoleSources.Failure.unavailable(error.message)
        }
    }
}
