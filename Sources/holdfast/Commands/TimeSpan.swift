import ArgumentParser
import Settings

/// A duration as an option's value: `10m`, `12h`, `90d`.
struct TimeSpan: ExpressibleByArgument {
    let milliseconds: UInt64

    init?(argument: String) {
        guard let duration = Quantities.duration(argument), duration > .zero else { return nil }
        let (seconds, attoseconds) = duration.components
        milliseconds = UInt64(seconds) * 1000 + UInt64(attoseconds / 1_000_000_000_000_000)
    }
}
