import Control
import Domain
import JSON
import Relay
import Settings

/// What `explain` says of a route's last drill.
struct LastDrill {
    private let drills: [String: ControlState.Drill]
    private let staleAfter: UInt64
    private let now = WallClock.system.milliseconds()

    /// - Parameter state: nil: there is none yet.
    init(_ state: ControlState?, _ settings: Settings) {
        drills = state?.drills ?? [:]
        staleAfter = UInt64(settings.drillAge.components.seconds) * 1000
    }

    /// nil: there never was one.
    func json(_ route: String) -> JSONValue? {
        drills[route].map { drill in
            let age = now - min(now, drill.at)
            return .object(
                ("drill", .string(drill.id)),
                ("passed", .bool(drill.passed)),
                ("at", .string(ClockText.rfc3339(unixMilliseconds: drill.at))),
                ("days", .integer(Int(age / 86_400_000))),
                ("stale", .bool(age > staleAfter))
            )
        }
    }

    static func words(_ drill: JSONValue?) -> String {
        guard let drill else { return "last drill: never. `holdfast drill LINEAGE` rehearses a recall" }
        let days = drill["days"]?.integer ?? 0
        let age = days == 0 ? "today" : days == 1 ? "1 day ago" : "\(days) days ago"
        let verdict = drill["passed"]?.bool == true ? "passed" : "failed"
        let stale = drill["stale"]?.bool == true ? ", stale" : ""
        return "last drill: \(verdict), \(age)\(stale) (\(drill["drill"]?.string ?? ""))"
    }
}
