package import Dialects
package import Domain
import JSON

/// Holdfast's built-in model: a function from request bytes to answer bytes, in every dialect. It is no real model, and
/// every answer says so.
package struct RehearsalModel: Sendable {
    /// Stands in every answer's `model`.
    package static let name = "holdfast-rehearsal"
    /// Stands where a vendor tells its build: `system_fingerprint`.
    static let fingerprint = "fp_holdfast_rehearsal"

    /// Those it can speak.
    package static let dialects: [Dialect] = [.chatCompletions, .responses, .messages]

    package var behaviour: RehearsalBehaviour

    package init(_ behaviour: RehearsalBehaviour) {
        self.behaviour = behaviour
    }

    /// - Parameter serial: makes identifiers of two answers to the same request differ.
    /// - Parameter now: Unix seconds, for the answer's `created`.
    /// - Parameter fault: that is due; only a status is answered here, the others are of the delivery.
    package func reply(
        to operation: Operation,
        _ body: [UInt8],
        serial: UInt64,
        now: Int,
        fault: RehearsalFault.Kind? = nil
    ) -> RehearsalReply {
        let digest = RequestDigest(operation, body, serial: serial)
        let requestID = digest.identifier("req_", 0)
        guard behaviour.serves(operation) else {
            let problem = RehearsalProblem(status: 404, "The rehearsal model was told not to speak this dialect.")
            return Self.refusal(problem, operation.dialect.vendor, requestID: requestID)
        }
        if case .status(let status, let retryAfter) = fault {
            let problem = RehearsalProblem(status: status, "The rehearsal model was told to fail with this status.")
            return Self.refusal(problem, operation.dialect.vendor, retryAfter: retryAfter, requestID: requestID)
        }
        do throws(RehearsalProblem) {
            let content = try content(operation, try Self.parse(body), digest, now)
            return RehearsalReply(status: 200, content: content, requestID: requestID)
        } catch {
            return Self.refusal(error, operation.dialect.vendor, requestID: requestID)
        }
    }

    package static func refusal(
        _ problem: RehearsalProblem,
        _ vendor: Vendor,
        retryAfter: Int? = nil,
        requestID: String
    ) -> RehearsalReply {
        RehearsalReply(
            status: problem.status,
            content: .plain(problem.body(vendor, requestID: requestID), pieces: 0),
            retryAfter: retryAfter,
            requestID: requestID
        )
    }

    /// The one model that can be asked for, though any name is answered.
    package static func models(_ vendor: Vendor) -> [UInt8] {
        switch vendor {
        case .openAI:
            JSONValue.object(
                ("object", .string("list")),
                (
                    "data",
                    .array([
                        .object(
                            ("id", .string(name)),
                            ("object", .string("model")),
                            ("created", .integer(0)),
                            ("owned_by", .string("holdfast"))
                        )
                    ])
                )
            ).bytes
        case .anthropic:
            JSONValue.object(
                (
                    "data",
                    .array([
                        .object(
                            ("type", .string("model")),
                            ("id", .string(name)),
                            ("display_name", .string("Holdfast's rehearsal model")),
                            ("created_at", .string("1970-01-01T00:00:00Z"))
                        )
                    ])
                ),
                ("has_more", .bool(false)),
                ("first_id", .string(name)),
                ("last_id", .string(name))
            ).bytes
        }
    }

    private static func parse(_ body: [UInt8]) throws(RehearsalProblem) -> JSONValue {
        do throws(JSONFault) {
            return try JSONValue(parsing: body)
        } catch {
            throw RehearsalProblem("The request body is not valid JSON. \(error.message)")
        }
    }

    private func content(
        _ operation: Operation,
        _ fields: JSONValue,
        _ digest: RequestDigest,
        _ now: Int
    ) throws(RehearsalProblem) -> RehearsalReply.Content {
        switch operation {
        case .conversation(.chatCompletions):
            let request = try RehearsalRequest(chatCompletions: fields)
            let lapse = lapse(request, digest) { Conversation(chatCompletions: fields) }
            let speech = Speech(request, behaviour, lapse)
            return content(request, speech, ChatCompletionsAnswer(request, speech, digest, now))
        case .conversation(.responses):
            let request = try RehearsalRequest(responses: fields)
            let lapse = lapse(request, digest) { Conversation(responses: fields) }
            let speech = Speech(request, behaviour, lapse)
            return content(request, speech, ResponsesAnswer(request, speech, digest, now))
        case .conversation(.messages):
            let request = try RehearsalRequest(messages: fields)
            let lapse = lapse(request, digest) { Conversation(messages: fields) }
            let speech = Speech(request, behaviour, lapse)
            return content(request, speech, MessagesAnswer(request, speech, digest))
        case .conversation(let dialect):
            throw RehearsalProblem(status: 404, "The rehearsal model does not speak \(dialect.rawValue).")
        case .countTokens:
            let request = try RehearsalRequest(tokensOf: fields)
            return .plain(JSONValue.object(("input_tokens", .integer(request.inputTokens))).bytes, pieces: 1)
        case .inputTokens:
            let request = try RehearsalRequest(responses: fields)
            return .plain(
                JSONValue.object(
                    ("object", .string("response.input_tokens")),
                    ("input_tokens", .integer(request.inputTokens))
                ).bytes,
                pieces: 1
            )
        case .embeddings:
            return .plain(try EmbeddingsAnswer(fields).body.bytes, pieces: 1)
        }
    }

    /// Nothing is looked at for a model without weaknesses.
    private func lapse(
        _ request: RehearsalRequest,
        _ digest: RequestDigest,
        _ conversation: () -> Conversation
    ) -> Lapse {
        guard !behaviour.weaknesses.isEmpty else { return .none(nil) }
        return Lapse(behaviour.weaknesses, request, conversation(), digest: digest.request)
    }

    private func content(
        _ request: RehearsalRequest,
        _ speech: Speech,
        _ answer: some DialectAnswer
    ) -> RehearsalReply.Content {
        request.streams ? .stream(answer.frames) : .plain(answer.body.bytes, pieces: speech.pieceCount)
    }
}
