package import Domain
package import JSON

/// All that Holdfast has to know of a dialect. One folder a dialect; a fourth one is a folder and its lines in
/// `Dialect.swift`.
package protocol DialectProfile: Sendable {
    // MARK: Manners

    /// Whose lists and errors its callers expect.
    var vendor: Vendor { get }
    /// Path below a provider's base URL, which itself ends in `/v1` or its like; no trailing slash.
    var path: String { get }
    /// Names, in lower case, of the fields that go up with a request beside those that go up in every dialect.
    var requestFields: [StaticString] { get }
    /// Names, in lower case, of the fields that come back with an answer beside those that come back in every dialect.
    var answerFields: [StaticString] { get }
    /// Field lines that go up with a request that was translated into the dialect, each with its line's end.
    var translatedFields: StaticString { get }
    /// What `[DONE]` in place of a frame's JSON means.
    var doneMark: DoneMark { get }
    /// A stream tells usage to those alone who ask for it with `stream_options`.
    var tellsUsageOnRequest: Bool { get }
    /// The vendor keeps answers, and a later request may name one by its id.
    var keepsAnswers: Bool { get }
    /// White space at the end of an answer that was begun for the model does not reach it.
    var trimsPrefill: Bool { get }

    // MARK: The one pass over bytes that stay as they are

    /// Takes a member of a request that the dialects do not share into the peek; false, and nothing read, where it is of no
    /// interest.
    func peek(_ key: JSONReader.Span, _ reader: inout JSONReader, into peek: Peek) throws(JSONFault) -> Bool
    /// What one object of an answer says of it: a whole plain answer, or one frame of a stream.
    func facts(
        in object: UnsafeRawBufferPointer,
        wantsIdentity: Bool,
        known: UsageFields
    ) throws(JSONFault) -> AnswerFacts

    // MARK: The loss policy

    /// The dialect's column of the loss policy.
    func carriage(of field: ConversationField) -> Carriage

    /// Whether a request or answer of the dialect can hold the field at all.
    ///
    /// Told apart from the column where the two differ: a vendor's file ids are said in every dialect and carried into
    /// none; a tool's error flag is emulated in Chat Completions, which cannot say it.
    func says(_ field: ConversationField) -> Bool

    // MARK: Requests

    /// - Parameter body: passed the peek, so it is a JSON object with a `model`.
    /// - Throws: for what the dialect itself does not allow, with the place of the fault as parameter.
    func readRequest(_ body: JSONValue) throws(Refusal) -> ConversationRequest

    /// - Parameter traits: of the model that is asked; `request.model` is already its upstream name.
    /// - Throws: for a field that the loss policy refuses.
    func writeRequest(
        _ request: ConversationRequest,
        for traits: TargetTraits,
        losses: inout LossReport
    ) throws(Refusal) -> JSONValue

    /// The seals of reasoning in the history, in order: what only the model that made them takes back. Where reasoning has
    /// none, the id by which its model knows it.
    func seals(in body: JSONValue) -> [Reasoning.Seal]

    /// Parts of the conversation itself that are sealed, in order: only the model that made them reads them, and without
    /// them the conversation is another one, so they are never taken out.
    func sealedHistory(in body: JSONValue) -> [String]

    /// The body without the reasoning of certain seals and otherwise as it stands, unknown fields included: for a request
    /// that stays in its dialect while its model changes. Reasoning that no model takes back goes with it.
    ///
    /// - Parameter isRemoved: of a seal as `seals` gives it.
    /// - Parameter lost: gets what goes with it; the seals themselves are not named.
    func removingSeals(
        from body: JSONValue,
        losing lost: inout [ConversationField],
        where isRemoved: (Reasoning.Seal) -> Bool
    ) -> JSONValue

    /// The body without the reasoning that a model of another dialect gave and that no model of this one takes back:
    /// `RequestNeeds.unsealedReasoning`. Sealed reasoning stays.
    ///
    /// - Parameter lost: gets what the request lost.
    func removingUnsealedReasoning(from body: JSONValue, losing lost: inout [ConversationField]) -> JSONValue

    // MARK: Answers

    func readAnswer(_ body: JSONValue) throws(TranslationFault) -> ConversationAnswer
    func writeAnswer(_ answer: ConversationAnswer, _ options: AnswerOptions, losses: inout LossReport) -> JSONValue

    func makeReader() -> any StreamReader
    func makeWriter(_ options: AnswerOptions) -> any StreamWriter
    func makeRepair(_ options: AnswerOptions) -> any EventRepair

    // MARK: Errors

    func readError(_ body: JSONValue) -> UpstreamError
    /// The provider's error inside an answer whose status was good, beside a top-level `error`; nil when it holds none.
    func innerError(in answer: JSONValue) -> UpstreamError?
    /// A whole error answer of ours.
    func refusal(_ refusal: Refusal, _ marks: ErrorMarks) -> JSONValue
    /// `event` of an error event; nil where events have no names.
    var errorEventName: String? { get }
    /// An error of ours inside a stream that has begun: the event's data.
    func errorEvent(for refusal: Refusal, _ marks: ErrorMarks) -> JSONValue
    /// A provider's own error inside a stream that has begun: the event's data.
    ///
    /// - Parameter refusal: gives what the provider left out.
    func errorEvent(for error: UpstreamError, _ refusal: Refusal, _ marks: ErrorMarks) -> JSONValue
    /// A whole error answer of a provider's.
    func writeError(_ error: UpstreamError, status: Int, requestID: String) -> JSONValue
}

