/// Proof that a breaker let an attempt through; handed back with the attempt's outcome exactly once.
///
/// It carries the generation in which it was given out, so that an outcome which comes too late can be told from one
/// that matters. Losing a ticket costs nothing but its verdict: the breaker gives a lost trial up after a limit.
package struct BreakerTicket: Sendable, Equatable {
    enum Role: Sendable, Equatable {
        case ordinary
        /// The one attempt whose outcome closes a half-open breaker or opens it again.
        case trial
        /// Let through although the breaker said no, because no other model was left.
        case overruled
    }

    let generation: UInt64
    let role: Role

    /// Whether the fate of the breaker hangs on this attempt; the attempt is then no place for hedging or waiting.
    package var isTrial: Bool { role == .trial }
}
