import Control
import Domain
import JSON
import Ledger
import Storage

/// An event as the commands print it.
struct LedgerLine {
    let stored: LedgerStore.Stored

    var text: String {
        let place = "\(stored.position)"
        return [
            String(repeating: " ", count: max(0, 6 - place.count)) + place,
            ClockText.rfc3339(unixMilliseconds: stored.entry.recordedAt),
            stored.entry.kind + String(repeating: " ", count: max(0, 16 - stored.entry.kind.count)),
            // What somebody wrote as a reason must not look like another line.
            String(
                stored.event.summary.map {
                    $0.isNewline || ($0.asciiValue ?? 32) < 32 || $0 == "\u{7F}" ? "\u{FFFD}" : $0
                }
            ),
        ].joined(separator: "  ")
    }

    /// - Parameter isWhole: with the values of private fields, which nobody else may see.
    func json(isWhole: Bool) -> JSONValue {
        let entry = stored.entry
        // The leaf is JSON by construction.
        let leaf = (try? JSONValue(parsing: entry.leaf)) ?? .null
        let values = entry.privateFields.mapValues(\.value)
        return .object(
            ("index", .integer(stored.position)),
            ("time", .string(ClockText.rfc3339(unixMilliseconds: entry.recordedAt))),
            ("entry", leaf),
            ("private", isWhole ? (try? JSONValue(parsing: CanonicalValue.object(values).bytes)) ?? .null : nil)
        )
    }
}