/// What `[DONE]` in place of a frame's JSON means.
package enum DoneMark: Sendable {
    /// The stream is complete.
    case ends
    /// Nothing; the stream ends with an event of its own.
    case ignored
    /// A frame that is no JSON.
    case fault
}

/// By which an error can be found again.
package struct ErrorMarks: Sendable {
    package var requestID: String
    package var upstreamRequestID: String?
    /// Of the event, in a dialect that numbers them.
    package var sequenceNumber: Int

    package init(requestID: String, upstreamRequestID: String?, sequenceNumber: Int = 0) {
        self.requestID = requestID
        self.upstreamRequestID = upstreamRequestID
        self.sequenceNumber = sequenceNumber
    }
}

extension DialectProfile {
    package var requestFields: [StaticString] { [] }
    package var answerFields: [StaticString] { [] }
    package var translatedFields: StaticString { "" }
    package var doneMark: DoneMark { .fault }
    package var tellsUsageOnRequest: Bool { false }
    package var keepsAnswers: Bool { false }
    package var trimsPrefill: Bool { false }
    package var errorEventName: String? { nil }

    package func peek(_ key: JSONReader.Span, _ reader: inout JSONReader, into peek: Peek) throws(JSONFault) -> Bool {
        false
    }

    package func facts(
        in object: UnsafeRawBufferPointer,
        wantsIdentity: Bool,
        known: UsageFields
    ) throws(JSONFault) -> AnswerFacts {
        try AnswerFacts.read(object, wantsIdentity: wantsIdentity, known: known)
    }

    package func innerError(in answer: JSONValue) -> UpstreamError? { nil }

    package func sealedHistory(in body: JSONValue) -> [String] { [] }

    package func refusal(_ refusal: Refusal, _ marks: ErrorMarks) -> JSONValue {
        ErrorShape.refusal(refusal, vendor, marks)
    }

    package func errorEvent(for refusal: Refusal, _ marks: ErrorMarks) -> JSONValue { self.refusal(refusal, marks) }

    package func errorEvent(for error: UpstreamError, _ refusal: Refusal, _ marks: ErrorMarks) -> JSONValue {
        writeError(error, status: error.impliedStatus, requestID: marks.requestID)
            .completingError(code: refusal.code, marks.upstreamRequestID)
    }

    package func says(_ field: ConversationField) -> Bool { carriage(of: field).isSaid }

    package func removingSeals(from body: JSONValue) -> JSONValue {
        var lost: [ConversationField] = []
        return removingSeals(from: body, losing: &lost) { _ in true }
    }

    package func removingUnsealedReasoning(
        from body: JSONValue,
        losing lost: inout [ConversationField]
    ) -> JSONValue { body }

    package func removingUnsealedReasoning(from body: JSONValue) -> JSONValue {
        var lost: [ConversationField] = []
        return removingUnsealedReasoning(from: body, losing: &lost)
    }
}

/// What a writer of requests must know of the model it writes for.
package struct TargetTraits: Sendable, Equatable {
    /// Tokens; nil: not declared.
    package var outputLimit: Int?

    package init(outputLimit: Int? = nil) {
        self.outputLimit = outputLimit
    }
}

/// What a writer of answers must know of the request and of this process.
package struct AnswerOptions: Sendable, Equatable {
    /// Makes ids where the provider gave none, or none of this dialect's form: letters and digits.
    package var idSeed: String
    /// What `model` reads when the provider does not say: the model's upstream name.
    package var model: String
    /// Unix seconds, where the provider does not say.
    package var now: Int
    /// Chat Completions tells usage in a stream only to those who ask.
    package var includesUsage: Bool
    /// Responses repeats the request's settings in its answers, and custom tools that became functions are known by it.
    package var request: ConversationRequest?

    package init(
        idSeed: String,
        model: String,
        now: Int,
        includesUsage: Bool = true,
        request: ConversationRequest? = nil
    ) {
        self.idSeed = idSeed
        self.model = model
        self.now = now
        self.includesUsage = includesUsage
        self.request = request
    }
}

/// Why a provider's answer cannot be read as its dialect.
package struct TranslationFault: Error, Sendable, Equatable {
    /// Names fields, never their content.
    package var message: String

    package init(_ message: String) {
        self.message = message
    }
}

/// Turns the frames of a dialect's stream into events. A value; fed in order.
package protocol StreamReader: Sendable {
    /// - Parameter frame: one server-sent event that has data.
    mutating func read(_ frame: ServerSentEvents.Frame) throws(TranslationFault) -> [StreamEvent]
    /// Something came that the events do not tell yet, such as the reason to stop.
    var holdsBack: Bool { get }
}

extension StreamReader {
    package var holdsBack: Bool { false }
}

/// Turns events into the frames of a dialect's stream. A value; fed in order.
package protocol StreamWriter: Sendable {
    /// What the dialect has no place for was lost so far.
    var losses: LossReport { get }
    /// Why the writer gave up: the rest would take more memory than it may. It then writes nothing more, no error event
    /// either, for it is up to whoever drives it to tell the caller.
    var failure: UpstreamError? { get }
    /// The number of the next event, in the dialect that numbers them.
    var nextSequenceNumber: Int { get }
    /// What the end will tell, as far as events have said it.
    var usage: Usage { get set }
    /// Appends whole frames, or nothing.
    mutating func write(_ event: StreamEvent, to bytes: inout [UInt8])
}

extension StreamWriter {
    package var nextSequenceNumber: Int { 0 }
}
