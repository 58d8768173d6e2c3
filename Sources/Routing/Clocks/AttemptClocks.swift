/// When one attempt is taken to have failed by time. At any moment the shortest of those that run decides:
///
/// connecting → `connect` · request sent → `head` and `firstContent` · head here, no content yet → `firstContent`, counted
/// from the request · content flows → `idle` since the last content, and `floor` · all the while → `attempt`.
///
/// What is content the caller of this says: bytes of a plain answer from the first that is no white space, deltas of a
/// stream. Comments, pings and life-cycle events move nothing, or a provider that only keeps its connection warm would
/// never be given up.
///
/// Holds no clock: `now` is nanoseconds of one that never goes back.
package struct AttemptClocks: Sendable, Equatable {
    private enum Phase: Sendable, Equatable {
        case connecting
        case waiting
        case beforeContent
        case flowing
    }

    private let limits: ClockLimits
    private let startedAt: UInt64
    private var phase = Phase.connecting
    private var sentAt: UInt64 = 0
    /// The last sign of life that counts in the present phase.
    private var since: UInt64
    private var windowStart: UInt64 = 0
    private var windowBytes = 0

    package init(_ limits: ClockLimits, now: UInt64) {
        self.limits = limits
        startedAt = now
        since = now
    }

    /// When `expire` must be asked, if nothing comes before.
    package var deadline: UInt64 {
        min(phaseDeadline, startedAt.advanced(byNanoseconds: limits.attempt))
    }

    /// A connection is being made, the first or another one.
    package mutating func connecting(now: UInt64) {
        phase = .connecting
        since = now
    }

    /// The request is up.
    package mutating func sent(now: UInt64) {
        phase = .waiting
        sentAt = now
        since = now
    }

    package mutating func headCame() { phase = .beforeContent }

    package var hasContent: Bool { phase == .flowing }

    /// Content came.
    package mutating func flow(_ bytes: Int, now: UInt64) {
        since = now
        guard phase == .flowing else {
            phase = .flowing
            windowStart = now
            windowBytes = bytes
            return
        }
        windowBytes += bytes
    }

    /// Nothing was asked of the provider until now, for the client did not read.
    package mutating func resume(now: UInt64) {
        guard phase == .flowing else { return }
        since = now
        windowStart = now
        windowBytes = 0
    }

    /// - Returns: which clock has run out; nil when none has: the deadline has moved then.
    package mutating func expire(now: UInt64) -> AttemptFailure? {
        if now >= startedAt.advanced(byNanoseconds: limits.attempt) { return .attemptTimeout }
        switch phase {
        case .connecting: return now >= phaseDeadline ? .connectTimeout : nil
        case .waiting:
            guard now >= phaseDeadline else { return nil }
            return limits.firstContent < limits.head ? .firstContentTimeout : .headTimeout
        case .beforeContent: return now >= phaseDeadline ? .firstContentTimeout : nil
        case .flowing:
            if now >= since.advanced(byNanoseconds: limits.idle) { return .idleTimeout }
            guard limits.floorBytes > 0, now >= windowEnd else { return nil }
            if windowBytes < limits.floorBytes { return .tooSlow }
            windowStart = now
            windowBytes = 0
            return nil
        }
    }

    private var windowEnd: UInt64 { windowStart.advanced(byNanoseconds: limits.floorWindow) }

    private var phaseDeadline: UInt64 {
        switch phase {
        case .connecting: since.advanced(byNanoseconds: limits.connect)
        case .waiting: sentAt.advanced(byNanoseconds: min(limits.head, limits.firstContent))
        case .beforeContent: sentAt.advanced(byNanoseconds: limits.firstContent)
        case .flowing:
            min(
                since.advanced(byNanoseconds: limits.idle),
                limits.floorBytes > 0 ? windowEnd : .max
            )
        }
    }
}

/// The lengths of an attempt's clocks, in nanoseconds: they are added up on every piece of an answer.
package struct ClockLimits: Sendable, Equatable {
    package let connect: UInt64
    package let head: UInt64
    package let firstContent: UInt64
    package let idle: UInt64
    package let attempt: UInt64
    package let floorWindow: UInt64
    /// The least that must come in a window; 0: no floor.
    package let floorBytes: Int

    /// - Parameter floor: bytes per second.
    package init(
        connect: Duration,
        head: Duration,
        firstContent: Duration,
        idle: Duration,
        attempt: Duration,
        floor: Int,
        floorWindow: Duration
    ) {
        self.connect = connect.clampedNanoseconds
        self.head = head.clampedNanoseconds
        self.firstContent = firstContent.clampedNanoseconds
        self.idle = idle.clampedNanoseconds
        self.attempt = attempt.clampedNanoseconds
        self.floorWindow = floorWindow.clampedNanoseconds
        let (product, overflow) = UInt64(max(0, floor)).multipliedReportingOverflow(by: self.floorWindow)
        floorBytes = Int(clamping: (overflow ? .max : product) / 1_000_000_000)
    }
}
