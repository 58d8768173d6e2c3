/// A model as one route uses it: what has a timetable and a budget.
package struct WatchPlace: Sendable, Hashable, Comparable {
    package var route: String
    package var model: String

    package init(route: String, model: String) {
        self.route = route
        self.model = model
    }

    package static func < (one: WatchPlace, other: WatchPlace) -> Bool {
        (one.route, one.model) < (other.route, other.model)
    }
}
