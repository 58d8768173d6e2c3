import NIOCore

/// The time of one event loop: read when something happens there, and the same until the next thing does.
///
/// An exchange asks for the time a dozen times, and each look at the system's clock costs as much as a small allocation.
/// Whoever is called from outside of the loop's own code, by a channel, a timer or a finished promise, turns it first.
final class LoopClock {
    private(set) var now = NIODeadline.now()

    func turn() { now = .now() }
}
