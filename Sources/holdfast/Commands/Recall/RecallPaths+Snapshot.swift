import Control
import Dialects
import Recalls
import Relay
import Settings

extension RecallPaths {
    /// - Parameter snapshot: of the same settings; knows which models a route can ask for conversations.
    init(_ order: RecallOrder, _ settings: Settings, standing: some Sequence<Recall>, _ snapshot: Snapshot) {
        self.init(
            order,
            settings,
            standing: Array(standing),
            serves: { route, model in
                snapshot.routes[route]?.explanation.contains { line in
                    guard case .conversation = line.operation else { return false }
                    return line.model == model && line.exclusion == nil
                } ?? false
            }
        )
    }
}
