import NIOCore

/// Something on an event loop that ends, or changes its mind, at a certain time.
protocol Expiring: AnyObject {
    /// Read at each tick; moved freely. `.distantFuture` while nothing is awaited.
    var due: NIODeadline { get }
    /// Place in the list; owned by `Deadlines`.
    var deadlineSlot: Int { get set }
    func deadlineReached(now: NIODeadline)
}

/// All clocks of one event loop, looked at together every 50 ms.
///
/// A timer a clock would cost an allocation and two heap operations for each of the six clocks of each attempt, nearly
/// always to be cancelled; a list that is walked twenty times a second costs a request two array stores. The price is
/// that a clock fires up to one tick late, which no clock here minds.
final class Deadlines {
    static let tick: TimeAmount = .milliseconds(50)

    private var watched: [any Expiring] = []

    func watch(_ object: any Expiring) {
        object.deadlineSlot = watched.count
        watched.append(object)
    }

    func forget(_ object: any Expiring) {
        let slot = object.deadlineSlot
        guard slot < watched.count, watched[slot] === object else { return }
        let last = watched.removeLast()
        if last !== object {
            watched[slot] = last
            last.deadlineSlot = slot
        }
    }

    /// All that is watched; what is done with it may edit the list.
    var all: [any Expiring] { watched }

    func fire(now: NIODeadline) {
        // Firing edits the list; what is due is collected first.
        var due: [any Expiring] = []
        for object in watched where object.due <= now { due.append(object) }
        for object in due where object.due <= now { object.deadlineReached(now: now) }
    }
}
