import Control
import JSON
import Ledger

/// Compares which private parts are missing with what the ledger says was erased. Sees all events in order.
struct PrivacyAudit {
    /// By position, the column `subject`: entries that lack a value for one of their commitments.
    private var absent: [Int: String] = [:]
    /// Entries with all their values, of which there is at least one.
    private var whole: Set<Int> = []
    /// By position, that of the erasure.
    private var erased: [Int: Int] = [:]
    private var first: (position: Int, words: String)?

    mutating func see(_ stored: LedgerStore.Stored) {
        let isWhole = stored.entry.commitments.keys.allSatisfy { stored.entry.privateFields[$0] != nil }
        if !isWhole { absent[stored.position] = stored.subject }
        if isWhole, !stored.entry.commitments.isEmpty {
            whole.insert(stored.position)
            if stored.subject.hasPrefix(LedgerStore.erasedMark) {
                note(stored.position, "was erased, and its private part is there again")
            } else if stored.subject != stored.event.subject {
                note(stored.position, "stands under another subject")
            }
        }
        guard case .erasure(let erasure) = stored.event else { return }
        if !isWhole {
            // What it names cannot be told from what is missing: this comes first, wherever it stands.
            first = (-1, "event \(stored.position) has lost its private part, and an erasure is never erased")
            return
        }
        guard stored.entry.publicFields["count"]?.integer == erasure.entries.count,
            erasure.entries.allSatisfy({ $0 >= 0 && $0 < stored.position && erased[$0] == nil })
        else { return note(stored.position, "does not name what it erased") }
        for entry in erasure.entries {
            erased[entry] = stored.position
            if whole.contains(entry) { note(entry, "was erased, and its private part is there again") }
        }
    }

    /// What is wrong with the first entry that something is wrong with; nil: nothing.
    var fault: String? {
        let missing = absent.keys.filter { erased[$0] == nil || absent[$0] != LedgerStore.erased(by: erased[$0] ?? 0) }
            .min()
        if let first, first.position < missing ?? .max { return "\(first.words). Restore a backup." }
        return missing.map {
            "event \($0) has lost its private part, or a field of it, and no erasure tells of it. Restore a backup."
        }
    }

    private mutating func note(_ position: Int, _ words: String) {
        if position < first?.position ?? .max { first = (position, "event \(position) \(words)") }
    }
}
