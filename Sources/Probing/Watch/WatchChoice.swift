import Domain
import Statistics

/// Which stream of a place has the next trial.
///
/// Drawn by lot from what is known before the trial, so that the promise about false alarms holds however unequal the lots are
/// (`FleetAlarm`). Packs that were never tried come first; a stream half way to its line, in logarithms, has twice the lots of a
/// calm one, and one at its line three times.
package enum WatchChoice {
    /// - Parameters:
    ///   - number: of the trial, in its place; with the seed it settles the lot.
    ///   - act: ln of the line at which streams alarm.
    package static func pick(_ streams: [WatchStream], number: Int, seed: UInt64, act: Double) -> WatchStream? {
        let new = streams.filter(\.isNew)
        // The one that was tried least, and of equals the first by name.
        if let first = new.min(by: { ($0.next, $0.name) < ($1.next, $1.name) }) { return first }
        let lots = streams.map { Self.lots(of: $0, act: act) }
        let whole = lots.reduce(0, +)
        guard whole > 0 else { return nil }
        var random = SeededRandom(seed: seed &+ UInt64(truncatingIfNeeded: number) &* 0xd134_2543_de82_ef95)
        _ = random.next()
        var place = Int(random.next() % UInt64(whole))
        for (stream, lot) in zip(streams, lots) {
            if place < lot { return stream }
            place -= lot
        }
        return streams.last
    }

    /// From 100 to 300.
    private static func lots(of stream: WatchStream, act: Double) -> Int {
        guard act > 0 else { return 100 }
        let share = max(0, min(1, stream.detector.logStatistic / act))
        return 100 + Int(200 * share)
    }
}
