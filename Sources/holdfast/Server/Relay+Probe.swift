import Dialects
import Domain
import Recalls
import Relay
import Settings

extension Relay {
    /// Asks on one path, in its provider's own dialect unless the order speaks of another.
    ///
    /// - Parameter drill: its order counts as well.
    func answer(
        to probe: EffectivenessCheck.Probe,
        _ settings: Settings,
        drill: String? = nil
    ) async -> EffectivenessCheck.Answer {
        let provider = settings.models.first { $0.name == probe.model }?.provider
        let spoken = settings.providers.first { $0.name == provider }?.dialects.first
        let answer = await ask(
            .greeting(
                route: probe.route,
                model: probe.model,
                dialect: probe.dialect.flatMap(Dialect.init(rawValue:)) ?? spoken ?? .chatCompletions,
                tenant: probe.tenant,
                tags: probe.tag.map { [$0] } ?? [],
                needs: probe.capability.flatMap(Capability.init(rawValue:)).flatMap(RequestNeeds.of) ?? [],
                drill: drill
            )
        )
        if answer.isRecalled { return .turnedAway }
        // Also where the path leads nowhere: without a credential or a certificate, or outside the route's boundary.
        let refusal = answer.refusal.flatMap(RefusalCode.init(rawValue:))
        if refusal == .dialectNotServed || refusal == .modelNotCertified { return .turnedAway }
        if answer.model != nil { return .answered(reported: answer.reportedModel) }
        return .failed(answer.failure ?? "status \(answer.status)")
    }
}
