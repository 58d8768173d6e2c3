import ArgumentParser
import Foundation

/// A moment as an option's value, RFC 3339.
struct Timestamp: ExpressibleByArgument {
    let milliseconds: UInt64

    init?(argument: String) {
        let formats: [Date.ISO8601FormatStyle] = [.iso8601, .init(includingFractionalSeconds: true)]
        guard let date = formats.lazy.compactMap({ try? $0.parse(argument) }).first, date.timeIntervalSince1970 >= 0
        else { return nil }
        milliseconds = UInt64(date.timeIntervalSince1970 * 1000)
    }
}
