package import Control
package import Settings

/// What the watch needs of everything around it: given to it, so that a test can be the world and move its clock.
package struct WatchWorld: Sendable {
    /// Whether trials reach a model.
    package enum Standing: Sendable, Equatable {
        case serving
        /// It serves a share again; its recall does not hold trials back.
        case returning(recall: String)
        /// A recall keeps it from serving: there is nothing to watch.
        case held(recall: String)
    }

    package var settings: @Sendable () -> Settings
    /// As certificates know it.
    package var candidate: @Sendable (_ model: Model) -> GateState.Candidate
    package var standing: @Sendable (_ model: Model, _ state: ControlState) -> Standing
    /// - Parameter recall: that does not count.
    package var target: @Sendable (_ model: Model, _ lifting: String?) -> ProbeTarget
    package var shelf: @Sendable () -> PackShelf
    /// Unix milliseconds.
    package var now: @Sendable () -> UInt64

    package init(
        settings: @escaping @Sendable () -> Settings,
        candidate: @escaping @Sendable (_ model: Model) -> GateState.Candidate,
        standing: @escaping @Sendable (_ model: Model, _ state: ControlState) -> Standing,
        target: @escaping @Sendable (_ model: Model, _ lifting: String?) -> ProbeTarget,
        shelf: @escaping @Sendable () -> PackShelf,
        now: @escaping @Sendable () -> UInt64
    ) {
        self.settings = settings
        self.candidate = candidate
        self.standing = standing
        self.target = target
        self.shelf = shelf
        self.now = now
    }
}
