import Foundation
import Relay

extension WallClock {
    /// Since 1970, UTC.
    static func microseconds() -> UInt64 { UInt64(max(0, Date().timeIntervalSince1970) * 1_000_000) }
}
