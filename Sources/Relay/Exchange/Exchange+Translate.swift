import Dialects
import Domain
import JSON
import NIOCore
import Routing
import Settings

/// Translate: what an attempt in another dialect than the caller's takes, on the way up and on the way back.
extension Exchange {
    /// Settles what goes up before anything is connected: a model that cannot carry the request is no candidate.
    func prepare(_ attempt: Attempt, unsealed: Bool) throws(Refusal) {
        guard case .conversation(let caller) = operation, let plan, let peek else { return }
        guard attempt.dialect != caller else {
            // Reasoning in the history is presumed to be of the route's first model: no other one would take it back.
            let isForeign = attempt.target !== plan.targets[operation.index].first
            if peek.needs.contains(.sealedReasoning), unsealed || isForeign { try unseal(attempt, caller) }
            return
        }
        attempt.translation = try Translation(
            try tree(),
            from: caller,
            to: attempt.dialect,
            model: attempt.target.model.id,
            traits: TargetTraits(outputLimit: attempt.target.model.outputLimit),
            isStrict: plan.isStrict
        )
    }

    /// The provider said that it does not take the reasoning in the history: it is asked once more, without.
    func refusedSeals(_ lost: Attempt, _ failure: AttemptFailure) -> Bool {
        guard failure == .status(400), lost.translation == nil, lost.unsealedBody == nil,
            peek?.needs.contains(.sealedReasoning) == true
        else { return false }
        let complaint = lost.answer.withUnsafeReadableBytes { String(decoding: $0, as: UTF8.self) }.lowercased()
        return ["signature", "thinking", "encrypted_content", "reasoning"].contains(where: complaint.contains)
    }

    private func unseal(_ attempt: Attempt, _ caller: Dialect) throws(Refusal) {
        var losses = LossReport(target: caller, isStrict: plan?.isStrict ?? false)
        guard case .object(var members) = caller.profile.removingSeals(from: try tree()) else { return }
        try losses.lose(.reasoningSeal)
        for index in members.indices where members[index].key == "model" {
            members[index].value = .string(attempt.target.model.id)
        }
        attempt.unsealedBody = ByteBuffer(bytes: JSONValue.object(members).bytes)
        attempt.answerLosses = losses
    }

    private func tree() throws(Refusal) -> JSONValue {
        if let parsedBody { return parsedBody }
        let result: Result<JSONValue, JSONFault> = body.withUnsafeReadableBytes { bytes in
            do throws(JSONFault) {
                return .success(try JSONValue(parsing: bytes))
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case .success(let value):
            parsedBody = value
            return value
        case .failure(let fault):
            throw Refusal(.invalidJSON, "The request body is not the JSON expected here. \(fault.message)")
        }
    }

    // MARK: Up

    func translatedRequest(_ translation: Translation, _ attempt: Attempt) -> (head: ByteBuffer, rest: ByteBuffer?) {
        wholeRequest(ByteBuffer(bytes: translation.body), attempt)
    }

    /// A body that we wrote, behind its head.
    func wholeRequest(_ body: ByteBuffer, _ attempt: Attempt) -> (head: ByteBuffer, rest: ByteBuffer?) {
        var head = attempt.target.head(.conversation(attempt.dialect), credential: attempt.credential)
        head.reserveCapacity(minimumWritableBytes: 512 + min(body.readableBytes, Self.copiedBody))
        if attempt.dialect == .messages, attempt.translation != nil {
            // The version that the translation is written for; whatever else a caller of another dialect sent.
            head.writeStaticString("anthropic-version: 2023-06-01\r\n")
        }
        writeForwardedFields(
            into: &head,
            attempt.translation == nil ? attempt.dialect : dialect,
            isTranslated: attempt.translation != nil
        )
        head.writeDecimal(body.readableBytes)
        head.writeStaticString("\r\n\r\n")
        guard body.readableBytes > Self.copiedBody else {
            head.writeImmutableBuffer(body)
            return (head, nil)
        }
        return (head, body)
    }

    // MARK: Back

    func answerOptions(_ attempt: Attempt) -> AnswerOptions {
        AnswerOptions(
            idSeed: id.text,
            model: attempt.target.model.id,
            now: Int(startedAt / 1000),
            includesUsage: peek?.asksForUsage ?? true,
            request: attempt.translation?.request
        )
    }

    func answerTranslated(_ attempt: Attempt, _ head: ResponseHead) {
        guard let translation = attempt.translation,
            let body = try? attempt.answer.withUnsafeReadableBytes({ try JSONValue(parsing: $0) }),
            let (written, answer, losses) = try? translation.answer(body, answerOptions(attempt))
        else { return attemptFailed(.malformed) }
        outcome.usage = answer.usage
        outcome.answerID = written["id"]?.string
        outcome.reportedModel = answer.model
        outcome.finishReason = answer.stop?.name
        outcome.firstContent = .now()
        attempt.answerLosses = losses
        send(head, body: ByteBuffer(bytes: written.bytes), from: attempt.target, type: "application/json")
    }

    func translatedError(_ kept: KeptError) -> ByteBuffer {
        let body = try? kept.body.withUnsafeReadableBytes { try JSONValue(parsing: $0) }
        let error = body.map { kept.dialect.profile.readError($0) } ?? UpstreamError()
        let written = dialect.profile.writeError(error, status: kept.status, requestID: requestID)
        return ByteBuffer(bytes: written.bytes)
    }

    /// The value of `holdfast-lossy`; nil when nothing was lost. What a stream loses after its head is not in it.
    func lossy(_ attempt: Attempt) -> String? {
        let reports = [attempt.translation?.losses, attempt.answerLosses, attempt.stream?.losses]
        let values = reports.compactMap { $0?.headerValue }
        return values.isEmpty ? nil : values.joined(separator: ",")
    }
}
