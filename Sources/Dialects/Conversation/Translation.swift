package import Domain
package import JSON

/// One exchange's way between two dialects: the request up, the answer back.
package struct Translation: Sendable {
    /// The caller's.
    package let caller: Dialect
    /// The provider's.
    package let provider: Dialect
    /// The request in no dialect's words, its model already the upstream's.
    package let request: ConversationRequest
    /// What goes up.
    package let body: [UInt8]
    /// What the request lost.
    package let losses: LossReport

    /// Reads the caller's request and writes it for the provider.
    ///
    /// - Parameter body: passed the peek.
    /// - Parameter model: what the provider calls the model.
    /// - Throws: when a field cannot be carried and may not be left out.
    package init(
        _ body: JSONValue,
        from caller: Dialect,
        to provider: Dialect,
        model: String,
        traits: TargetTraits,
        isStrict: Bool
    ) throws(Refusal) {
        try self.init(
            caller.profile.readRequest(body),
            from: caller,
            to: provider,
            model: model,
            traits: traits,
            isStrict: isStrict
        )
    }

    package init(
        _ read: ConversationRequest,
        from caller: Dialect,
        to provider: Dialect,
        model: String,
        traits: TargetTraits,
        isStrict: Bool
    ) throws(Refusal) {
        self.caller = caller
        self.provider = provider
        var request = read
        request.model = model
        var losses = LossReport(target: provider, isStrict: isStrict)
        try request.removeSeals(&losses)
        for field in request.foreign { try losses.lose(field) }
        for name in request.unknown { try losses.lose(unknown: name) }
        self.body = try provider.profile.writeRequest(request, for: traits, losses: &losses).bytes
        self.request = request
        self.losses = losses
    }

    /// A whole answer of the provider's as a tree; nil when it is no JSON.
    package static func tree(ofAnswer bytes: UnsafeRawBufferPointer) -> JSONValue? {
        var text = Array(bytes)
        var pairs = HalfPairs()
        pairs.mend(&text, isWhole: true)
        return try? JSONValue(parsing: text)
    }

    /// A whole answer for the caller, and what it told on the way.
    package func answer(
        _ body: JSONValue,
        _ options: AnswerOptions
    ) throws(TranslationFault) -> (body: JSONValue, answer: ConversationAnswer, losses: LossReport) {
        let answer = try provider.profile.readAnswer(body).restoringCustomCalls(of: request.tools)
        var losses = LossReport(target: caller)
        for field in answer.foreign { losses.note(field) }
        // Whoever gets them back from the caller removes them anyway: the model that made them speaks another dialect.
        let carried = provider == caller ? answer : answer.withoutSeals(&losses)
        let written = caller.profile.writeAnswer(carried, options, losses: &losses)
        return (written, answer, losses)
    }

    package func makeStream(_ options: AnswerOptions) -> StreamTranslation {
        StreamTranslation(from: provider, to: caller, options)
    }
}

extension ConversationRequest {
    /// Takes out what only the model that made it accepts back. Reasoning that has words keeps them.
    package mutating func removeSeals(_ losses: inout LossReport) throws(Refusal) {
        for index in turns.indices {
            var parts: [Part] = []
            for part in turns[index].parts {
                guard case .reasoning(var reasoning) = part, reasoning.seal != nil else {
                    parts.append(part)
                    continue
                }
                try losses.lose(.reasoningSeal)
                reasoning.seal = nil
                if !reasoning.text.isEmpty { parts.append(.reasoning(reasoning)) }
            }
            turns[index].parts = parts
        }
        turns.removeAll { $0.parts.isEmpty }
    }
}

extension ConversationAnswer {
    fileprivate func withoutSeals(_ losses: inout LossReport) -> ConversationAnswer {
        var answer = self
        answer.parts = parts.compactMap { part in
            guard case .reasoning(var reasoning) = part, reasoning.seal != nil else { return part }
            losses.note(.answerReasoningSeal)
            reasoning.seal = nil
            return reasoning.text.isEmpty ? nil : .reasoning(reasoning)
        }
        return answer
    }
}

