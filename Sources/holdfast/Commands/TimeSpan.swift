import ArgumentParser
import Settings

/// A duration as an option's value: `10m`, `12h`, `90d`.
struct TimeSpan: ExpressibleByArgument, CustomStringConvertible {
    let milliseconds: UInt64

    static let day = TimeSpan(milliseconds: 86_400_000)

    private init(milliseconds: UInt64) { self.milliseconds = milliseconds }

    var description: String { milliseconds % 3_600_000 == 0 ? "\(milliseconds / 3_600_000)h" : "\(milliseconds)ms" }

    init?(argument: String) {
        guard let duration = Quantities.duration(argument), duration > .zero else { return nil }
        let (seconds, attoseconds) = duration.components
        milliseconds = UInt64(seconds) * 1000 + UInt64(attoseconds / 1_000_000_000_000_000)
    }
}
