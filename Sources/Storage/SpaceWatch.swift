/// Decides what is written while space is short: the journal stops, and goes on when there is room again. The reserve stays
/// where it is: given up ahead of need, whoever fills the disk would take it. An append that finds none takes it. Looks are told in; it has neither a clock nor a file.
package struct SpaceWatch: Sendable {
    /// What there must be beyond the limit before things go on, so that they do not stop at once again: a fourth of it.
    private static let margin = 4

    package struct Look: Sendable, Equatable {
        /// Bytes; nil: not known, and then nothing is decided by it.
        package var free: Int?
        package var hasReserve: Bool
        /// Bytes; below them the journal stops. 0: never.
        package var limit: Int

        package init(free: Int?, hasReserve: Bool, limit: Int) {
            self.free = free
            self.hasReserve = hasReserve
            self.limit = limit
        }
    }

    package struct Decision: Sendable, Equatable {
        package var stopsJournal = false
        package var wantsReserve = false
    }

    private var isShort = false
    private var hadReserve = false

    package init() {}

    package mutating func look(_ look: Look) -> Decision {
        // Gone since the last look: an append found the disk full, here or in a command.
        let isGivenUp = hadReserve && !look.hasReserve
        hadReserve = look.hasReserve
        guard let free = look.free else {
            isShort = isShort || isGivenUp
            return Decision(stopsJournal: isShort)
        }
        let enough = look.limit + look.limit / Self.margin
        if free < look.limit || isGivenUp {
            isShort = true
        } else if free >= enough + (look.hasReserve ? 0 : Reserve.bytes) {
            isShort = false
        }
        var decision = Decision(stopsJournal: isShort)
        decision.wantsReserve = !isShort && !look.hasReserve && free >= enough + Reserve.bytes
        return decision
    }
}
