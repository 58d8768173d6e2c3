#if canImport(Glibc)
    import Glibc
#endif

/// The threshold at which a stream of a watched fleet alarms, chosen for the fleet and not for the stream.
///
/// Each of K streams alarms at A·K. The sum of the K statistics falls short of the fleet's trials in the mean, so the
/// first false alarm anywhere comes after at least A·K trials of the fleet in the mean: A rounds in which every stream
/// has one trial. It holds under any dependence between streams, and when suspicious streams get more of the trials.
package struct FleetAlarm: Sendable, Hashable {
    /// A: the mean number of rounds to a false alarm that must at least be reached.
    package let rounds: Double
    /// K.
    package let streams: Int

    /// Nil unless there is at least one stream and at least one round.
    package init?(rounds: Double, streams: Int = 1) {
        guard rounds >= 1, rounds.isFinite, streams >= 1 else { return nil }
        self.rounds = rounds
        self.streams = streams
    }

    package var threshold: Double { rounds * Double(streams) }
    package var logThreshold: Double { log(threshold) }
}
