import NIOSSL
import Settings
import Synchronization

/// The handles that outlive every snapshot, found by name: a reload must forget neither a model's requests under way
/// nor a warm connection.
package final class LiveHandles: Sendable {
    private struct State {
        var models: [String: ModelHandle] = [:]
        var origins: [Origin.Key: Origin] = [:]
    }

    /// Of all exchanges together.
    package let places = Places()
    private let state = Mutex(State())

    package init() {}

    func model(_ name: String) -> ModelHandle {
        state.withLock { state in
            if let known = state.models[name] { return known }
            let made = ModelHandle(name: name, place: state.models.count)
            state.models[name] = made
            return made
        }
    }

    /// In order of their names.
    package var models: [ModelHandle] { state.withLock { $0.models.values.sorted { $0.name < $1.name } } }

    /// - Throws: when the authority's file cannot be read.
    func origin(_ base: BaseURL, certificateAuthority: String?) throws -> Origin {
        let key = Origin.Key(
            host: base.host,
            port: base.port,
            isTLS: base.isTLS,
            certificateAuthority: base.isTLS ? certificateAuthority : nil
        )
        return try state.withLock { state in
            if let known = state.origins[key] { return known }
            let tls = base.isTLS ? try Origin.makeTLS(certificateAuthority: certificateAuthority) : nil
            let made = Origin(key: key, tls: tls)
            state.origins[key] = made
            return made
        }
    }
}
