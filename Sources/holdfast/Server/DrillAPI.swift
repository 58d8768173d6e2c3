import Console
import Control
import Domain
import JSON
import Recalls
import Settings
import Storage

/// Drills over the operator API.
struct DrillAPI: Sendable {
    let parts: ServerParts

    private static let known: Set<String> = ["lineage", "routes", "mirror_percent", "seconds", "most_failures"]

    func start(_ body: [UInt8], by name: String) async throws -> JSONValue {
        let settings = parts.control.settings
        let plan = try RecallAPI.telling {
            let document = try CommandDocument(body, known: Self.known)
            let lineage = try Recaller.pattern(try document.text("lineage") ?? "", settings)
            let routes = try document.texts("routes")
            let slice = try SliceValues([.route: routes ?? []]).slice(settings)
            let order = RecallOrder(lineage, slice: slice, recallClass: .three, checks: .all, isDrill: true)
            try Recaller.refuseUnused(RecallPaths(order, settings), order, settings)
            let percent = try document.integer("mirror_percent", 1...100)
            let seconds = try document.integer("seconds", 1...86_400)
            guard (percent == nil) == (seconds == nil) else {
                throw ConsoleSources.Failure.badQuery("`mirror_percent` and `seconds` go together.")
            }
            return DrillDesk.Plan(
                order: order,
                routes: routes.map { Set($0) },
                mirror: percent.flatMap { percent in seconds.map { (percent, .seconds($0)) } },
                mostFailures: try document.integer("most_failures", 0...1_000_000) ?? 0,
                by: Actor(name) ?? .server
            )
        }
        return try await telling { Self.json(try await parts.drills.start(plan)) }
    }

    /// - Parameter body: lines of JSON.
    func replay(_ id: String, _ body: [UInt8]) async throws -> JSONValue {
        var lines: [ReplayLine] = []
        for (number, bytes) in body.split(separator: 0x0A).enumerated() {
            do throws(ReplayLine.Fault) {
                lines.append(try ReplayLine(Array(bytes)))
            } catch {
                throw ConsoleSources.Failure.badQuery("Line \(number + 1) \(error.description).")
            }
        }
        return try await telling { Self.json(try await parts.drills.replay(lines, in: id)) }
    }

    func progress(_ id: String) throws -> JSONValue {
        do {
            return Self.json(try parts.drills.progress(id))
        } catch {
            throw ConsoleSources.Failure.notFound("\(error)")
        }
    }

    func finish(_ id: String) async throws -> JSONValue {
        try await telling { Self.json(try await parts.drills.finish(id)) }
    }

    func abort(_ id: String) async throws -> JSONValue {
        try await telling {
            _ = try parts.drills.progress(id)
            parts.drills.abort(id, reason: "broken off")
            return .object(("drill", .string(id)), ("aborted", .bool(true)))
        }
    }

    private func telling(_ work: () async throws -> JSONValue) async throws -> JSONValue {
        do {
            return try await work()
        } catch let problem as DrillDesk.Problem {
            if case .unknown = problem { throw ConsoleSources.Failure.notFound(problem.description) }
            throw ConsoleSources.Failure.refused(problem.description)
        } catch let refusal as RecallRefusal {
            throw ConsoleSources.Failure.refused(refusal.description)
        } catch let error as StorageError {
            throw ConsoleSources.Failure.unavailable(error.message)
        }
    }

    private static func json(_ progress: DrillDesk.Progress) -> JSONValue {
        .object(
            ("drill", .string(progress.id)),
            ("requests", .integer(progress.requests)),
            ("failures", .integer(progress.failures)),
            ("skipped", .integer(progress.skipped)),
            ("dropped", .integer(progress.dropped)),
            ("report", progress.report.map(DrillView.json))
        )
    }
}
