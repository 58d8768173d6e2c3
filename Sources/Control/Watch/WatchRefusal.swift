/// Why nothing can be said of the watch as asked, and what to do.
package enum WatchRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    case unknownAlarm(String)
    case isCleared(String)
    /// - Parameter model: nil: the whole watch.
    case isNotPaused(model: String?)

    package var description: String {
        switch self {
        case .unknownAlarm(let id):
            "There is no alarm `\(id.prefix(64))` among the newest \(WatchState.mostAlarms). `holdfast watch` lists them."
        case .isCleared(let id): "\(id) is over already."
        case .isNotPaused(nil): "The watch as a whole is not paused. A model's own pause is ended by the model's name."
        case .isNotPaused(let model?): "The watch of `\(model.prefix(64))` is not paused by itself."
        }
    }
}
