import Logging
import NIOCore
import Routing
import Settings
import Telemetry

/// Signals: what one exchange noticed and the whole house must know.
extension Exchange {
    /// The provider says in its head that the model ends (RFC 8594, RFC 9745).
    func signalRetirement(_ head: ResponseHead, _ attempt: Attempt) {
        let target = attempt.target
        guard own == nil, !target.takesAskedName else { return }
        let now = Int64(loop.shared.clock.milliseconds() / 1000)
        let (end, isDeprecated) = head.bytes.withUnsafeReadableBytes { bytes in
            (
                head.sunset.flatMap { DateReader.httpDate(bytes.string($0), nowUnixSeconds: now) },
                head.deprecation.map { Self.isDeprecation(bytes.string($0)) } ?? false
            )
        }
        // What is no date announces nothing.
        guard end != nil || isDeprecated,
            target.handle.mayTellRetirement(now: loop.clock.now.uptimeNanoseconds)
        else { return }
        loop.shared.noticed(Noticed(what: .retirement(at: end), model: target.model.name))
    }

    /// `@1688169599`, seconds since 1970 (RFC 9745 §2.1).
    private static func isDeprecation(_ value: String) -> Bool {
        value.first == "@" && Int64(value.dropFirst()).map { (0...253_402_300_799).contains($0) } ?? false
    }

    /// A provider says that it does not have the model (any more). The first one already counts: this is how a recall
    /// upstream looks from here.
    ///
    /// A signal, not a verdict: a missing right looks the same. Whoever acts on it (the recall desk) asks the provider with
    /// a request of its own first; it takes the signal here.
    func signalModelGone(_ attempt: Attempt) {
        guard own == nil else { return }
        let target = attempt.target
        loop.metrics.modelGone(provider: target.providerName, model: target.label)
        guard target.handle.mayTellGone(now: loop.clock.now.uptimeNanoseconds) else { return }
        if !target.takesAskedName { loop.shared.noticed(Noticed(what: .gone, model: target.model.name)) }
        loop.shared.logger.warning(
            "a provider does not know a model; the route's next one is asked, and this one again with each request",
            metadata: [
                "provider": "\(target.providerName)",
                "model": "\(target.label)",
                "status": "\(attempt.answerHead?.status ?? 0)",
                "request": "\(requestID)",
            ]
        )
    }
}