/// A streamed answer between two dialects, frame by frame, and what it tells of itself on the way. One that stays in its
/// dialect is repaired at most (`StreamRepair`).
package struct StreamTranslation: Sendable {
    private var frames = ServerSentEvents()
    private var pairs = HalfPairs()
    private var reader: any StreamReader
    private var writer: any StreamWriter
    private var restorer: CustomCallRestorer
    package private(set) var usage = Usage()
    package private(set) var answerID: String?
    package private(set) var reportedModel: String?
    package private(set) var stop: StopReason?
    /// Deltas and the openings of tool calls, whether or not the caller's dialect shows them.
    package private(set) var contents = 0
    /// Something came that the caller sees.
    package private(set) var hasContent = false
    /// The model declined, in the field or with the word made for it.
    package private(set) var hasRefusal = false
    private let showsReasoning: Bool
    /// Blocks of reasoning, which come one after the other.
    private var reasoning: Int?
    package private(set) var isEnded = false
    /// The provider's own error event, or why the rest could not be written. Nothing is written after it.
    package private(set) var failure: UpstreamError?
    /// Seals of reasoning that came by, for whoever remembers whose they are.
    package private(set) var seals: [Reasoning.Seal] = []
    /// Kept where another model may have to go on.
    private var transcript: Transcript?
    private var continued: ContinuedStream?
    /// What could still be written when `follow` failed.
    package private(set) var rescued: [UInt8] = []

    package init(
        from provider: Dialect,
        to caller: Dialect,
        _ options: AnswerOptions,
        keepsTranscript: Bool = false
    ) {
        transcript = keepsTranscript ? Transcript() : nil
        reader = provider.profile.makeReader()
        restorer = CustomCallRestorer(options.request?.tools ?? [])
        writer = caller.profile.makeWriter(options)
        showsReasoning = caller.profile.carriage(of: .answerReasoning).isSaid
    }

    package var losses: LossReport { writer.losses }

    /// For an error event after what was written.
    package var nextSequenceNumber: Int { writer.nextSequenceNumber }

    /// The frames for the caller that these bytes of the provider's become. The caller's own terminator is among them
    /// once the provider's was seen, and never before.
    package mutating func follow(_ bytes: UnsafeRawBufferPointer) throws(TranslationFault) -> [UInt8] {
        var written: [UInt8] = []
        do throws(TranslationFault) {
            try follow(bytes, into: &written)
        } catch {
            rescued = written
            throw error
        }
        return written
    }

    /// The text that was shown, where another model could go on with it: there is some, and nothing else.
    package var continuable: String? {
        guard !reader.holdsBack, let text = transcript?.text, text.contains(where: { !$0.isWhitespace }) else {
            return nil
        }
        return text
    }

    /// Something was shown that no other model could go on with.
    package var isForItself: Bool { reader.holdsBack || transcript?.text == nil }

    /// Another model's stream goes on where this one stopped. Its counts of tokens are the answer's from here on: those of
    /// an answer that broke off are not known.
    ///
    /// - Parameters:
    ///   - isPrefilled: the answer was begun for the model; another one was asked in words, and is likelier to begin anew.
    ///   - trimmed: what the model was not shown of the end of the text, and may say again.
    package mutating func resume(from provider: Dialect, isPrefilled: Bool, trimmed: String) {
        guard let transcript else { return }
        usage = Usage()
        writer.usage = Usage()
        reader = provider.profile.makeReader()
        frames = ServerSentEvents()
        pairs = HalfPairs()
        continued = ContinuedStream(transcript, isPrefilled: isPrefilled, trimmed: trimmed)
        failure = nil
        stop = nil
    }

    private mutating func follow(
        _ bytes: UnsafeRawBufferPointer,
        into written: inout [UInt8]
    ) throws(TranslationFault) {
        guard failure == nil else { return }
        for var frame in try frames.append(bytes) {
            pairs.mend(&frame.data)
            for event in try reader.read(frame) {
                note(event)
                if failure != nil { return }
                for event in try continued?.follow(event) ?? [event] { write(Self.carried(event), &written) }
                guard let given = writer.failure ?? overfull else { continue }
                failure = given
                isEnded = false
                return
            }
        }
    }

    private mutating func write(_ event: StreamEvent, _ bytes: inout [UInt8]) {
        transcript?.note(event)
        if restorer.isIdle {
            writer.write(event, to: &bytes)
        } else {
            for event in restorer.follow(event) { writer.write(event, to: &bytes) }
        }
    }

    private var overfull: UpstreamError? {
        guard restorer.isOverfull else { return nil }
        let most = CustomCallRestorer.mostHeld
        return UpstreamError(
            code: "server_error",
            message: "Calls of custom tools are larger than \(most) bytes together."
        )
    }

    /// Whoever gets a seal back from the caller removes it anyway: the model that made it speaks another dialect.
    private static func carried(_ event: StreamEvent) -> StreamEvent {
        if case .sealed = event { .foreign(.answerReasoningSeal) } else { event }
    }

    private mutating func note(_ event: StreamEvent) {
        switch event {
        case .started(let id, let model, _):
            answerID = answerID ?? id
            reportedModel = model
        case .opened(let block, .reasoning): reasoning = block
        case .delta(let block, _):
            contents += 1
            if showsReasoning || block != reasoning { hasContent = true }
        case .opened(_, .toolCall), .opened(_, .customCall):
            contents += 1
            hasContent = true
        case .sealed(_, let seal): if seals.count < 64 { seals.append(seal) }
        case .usage(let more): usage.take(more)
        case .stopped(let reason, _):
            stop = reason
            if reason == .refused { hasRefusal = true }
        case .opened(_, .refusal): hasRefusal = true
        case .ended: isEnded = true
        case .failed(let error): failure = error
        case .opened, .closed, .foreign: break
        }
    }
}

extension Usage {
    /// Lays what a later report names over what is known.
    package mutating func take(_ later: Usage) {
        input = later.input ?? input
        output = later.output ?? output
        cachedInput = later.cachedInput ?? cachedInput
        cacheWrite = later.cacheWrite ?? cacheWrite
        reasoning = later.reasoning ?? reasoning
    }
}
