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
        guard operation != .embeddings, let plan, let peek else { return }
        if let continuing {
            attempt.translation = try continuationRequest(attempt, continuing)
            return
        }
        guard attempt.dialect != dialect else { return try clear(attempt, peek, unsealed: unsealed) }
        attempt.translation = try Translation(
            try tree(),
            from: dialect,
            to: attempt.dialect,
            model: attempt.target.model.id,
            traits: TargetTraits(outputLimit: attempt.target.model.outputLimit),
            isStrict: plan.isStrict
        )
    }

    // MARK: Reasoning

    /// Takes out of a request that stays in its dialect what of its reasoning the model would refuse.
    private func clear(_ attempt: Attempt, _ peek: Peek, unsealed: Bool) throws(Refusal) {
        guard peek.needs.hasAny(of: .foreignReasoning) else { return }
        let given = try tree()
        guard foreign(dialect.profile.sealedHistory(in: given), to: attempt).isEmpty else { throw Self.foreignHistory }
        let foreign = foreign(dialect.profile.seals(in: given).map(\.text).filter { !$0.isEmpty }, to: attempt)
        attempt.isUnsealed = unsealed
        var lost: [ConversationField] = []
        let cleared: JSONValue
        if unsealed || !foreign.isEmpty {
            cleared = dialect.profile.removingSeals(from: given, losing: &lost) {
                unsealed || foreign.contains($0.text)
            }
            lost.insert(.reasoningSeal, at: 0)
        } else if peek.needs.contains(.unsealedReasoning) {
            cleared = dialect.profile.removingUnsealedReasoning(from: given, losing: &lost)
        } else {
            return
        }
        guard cleared != given else { return }
        guard plan?.isStrict != true else { throw Self.foreignReasoning }
        var losses = LossReport(target: dialect)
        for field in lost { losses.note(field) }
        attempt.answerLosses = losses
        let bytes = ByteBuffer(bytes: cleared.bytes)
        let operation = operation
        let read = try bytes.withBytes { bytes throws(Refusal) in try Peek.read(bytes, as: operation) }
        attempt.clearedBody = (bytes, read)
    }

    /// Those of the seals that the attempt's model did not make. What nobody remembers is presumed to be of the first model
    /// that could take the request and speaks the dialect, for no other one seals anything in it.
    private func foreign(_ seals: [String], to attempt: Attempt) -> Set<String> {
        guard !seals.isEmpty else { return [] }
        let name = attempt.target.model.name
        let origins = loop.shared.seals.origins(of: seals)
        attempt.sealsAreOwn = attempt.sealsAreOwn && origins.allSatisfy { $0 == name }
        let known = origins.compactMap { $0 }
        let isAllOwn = !known.isEmpty && known.allSatisfy { $0 == name }
        let first = candidates.first { $0.dialects.contains(dialect) }
        let presumed = isAllOwn || attempt.target === first ? name : nil
        return Set(zip(seals, origins).lazy.filter { ($1 ?? presumed) != name }.map(\.0))
    }

    private static let foreignReasoning = Refusal(
        .untranslatable,
        "The history holds reasoning that another model made, which the model that would serve this does not take back. The "
            + "route is strict, so it is not taken out. Leave it out, or ask for a route that has the model that made it.",
        parameter: ConversationField.reasoningSeal.rawValue
    )

    private static let foreignHistory = Refusal(
        .untranslatable,
        "The conversation holds a compaction or another encrypted item that only the model which made it can read, and the "
            + "model that would serve this is not that one. Ask for a route that has that model, or send the conversation "
            + "without what was encrypted.",
        parameter: "input"
    )

    /// The provider said that it does not take the reasoning in the history: it is asked once more, without.
    func refusedSeals(_ lost: Attempt, _ failure: AttemptFailure) -> Bool {
        guard failure == .status(400), lost.translation == nil, !lost.isUnsealed, plan?.isStrict != true,
            peek?.needs.contains(.sealedReasoning) == true, let body = parsedBody,
            !dialect.profile.seals(in: body).isEmpty
        else { return false }
        let text = lost.answer.withUnsafeReadableBytes { String(decoding: $0, as: UTF8.self) }.lowercased()
        let words = ["signature", "thinking", "encrypted_content", "reasoning", "rs_"]
        return words.contains(where: text.contains) || (!lost.sealsAreOwn && isUnspecific(text))
    }

    /// A refusal that names nothing in the request may be about the seals.
    private func isUnspecific(_ text: String) -> Bool {
        guard let body = try? JSONValue(parsing: Array(text.utf8)) else { return !Self.namesSomething(text) }
        let error = dialect.profile.readError(body)
        return error.parameter == nil && !Self.namesSomething(error.message ?? "")
    }

    private static func namesSomething(_ message: String) -> Bool {
        message.contains { "_`'\":<".contains($0) }
    }

    func tree() throws(Refusal) -> JSONValue {
        if let parsedBody { return parsedBody }
        do throws(JSONFault) {
            let value = try body.withBytes { bytes throws(JSONFault) in try JSONValue(parsing: bytes) }
            parsedBody = value
            return value
        } catch {
            throw Refusal(.invalidJSON, "The request body is not the JSON expected here. \(error.message)")
        }
    }

    // MARK: Up

    func translatedRequest(_ translation: Translation, _ attempt: Attempt) -> (head: ByteBuffer, rest: ByteBuffer?) {
        let body = ByteBuffer(bytes: translation.body)
        var head = requestHead(attempt, .conversation(attempt.dialect), bodyLength: body.readableBytes)
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
            request: attempt.translation?.request ?? continuableRequest
        )
    }

    /// As JSON writes it: the name that answers bear on routes that give back the one that was asked for.
    var echoedName: [UInt8]? { plan?.echoesName == true ? peek.map { JSONValue.string($0.model).bytes } : nil }

    /// A plain answer, with the name that it is to bear.
    func echoed(_ body: ByteBuffer) -> ByteBuffer {
        guard let echoedName else { return body }
        let renamed = body.withUnsafeReadableBytes { ModelNames.renamed(answer: $0, to: echoedName) }
        return renamed.map { ByteBuffer(bytes: $0) } ?? body
    }

    func answerTranslated(_ attempt: Attempt, _ head: ResponseHead) {
        guard let translation = attempt.translation,
            let body = attempt.answer.withUnsafeReadableBytes({ Translation.tree(ofAnswer: $0) })
        else { return attemptFailed(.malformed) }
        if let error = AnswerError.read(body, attempt.dialect) {
            attempt.vendorError = error
            return attemptFailed(.errorEvent)
        }
        if outcome.isStream { return attemptFailed(.malformed) }
        guard
            let (written, answer, losses) = try? translation.answer(body, answerOptions(attempt))
        else { return attemptFailed(.malformed) }
        if answer.stop == .refused, movesRefusals { return refusedInside() }
        outcome.usage = answer.usage
        outcome.answerID = written["id"]?.string
        outcome.reportedModel = answer.model
        outcome.finishReason = answer.stop?.name
        outcome.firstContent = loop.clock.now
        attempt.answerLosses = losses
        send(head, body: echoed(ByteBuffer(bytes: written.bytes)), from: attempt.target, type: "application/json")
    }

    /// The value of `holdfast-lossy`; nil when nothing was lost. What a stream loses after its head is not in it.
    func lossy(_ attempt: Attempt) -> String? {
        guard attempt.translation != nil || attempt.answerLosses != nil || attempt.stream != nil else { return nil }
        let reports = [attempt.translation?.losses, attempt.answerLosses, attempt.stream?.losses]
        var names: [Substring] = []
        for name in reports.lazy.compactMap({ $0?.headerValue }).flatMap({ $0.split(separator: ",") })
        where !names.contains(name) { names.append(name) }
        return names.isEmpty ? nil : names.joined(separator: ",")
    }
}

extension Reasoning.Seal {
    var text: String {
        switch self {
        case .signature(let text), .encrypted(let text): text
        }
    }
}
