import Dialects
import Domain
import NIOCore
import Routing

extension Relay {
    /// Ids of the recalls that keep a model from answering a request of our own that names it alone and is a few plain words;
    /// sorted.
    package func recalls(ofModelAlone name: String) async -> [String] {
        let (eventLoop, loop) = anyLoop
        let standing = eventLoop.submit {
            let use = Restriction.Use(
                route: name,
                operation: .conversation(.chatCompletions),
                tenant: nil,
                needs: [],
                tags: []
            )
            return loop.value.snapshot.recalls.restrictions(onModel: name)
                .filter { $0.share == 0 && $0.covers(use) }
                .map(\.id)
        }
        return (try? await standing.get()) ?? []
    }
}
