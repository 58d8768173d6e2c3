import Access
import Dialects
import Domain
import Journal
import NIOCore
import Routing
import Settings

/// Plan: read the body once, find the route, settle who may answer and in which order.
extension Exchange {
    /// The whole body is here.
    func begin(_ body: ByteBuffer) {
        self.body = body
        do throws(Refusal) {
            let operation = operation
            let peek = try body.withBytes { bytes throws(Refusal) in try Peek.read(bytes, as: operation) }
            self.peek = peek
            outcome.isStream = peek.isStream
            try planRoute(peek)
        } catch {
            if error.code == .modelNotCertified, answerLastResort() { return }
            return refuse(error)
        }
        bindOrAttempt()
    }

    func planRoute(_ peek: Peek) throws(Refusal) {
        let found =
            own?.request.isAlone == true ? snapshot.alone[peek.model] : snapshot.plan(for: peek.model, operation)
        guard let plan = found else { throw unknownRoute() }
        guard key?.mayUse(route: plan.name) ?? true else {
            throw Refusal(.routeNotAllowed, "The key may not use this route.", parameter: "model")
        }
        self.plan = plan
        let served = plan.targets[operation.place]
        candidates = served
        var missing: String?
        if case .conversation = operation {
            for target in served {
                guard let reason = target.missing(for: peek, bodyBytes: body.readableBytes) else { continue }
                missing = missing ?? reason
                candidates.removeAll { $0 === target }
            }
        }
        if operation == .countTokens || operation == .inputTokens {
            // Another model's count would be no count of what is going to be asked: those in front must all count.
            let able = plan.targets[Operation.conversation(dialect).place].filter {
                $0.missing(for: peek, bodyBytes: body.readableBytes) == nil
            }
            let serving = able.filter { recall(of: $0) == nil }
            // Where all of them are recalled, that is what the caller is told.
            candidates = Array((serving.isEmpty ? able : serving).prefix { model in served.contains { $0 === model } })
        }
        if let pinned = own?.request.model { candidates.removeAll { $0.model.name != pinned } }
        narrow()
        if candidates.isEmpty, let missing {
            throw Refusal(
                .capabilityMissing,
                "No model of this route declares \(missing), which the request needs. Leave it out or ask for another route."
            )
        }
        guard !candidates.isEmpty else {
            if operation == .countTokens || operation == .inputTokens {
                throw Refusal(
                    .dialectNotServed,
                    "Token counts are not available for this model: the one of the route that would serve the request has no "
                        + "provider that counts requests of this dialect, and a guess would be no count.",
                    parameter: "model"
                )
            }
            if plan.lacksCertificates(for: operation) {
                throw Refusal(
                    .modelNotCertified,
                    "No model of this route is certified as the route requires. `holdfast explain` tells why; `holdfast certify` tries one.",
                    parameter: "model"
                )
            }
            throw Refusal(
                .dialectNotServed,
                "No model of this route can take \(operation.name) requests now. `holdfast explain` tells why.",
                parameter: "model"
            )
        }
    }

    /// The first that could take the request alone, where the caller wants no other.
    private func narrow() {
        if head.fallback != nil { candidates = Array(candidates.prefix(1)) }
    }

    /// More in one message would help nobody; `GET /v1/models` lists all.
    private static let listedRoutes = 200

    private func unknownRoute() -> Refusal {
        let names = snapshot.routes.values.filter { key?.mayUse(route: $0.name) ?? true }.map(\.name).sorted()
        let listed =
            names.prefix(Self.listedRoutes).joined(separator: ", ") + (names.count > Self.listedRoutes ? ", …" : "")
        let message =
            names.isEmpty
            ? "There is no route of that name, and this key may use none."
            : "There is no route of that name. `model` names a route; these exist: \(listed)."
        return Refusal(.unknownRoute, message, parameter: "model")
    }

    /// An answer or file that the request names exists at one model only: the one that made it. There is no failing
    /// over from it, for no other model has that memory.
    private func bindOrAttempt() {
        guard let peek, isConversation, dialect.profile.keepsAnswers,
            peek.previousResponseID != nil || !peek.fileIDs.isEmpty || peek.conversationID != nil
        else { return startFirstAttempt() }
        guard let answer = peek.previousResponseID else { return bind(to: nil) }
        switch loop.shared.bindings.lookup(answer, tenant: key?.tenant) {
        case .known(let binding): bind(to: binding)
        case .onDisk:
            let bound = NIOLoopBound(self, eventLoop: loop.eventLoop)
            let eventLoop = loop.eventLoop
            loop.shared.bindings.load(answer, tenant: key?.tenant) { binding in
                eventLoop.execute {
                    bound.value.loop.clock.turn()
                    bound.value.bind(to: binding)
                }
            }
        }
    }

    private func bind(to binding: AnswerBinding?) {
        guard phase == .receiving else { return }
        if let binding {
            guard !binding.isToNobody else {
                return refuse(
                    Refusal(
                        .boundModelUnavailable,
                        "The previous response broke off and was finished by another model, so that no provider has the "
                            + "whole of it. Start a new conversation without `previous_response_id`.",
                        parameter: "previous_response_id"
                    )
                )
            }
            guard let target = candidates.first(where: { $0.model.name == binding.model }),
                target.credentials.contains(where: { $0.index == binding.credential })
            else {
                return refuse(
                    Refusal(
                        .boundModelUnavailable,
                        "The previous response was made by a model that this route no longer reaches with the same "
                            + "credential. Start a new conversation without `previous_response_id`.",
                        parameter: "previous_response_id"
                    )
                )
            }
            candidates = [target]
            boundCredential = binding.credential
        } else {
            candidates = Array((candidates.filter { $0.dialects.contains(dialect) } + candidates).prefix(1))
        }
        startFirstAttempt()
    }
}
