package import Dialects
package import Domain
import Synchronization

/// A caller's exchange that has ended, for whoever repeats it elsewhere. Its body is the caller's: it is kept for as long as the
/// copy is asked, and written down nowhere.
package struct Mirrored: Sendable {
    package var route: String
    package var operation: Operation
    package var body: [UInt8]
    package var tenant: String?
    package var tags: [String]
    /// Who answered.
    package var model: String
    package var status: Int
    package var usage: Usage
    package var firstContentMicroseconds: Int?
    package var totalMicroseconds: Int
}

/// Where a share of ended exchanges is copied to, while somebody wants them.
package final class MirrorTap: Sendable {
    package struct Wish: Sendable {
        /// Of a hundred, those that are copied.
        package var percent: Int
        /// Only what these models answered.
        package var models: Set<String>
        /// nil: on any route.
        package var routes: Set<String>?
        package var taken: @Sendable (Mirrored) -> Void

        package init(
            percent: Int,
            models: Set<String>,
            routes: Set<String>?,
            taken: @escaping @Sendable (Mirrored) -> Void
        ) {
            self.percent = percent
            self.models = models
            self.routes = routes
            self.taken = taken
        }
    }

    private let isOpen = Atomic<Bool>(false)
    private let wish = Mutex<Wish?>(nil)

    package init() {}

    package func open(_ wish: Wish) {
        self.wish.withLock { $0 = wish }
        isOpen.store(true, ordering: .releasing)
    }

    package func close() {
        isOpen.store(false, ordering: .releasing)
        wish.withLock { $0 = nil }
    }

    /// - Parameter chance: a random number.
    func wish(for model: String, route: String, chance: UInt64) -> Wish? {
        guard isOpen.load(ordering: .acquiring), let wish = wish.withLock({ $0 }) else { return nil }
        guard wish.models.contains(model), wish.routes?.contains(route) ?? true, chance % 100 < UInt64(wish.percent)
        else { return nil }
        return wish
    }

    var isWanted: Bool { isOpen.load(ordering: .relaxed) }
}
