import Console
import Control
import Domain
import JSON
import Probing
import Settings
import Storage

/// Runs of probes over the operator API.
struct RunAPI: Sendable {
    let parts: ServerParts

    private static let mostListed = 100

    func list() throws -> JSONValue {
        RunView.json(try parts.probeStore.runs(limit: Self.mostListed))
    }

    func show(_ id: String) throws -> JSONValue {
        let run: ProbeStore.Run
        do {
            run = try parts.probeStore.run(id)
        } catch {
            throw ConsoleSources.Failure.notFound("\(error)")
        }
        let gate = parts.control.state.gate
        return RunView.json(
            run,
            progress: parts.probes.progress(of: id),
            certificate: gate.certificate(of: id),
            findings: gate.findings(of: id)
        )
    }

    func start(_ body: [UInt8], by name: String) async throws -> JSONValue {
        let order = try RunOrder(body)
        return try await telling {
            .object(("run", .string(try await parts.probes.start(order, by: Actor(name) ?? .server))))
        }
    }

    func pause(_ id: String) async throws -> JSONValue {
        try await telling {
            try parts.probes.pause(id)
            return .object(("run", .string(id)), ("pausing", .bool(true)))
        }
    }

    /// - Parameter body: ceilings that take the place of the run's own; empty: none do.
    func resume(_ id: String, _ body: [UInt8]) async throws -> JSONValue {
        let document = try CommandDocument(body.isEmpty ? Array("{}".utf8) : body, known: RunOrder.ceilings)
        let change = try RunOrder.ceilings(document)
        return try await telling {
            try await parts.probes.resume(id, ceilings: change)
            return .object(("run", .string(id)))
        }
    }

    private func telling(_ work: () async throws -> JSONValue) async throws -> JSONValue {
        do {
            return try await work()
        } catch let fault as ProbeStore.Fault {
            if case .unknownRun = fault { throw ConsoleSources.Failure.notFound(fault.description) }
            throw ConsoleSources.Failure.refused(fault.description)
        } catch let problem as ProbeDesk.Problem {
            throw ConsoleSources.Failure.refused(problem.description)
        } catch let error as StorageError {
            throw ConsoleSources.Failure.unavailable(error.message)
        } catch let failure as Failure {
            throw ConsoleSources.Failure.badQuery(failure.message)
        } catch {
            throw ConsoleSources.Failure.badQuery("\(error)")
        }
    }
}
