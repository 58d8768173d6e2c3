import Access
import Foundation
import Ledger
import Logging
import Storage
import Synchronization

/// Signs the ledger while a server runs, off every path that anybody waits on: after what was appended is durable.
final class CheckpointSigner: Sendable {
    /// Events come in groups; a signature a second is enough for whoever looks, and costs one write of the disk each.
    private static let pause = DispatchTimeInterval.seconds(1)

    private struct State {
        var isAwaited = false
        var hasFailed = false
    }

    private let log: StoredLog
    private let signer: LogSigner
    private let logger: Logger
    private let queue = DispatchQueue(label: "checkpoints")
    private let state = Mutex(State())

    /// - Throws: when the ledger is not the one that was signed before, or its key is gone.
    init(_ ledger: LedgerStore, keys: KeysFolder, logger: Logger) throws {
        log = ledger.log
        signer = try Self.load(log, keys)
        self.logger = logger
    }

    /// For a server and for a command that signs while none runs; both hold the folder's lock.
    static func load(_ log: StoredLog, _ keys: KeysFolder) throws -> LogSigner {
        let signer = try key(log, keys)
        do {
            try signer.check(size: try log.head().size, root: log.root)
            return signer
        } catch let failure as KeysFolder.Failure {
            throw Failure(.storage, failure.description)
        }
    }

    static func key(_ log: StoredLog, _ keys: KeysFolder) throws -> LogSigner {
        let head = try log.head()
        do throws(KeysFolder.Failure) {
            return try LogSigner.load(keys, origin: head.origin, mayCreate: head.checkpoint == nil)
        } catch {
            throw Failure(.storage, error.description)
        }
    }

    /// Signs what there is now.
    @discardableResult
    static func sign(_ log: StoredLog, _ signer: LogSigner) throws -> SignedNote {
        let size = try log.head().size
        let note = try signer.sign(size: size, root: log.root)
        try log.keep(note, size: size)
        return note
    }

    /// The ledger has grown. Returns at once.
    func ledgerHasGrown() {
        let isFirst = state.withLock { state in
            defer { state.isAwaited = true }
            return !state.isAwaited
        }
        guard isFirst else { return }
        // Weak: a server that has stopped closes its database, and its last signature is `finish`'s.
        queue.asyncAfter(deadline: .now() + Self.pause) { [weak self] in self?.sign() }
    }

    /// Signs once more, for what the end of the server has appended.
    func finish() async {
        await withCheckedContinuation { continuation in
            queue.async {
                self.sign()
                continuation.resume()
            }
        }
    }

    private func sign() {
        state.withLock { $0.isAwaited = false }
        do {
            try Self.sign(log, signer)
            turn(failure: nil)
        } catch {
            turn(failure: "\(error)")
        }
    }

    /// Serving does not depend on it; the log says when it begins and when it ends.
    private func turn(failure: String?) {
        let hasTurned = state.withLock { state in
            defer { state.hasFailed = failure != nil }
            return state.hasFailed != (failure != nil)
        }
        guard hasTurned else { return }
        if let failure {
            logger.error("the ledger is not signed; it can still be appended to", metadata: ["cause": "\(failure)"])
        } else {
            logger.notice("the ledger is signed again")
        }
    }
}
