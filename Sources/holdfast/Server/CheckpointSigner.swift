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

    /// For the status and the metrics.
    struct Figures {
        /// How many events the newest signature stands for.
        var signed = 0
        /// nil while it can sign.
        var failure: String?
    }

    private struct State {
        var isAwaited = false
        var figures = Figures()
    }

    private let log: StoredLog
    /// nil: nothing was ever signed, and nothing can be now.
    private let signer: LogSigner?
    /// Nothing can be written, so nothing is signed.
    private let isFrozen: Bool
    private let logger: Logger
    private let queue = DispatchQueue(label: "checkpoints")
    private let state = Mutex(State())

    /// - Throws: when the ledger is not the one that was signed before, or its key is gone.
    init(_ folder: StateFolder, keys: KeysFolder, logger: Logger) throws {
        // A connection of its own: while it waits for the disk, revocations are followed on another.
        log = try StoredLog(folder)
        let signer = try Self.signer(log, keys)
        try Self.check(log, signer)
        self.signer = signer
        self.logger = logger
        isFrozen = false
        let signed = try log.head().signed
        state.withLock { $0.figures.signed = signed }
    }

    /// For a ledger that cannot be written: it is checked all the same, and never signed.
    init(frozen log: StoredLog, keys: KeysFolder, refusal: StorageError, logger: Logger) throws {
        self.log = log
        signer = try log.head().origin.map { try LogSigner.load(keys, origin: $0) }
        if let signer { try Self.check(log, signer) }
        self.logger = logger
        isFrozen = true
        let signed = try log.head().signed
        state.withLock { $0.figures = Figures(signed: signed, failure: refusal.message) }
    }

    var origin: String { signer?.key.name ?? "" }
    var figures: Figures { state.withLock { $0.figures } }

    /// The log's signer; where none has signed yet, one is made. For commands too.
    static func signer(_ log: StoredLog, _ keys: KeysFolder) throws -> LogSigner {
        if let origin = try log.head().origin { return try LogSigner.load(keys, origin: origin) }
        let made = try LogSigner.make(keys)
        let origin = try log.claim(made.key.name)
        return origin == made.key.name ? made : try LogSigner.load(keys, origin: origin)
    }

    /// Makes sure that the log continues what was signed last.
    static func check(_ log: StoredLog, _ signer: LogSigner) throws {
        let head = try log.head()
        try signer.check(size: head.size, kept: head.checkpoint, root: log.root)
    }

    /// Signs what there is now.
    @discardableResult
    static func sign(_ log: StoredLog, _ signer: LogSigner) throws -> (note: SignedNote, size: Int) {
        let head = try log.head()
        let note = try signer.sign(size: head.size, kept: head.checkpoint, root: log.root)
        try log.keep(note, size: head.size)
        return (note, head.size)
    }

    /// There is something to sign. Returns at once; a signature that fails is tried again in the same way.
    func ledgerHasGrown() {
        let isFirst = state.withLock { state in
            defer { state.isAwaited = true }
            return !state.isAwaited
        }
        guard isFirst, !isFrozen else { return }
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
        guard let signer, !isFrozen else { return }
        do {
            let signed = try Self.sign(log, signer)
            turn(Figures(signed: signed.size))
        } catch {
            turn(Figures(signed: figures.signed, failure: "\(error)"))
            ledgerHasGrown()
        }
    }

    /// Serving does not depend on it; the log says when it begins and when it ends.
    private func turn(_ figures: Figures) {
        let hadFailed = state.withLock { state in
            defer { state.figures = figures }
            return state.figures.failure != nil
        }
        guard hadFailed != (figures.failure != nil) else { return }
        if let failure = figures.failure {
            logger.error("the ledger is not signed; it can still be appended to", metadata: ["cause": "\(failure)"])
        } else {
            logger.notice("the ledger is signed again")
        }
    }
}
