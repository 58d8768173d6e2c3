import Control
import Logging
import Relay
import Settings

/// Keeps the public folder as the ledger stands, and now and then as traffic went.
struct StatusPublisher: Sendable {
    let control: ControlPlane
    let logger: Logger

    private static let beat = Duration.seconds(2)
    /// For what changes without an event: traffic, and what time does to certificates.
    private static let longest: UInt64 = 60_000
    /// After a failure: a full disk is not tried at each beat.
    private static let pause = Duration.seconds(10)

    /// Runs until the task is cancelled.
    func run() async {
        var past = RouteTraffic()
        var done: (epoch: UInt64, publication: Publication, at: UInt64)?
        var told: String?
        while !Task.isCancelled {
            var wait = Self.beat
            let (settings, epoch, now) = (control.settings, control.state.epoch, WallClock.system.milliseconds())
            if let publication = settings.publication,
                done.map({ $0.epoch != epoch || $0.publication != publication || now > $0.at + Self.longest }) ?? true
            {
                do {
                    let known = past
                    // Not on a thread that others wait for: it reads files and the journal.
                    past = try await Task.detached(priority: .utility) {
                        try await PublishedFolder(publication.folder)
                            .publish(settings, address: publication.address, past: known).past
                    }.value
                    done = (epoch, publication, now)
                    if told != nil { logger.notice("the public folder is written again") }
                    told = nil
                } catch {
                    let cause = Failure(error).message
                    if told != cause {
                        logger.error("the public folder cannot be written", metadata: ["cause": "\(cause)"])
                    }
                    told = cause
                    wait = Self.pause
                }
            }
            try? await Task.sleep(for: wait)
        }
    }
}
