import Dialects
import Domain
import NIOCore
import Routing
import Settings

/// One try at one model, from the choice of a connection to its outcome.
final class Attempt {
    enum Phase {
        case connecting
        /// The request is up; nothing has come back.
        case waiting
        /// A 2xx that is no stream: held until it is whole.
        case collecting
        /// An answer too large to be held: relayed as it comes.
        case streamingPlain
        /// An error answer, collected so that it can be told.
        case collectingError(status: Int)
        case streaming
    }

    let target: Target
    let credential: Int
    /// The provider's, in which the request goes up.
    let dialect: Dialect
    /// Set where that is not the caller's.
    var translation: Translation?
    /// The caller's body without reasoning that the model would not take; nil: as it came.
    var clearedBody: (bytes: ByteBuffer, peek: Peek)?
    /// The seals of the history were taken out.
    var isUnsealed = false
    /// All seals of the history are known to be of this attempt's model.
    var sealsAreOwn = true
    /// What the answer lost so far beside what the request lost.
    var answerLosses: LossReport?
    /// When it had its place at the model.
    private(set) var started: NIODeadline
    private let limits: ClockLimits
    var clocks: AttemptClocks
    var phase = Phase.connecting
    var connecting: UpstreamPool.Connecting?
    var connection: UpstreamConnection?
    /// On a connection that had served before; a reset there is retried once on a fresh one.
    var freshOnly = false
    var answerHead: ResponseHead?
    var answer = ByteBuffer()
    var stream: StreamRelay?
    /// What the provider told instead of an answer, or inside of one whose status was good.
    var vendorError: UpstreamError?
    /// Of the model's breaker, handed back once with the outcome.
    var ticket: BreakerTicket?
    /// What its failure means; nil while there is none.
    var failureClass: FailureClass?
    /// What `stream`, or the part of a large answer that was held, was last charged for, of the process's memory.
    var chargedBytes = 0

    init(target: Target, credential: Int, dialect: Dialect, started: NIODeadline, clocks: ClockLimits) {
        self.started = started
        limits = clocks
        self.clocks = AttemptClocks(clocks, now: started.uptimeNanoseconds)
        self.target = target
        self.credential = credential
        self.dialect = dialect
    }

    /// It waited for its place until now.
    func begin(now: NIODeadline) {
        started = now
        clocks = AttemptClocks(limits, now: now.uptimeNanoseconds)
    }

    /// Lets go of the provider; what was under way with it is lost.
    func abandon() {
        connecting?.cancel()
        connection?.cancel()
    }
}
