import Domain
import JSON

/// The object around an answer, which repeats the request's settings where they are known. A value that the request
/// left to the provider is null, for its default there is not known here.
struct ResponsesObject {
    private(set) var id: String
    private var model: String
    private var createdAt: Int
    private var usage: JSONValue = .null
    /// Settings, rendered once: streams repeat the object three times.
    private let settings: [JSONValue.Member]

    init(_ options: AnswerOptions) {
        id = "resp_" + options.idSeed
        model = options.model
        createdAt = options.now
        settings = Self.settings(options.request)
    }

    /// Takes over what the provider told of itself; an id only if it is of this dialect's form.
    mutating func take(id: String?, model: String?, createdAt: Int?) {
        if let id, id.utf8.starts(with: "resp_".utf8) { self.id = id }
        self.model = model ?? self.model
        self.createdAt = createdAt ?? self.createdAt
    }

    /// - Returns: false when something is known and cannot be told: the counts have to be there together.
    mutating func take(_ counts: Usage) -> Bool {
        guard let told = Self.usage(counts) else { return counts == Usage() }
        usage = told
        return true
    }

    /// nil: not both input and output are known.
    static func usage(_ counts: Usage) -> JSONValue? {
        guard let input = counts.input, let output = counts.output else { return nil }
        let (total, isTooLarge) = input.addingReportingOverflow(output)
        guard !isTooLarge else { return nil }
        return .object(
            ("input_tokens", .integer(input)),
            (
                "input_tokens_details",
                .object(
                    ("cached_tokens", .integer(counts.cachedInput ?? 0)),
                    ("cache_write_tokens", .integer(counts.cacheWrite ?? 0))
                )
            ),
            ("output_tokens", .integer(output)),
            ("output_tokens_details", .object(("reasoning_tokens", .integer(counts.reasoning ?? 0)))),
            ("total_tokens", .integer(total))
        )
    }

    func json(_ ending: ResponsesEnding, _ output: [JSONValue], error: JSONValue = .null) -> JSONValue {
        let members = [
            JSONValue.Member("id", .string(id)),
            JSONValue.Member("object", .string("response")),
            JSONValue.Member("created_at", .integer(createdAt)),
            JSONValue.Member("status", .string(ending.status)),
            JSONValue.Member("background", .bool(false)),
            JSONValue.Member("error", error),
            JSONValue.Member("incomplete_details", ending.details),
            JSONValue.Member("model", .string(model)),
            JSONValue.Member("output", .array(output)),
            JSONValue.Member("usage", usage),
        ]
        return .object(members + settings)
    }

    private static func settings(_ request: ConversationRequest?) -> [JSONValue.Member] {
        let metadata = (request?.metadata ?? []).map { JSONValue.Member($0.name, .string($0.value)) }
        return [
            JSONValue.Member("instructions", instructions(request)),
            JSONValue.Member("max_output_tokens", number(request?.outputLimit)),
            JSONValue.Member("metadata", .object(metadata)),
            JSONValue.Member("parallel_tool_calls", .bool(request?.allowsParallelToolCalls ?? true)),
            JSONValue.Member("previous_response_id", text(request?.previousResponseID)),
            JSONValue.Member("prompt_cache_key", text(request?.promptCacheKey)),
            JSONValue.Member(
                "reasoning",
                .object(("effort", text(request?.reasoning?.effort)), ("summary", text(request?.reasoning?.summary)))
            ),
            JSONValue.Member("safety_identifier", text(request?.endUser)),
            // What went through a translation is kept nowhere, whatever was asked.
            JSONValue.Member("store", .bool(false)),
            JSONValue.Member("temperature", number(request?.sampling.temperature)),
            JSONValue.Member(
                "text",
                .object(
                    ("format", request?.format.map(ResponsesSettings.format) ?? .object(("type", .string("text")))),
                    ("verbosity", request?.verbosity.map { .string($0) })
                )
            ),
            JSONValue.Member(
                "tool_choice",
                ResponsesSettings.toolChoice(request?.toolChoice ?? .auto, request?.tools ?? [])
            ),
            JSONValue.Member("tools", .array((request?.tools ?? []).map(ResponsesSettings.tool))),
            JSONValue.Member("top_p", number(request?.sampling.topP)),
            JSONValue.Member("truncation", .string("disabled")),
            JSONValue.Member("user", text(request?.endUser)),
        ]
    }

    /// The first turn, where it is what `instructions` becomes.
    private static func instructions(_ request: ConversationRequest?) -> JSONValue {
        guard let first = request?.turns.first, first.role == .system, first.parts.count == 1,
            case .text(let text) = first.parts[0]
        else { return .null }
        return .string(text.text)
    }

    private static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
    private static func number(_ text: String?) -> JSONValue { text.map { .number($0) } ?? .null }
}
