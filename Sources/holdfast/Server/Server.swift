import Console
import Control
import Journal
import Logging
import NIOCore
import Notifications
import Recalls
import Relay
import ServiceLifecycle
import Settings
import Storage
import Synchronization
import UnixSignals

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// One running Holdfast: starts its parts, serves until a signal says otherwise, stops them in reverse.
struct Server {
    let parts: ServerParts
    let logger: Logger
    /// Reads the settings again; throws what is wrong with them.
    let reload: @Sendable () throws -> Settings

    func run() async throws {
        // Signals are caught before anything is announced: whoever sees the addresses may send one.
        let trapped = await UnixSignalsSequence(trapping: .sigterm, .sigint, .sighup)
        // That sequence may be iterated once; the wait for the first signal and the watch for a second are two.
        let (signals, signalInlet) = AsyncStream.makeStream(of: UnixSignal.self, bufferingPolicy: .bufferingNewest(16))
        let isReady = Ready()
        let service = try await listen()
        let (bound, boundInlet) = AsyncStream.makeStream(of: String.self)
        let (consoleEnded, endInlet) = AsyncStream.makeStream(of: Never.self)
        let view = OperatorView(parts: parts, isReady: isReady)
        let console = try blamingOperatorTLS {
            try Console.makeApplication(
                parts.settings.listeners.operator,
                sources: view.sources,
                logger: logger,
                onBound: { boundInlet.yield($0) }
            )
        }
        let group = ServiceGroup(configuration: .init(services: [.init(service: console)], logger: quiet))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { for await signal in trapped { signalInlet.yield(signal) } }
            tasks.addTask {
                await parts.control.run(parts.relay) { adopted in
                    parts.recalls.adopted(adopted)
                    parts.notifier.warn(parts.control.alarms)
                }
            }
            tasks.addTask { await parts.recalls.run() }
            tasks.addTask { await parts.signals.run() }
            tasks.addTask { await parts.signals.readLists() }
            tasks.addTask { await parts.drills.run() }
            tasks.addTask { await parts.probes.run() }
            tasks.addTask { await parts.watch.run() }
            tasks.addTask { await parts.notifier.run() }
            tasks.addTask { [logger] in await StatusPublisher(control: parts.control, logger: logger).run() }
            tasks.addTask { await watchSecrets() }
            tasks.addTask {
                try await runConsole(group) {
                    boundInlet.finish()
                    endInlet.finish()
                }
            }
            guard let operatorAddress = await bound.first(where: { _ in true }) else {
                // The console ended before it was bound: its task has the reason.
                try await tasks.next()
                while try await tasks.next() != nil {}
                return
            }
            let endWatch = follow()
            parts.signals.hearSettings()
            announce(service: service, operator: operatorAddress)
            await waitForStop(signals)
            isReady.set(false)
            // A second signal does not wait for anybody.
            tasks.addTask {
                for await signal in signals where signal != .sighup {
                    complain("ended at once by a second \(signal)")
                    _exit(1)
                }
            }
            // A client that holds a connection to the console does not hold the process.
            tasks.addTask {
                try? await Task.sleep(for: parts.settings.limits.drain + .seconds(2))
                endInlet.finish()
            }
            await stop(group, endWatch, consoleEnded: consoleEnded)
            tasks.cancelAll()
        }
        await parts.relay.end()
    }

    // MARK: Starting

    private var quiet: Logger {
        var logger = logger
        logger.logLevel = .warning
        return logger
    }

    private func listen() async throws -> String {
        let listener = parts.settings.listeners.service
        do throws(Relay.StartError) {
            let port = try await parts.relay.listen(listener).port ?? listener.port
            let host = listener.host.contains(":") ? "[\(listener.host)]" : listener.host
            return "\(listener.tls == nil ? "http" : "https")://\(host):\(port)"
        } catch {
            switch error {
            case .bind(let address, let cause):
                throw Failure(
                    .address,
                    "The service listener cannot use \(address): \(Self.sentence(cause)). Is another server there? Change `listeners.service.bind`."
                )
            case .certificate(let problem):
                throw Failure(.settings, "The certificate or key of `listeners.service.tls` cannot be used: \(problem)")
            }
        }
    }

    private func blamingOperatorTLS<Made>(_ make: () throws -> Made) throws -> Made {
        do {
            return try make()
        } catch {
            throw Failure(.settings, "The certificate or key of `listeners.operator.tls` cannot be used: \(error)")
        }
    }

    private func runConsole(_ group: ServiceGroup, ended: @Sendable () -> Void) async throws {
        defer { ended() }
        do {
            try await group.run()
        } catch {
            let listener = parts.settings.listeners.operator
            throw Failure(
                .address,
                "The operator listener cannot use \(listener.host):\(listener.port): \(Self.sentence(error)). Is another server there? Change `listeners.operator.bind`."
            )
        }
    }

    /// The system's own words for why an address cannot be used, without the name of the call that heard them.
    private static func sentence(_ error: any Error) -> String {
        switch error {
        case let error as IOError: String(cString: strerror(error.errnoCode))
        case let error as SocketAddressError.UnknownHost: error.errorDescription
        default: "\(error)"
        }
    }

    /// - Returns: ends what follows the ledger and looks after the state folder.
    private func follow() -> @Sendable () -> Void {
        let settings = parts.settingsRecord
        // One append: a store that is locked is waited for once.
        parts.events.append([
            ServerParts.draft(.serverStarted(version: Version.text)),
            ServerParts.draft(settings.event, document: settings.document),
        ])
        return parts.follow()
    }

    private func announce(service: String, operator operatorAddress: String) {
        parts.writeServerFiles(service: service, operator: operatorAddress)
        var lines: [String] = []
        for (_, reason) in parts.degradation.sentences { lines.append("  degraded: \(reason)") }
        let warnings = parts.control.snapshot.warnings + Assembly.notificationWarnings(parts.settings)
        for sentence in parts.assumptions + warnings { lines.append("  note: \(sentence)") }
        if parts.control.state.keys.isEmpty {
            lines.append(
                "  note: no key was made yet, so every program on this machine may use the service. `holdfast key create` ends that."
            )
        }
        lines += ["service   \(service)", "operator  \(operatorAddress)", ""]
        // Past the buffer of standard output: whoever waits for these lines reads them from a pipe.
        var text = lines.joined(separator: "\n")
        text.withUTF8 { bytes in _ = write(STDOUT_FILENO, bytes.baseAddress, bytes.count) }
        logger.notice("serving", metadata: ["service": "\(service)", "operator": "\(operatorAddress)"])
    }

    // MARK: Serving

    private func waitForStop(_ signals: AsyncStream<UnixSignal>) async {
        for await signal in signals {
            guard signal == .sighup else {
                logger.notice("stopping; running exchanges may finish", metadata: ["signal": "\(signal)"])
                return
            }
            await reloadSettings()
        }
    }

    private func reloadSettings() async {
        do {
            let settings = try reload()
            let fixed = settings.needsRestart(comparedTo: parts.control.settings)
            guard fixed.isEmpty else {
                logger.error(
                    "the settings were not reloaded: these keys need a restart, and the old settings stay in force",
                    metadata: ["keys": "\(fixed.joined(separator: ", "))"]
                )
                return
            }
            let reopened = ReopenedPaths.find(
                from: parts.control.settings,
                to: settings,
                recalls: parts.control.state.recalls.values
            )
            if let first = reopened.first {
                logger.error(
                    "the settings were not reloaded: a recalled model would serve again under another lineage or name",
                    metadata: ["model": "\(first.model)", "recall": "\(first.recall)", "models": "\(reopened.count)"]
                )
                return
            }
            try await parts.rehearsals.apply(settings)
            await parts.control.apply(settings)
            await parts.rehearsals.retire(except: settings)
            parts.signals.hearSettings()
            parts.notifier.apply(settings.notifications, paging: SignalPolicy.heldKinds(settings))
            parts.journal.setRetention(.init(age: settings.retention.journalAge, bytes: settings.retention.journalSize))
            let record = parts.recordOfFile()
            parts.events.append([ServerParts.draft(record.event, document: record.document)])
            logger.notice("settings reloaded")
        } catch {
            logger.error(
                "the settings were not reloaded; the old ones stay in force",
                metadata: ["problems": "\(error)"]
            )
        }
    }

    /// Credential files are looked at every two seconds: rotation tools write them, nobody tells us.
    private func watchSecrets() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(2))
            parts.control.send(.secrets)
        }
    }

    // MARK: Stopping

    private func stop(
        _ group: ServiceGroup,
        _ endWatch: @escaping @Sendable () -> Void,
        consoleEnded: AsyncStream<Never>
    ) async {
        parts.probes.stop()
        await parts.relay.stop(drain: parts.control.settings.limits.drain)
        await parts.probes.finish()
        await parts.stopJournal()
        await ServerParts.blocking { [parts] in
            endWatch()
            parts.events.append([ServerParts.draft(.serverStopped(reason: "signal"))])
            parts.ledger.project()
        }
        await parts.checkpoints.finish()
        parts.control.finish()
        await group.triggerGracefulShutdown()
        for await _ in consoleEnded {}
        await parts.rehearsals.stop()
        parts.removeServerFiles()
        logger.notice("stopped")
    }
}

/// Whether requests are welcome; read by `/readyz` on any thread.
final class Ready: Sendable {
    private let value = Atomic<Bool>(true)

    func set(_ ready: Bool) { value.store(ready, ordering: .relaxed) }
    var isSet: Bool { value.load(ordering: .relaxed) }
}
