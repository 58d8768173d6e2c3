import Routing
import Testing

@Suite("What other servers answer")
struct CompatibleShapesTests {
    @Test("is classified by what each of them calls it", arguments: shapes)
    func classified(shape: Shape) {
        #expect(shape.classified(as: .compatible) == shape.means)
    }

    @Test("is classified by the status where no word goes with it", arguments: bare, ProviderAnswer.Kind.allCases)
    func bareStatus(expected: (status: Int, means: FailureClass), kind: ProviderAnswer.Kind) {
        #expect(Shape(expected.status, is: expected.means).classified(as: kind) == expected.means)
    }

    @Test("a 503 without a word has two readings")
    func bare503() {
        let shape = Shape(503, is: .transient)
        #expect(shape.classified(as: .compatible) == .transient)
        #expect(shape.classified(as: .anthropic) == .transient)
        #expect(shape.classified(as: .openAI) == .overloaded)
    }

    @Test("every status of every kind has a class, with text of any length")
    func total() {
        let long = String(repeating: "The model ", count: 10_000)
        for kind in ProviderAnswer.Kind.allCases {
            for status in Array(stride(from: -1, through: 700, by: 30)) + [400, 403, 404, 429, 500] {
                for named in [true, false] {
                    let seen = Shape(status, long, long, long, parameter: long, named: named, is: .ours)
                        .classified(as: kind)
                    if !(200..<600).contains(status) { #expect(seen == .malformed) }
                }
            }
        }
    }

    @Test("a phrase behind the bound is not looked at")
    func bound() {
        let padding = String(repeating: "x", count: ProviderAnswer.longestMessage)
        let phrase = "maximum context length"
        #expect(Shape(400, nil, nil, phrase, is: .ours).classified(as: .openAI) == .contextTooLong)
        #expect(Shape(400, nil, nil, padding + phrase, is: .ours).classified(as: .openAI) == .callersFault)
    }

    private static let bare: [(status: Int, means: FailureClass)] = [
        (301, .ours), (307, .ours), (400, .callersFault), (401, .credential), (402, .quota), (403, .credential),
        (404, .modelGone), (405, .ours), (407, .ours), (408, .transient), (409, .transient), (410, .modelGone),
        (413, .contextTooLong), (415, .callersFault), (418, .callersFault), (422, .callersFault), (424, .callersFault),
        (425, .transient), (429, .rateLimited), (451, .region), (499, .transient), (500, .transient), (501, .ours),
        (502, .transient), (504, .transient), (520, .transient), (524, .transient), (529, .overloaded),
        (600, .malformed),
        (102, .malformed),
    ]

    private static let shapes: [Shape] = [
        // llama.cpp
        Shape(
            400,
            "exceed_context_size_error",
            "400",
            "request (9412 tokens) exceeds the available context size (8192 tokens), try increasing it",
            is: .contextTooLong
        ),
        Shape(400, nil, nil, "the request exceeds the available context size", is: .contextTooLong),
        Shape(
            500,
            "server_error",
            "500",
            "input is too large to process. increase the physical batch size",
            is: .contextTooLong
        ),
        Shape(503, "unavailable_error", "503", "Loading model", is: .transient),
        Shape(401, "authentication_error", "401", "Invalid API Key", is: .credential),
        Shape(404, "not_found_error", "404", "File Not Found", is: .ours),
        Shape(501, "not_supported_error", "501", "This server does not support embeddings.", is: .ours),
        // vLLM, SGLang
        Shape(404, "NotFoundError", "404", "The model `x` does not exist.", is: .modelGone),
        Shape(
            404,
            "NotFoundError",
            "404",
            "The model `x` does not exist.",
            parameter: "model",
            named: true,
            is: .modelGone
        ),
        Shape(404, nil, nil, "Not Found", is: .ours),
        Shape(
            400,
            "BadRequestError",
            "400",
            "This model's maximum context length is 2048 tokens. However, you requested 3000",
            is: .contextTooLong
        ),
        Shape(
            400,
            "BadRequestError",
            "400",
            "The decoder prompt (length 5000) is longer than the maximum model length of 4096.",
            is: .contextTooLong
        ),
        Shape(
            400,
            "BadRequestError",
            "400",
            "The input (5000 tokens) is longer than the model's context length (4096 tokens).",
            is: .contextTooLong
        ),
        Shape(400, "BadRequestError", "400", "The model does not support images", is: .callersFault),
        Shape(500, "InternalServerError", "500", "EngineCore encountered an issue", is: .transient),
        Shape(401, nil, nil, "Unauthorized", is: .credential),
        // TGI
        Shape(429, "overloaded", nil, "Model is overloaded", is: .overloaded),
        Shape(
            422,
            "validation",
            nil,
            "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 2048",
            is: .contextTooLong
        ),
        Shape(424, "generation", nil, "Request failed during generation", is: .transient),
        // Ollama
        Shape(404, "api_error", nil, "model \"x\" not found, try pulling it first", is: .modelGone),
        Shape(
            503,
            "api_error",
            nil,
            "server busy, please try again. maximum pending requests exceeded",
            is: .overloaded
        ),
        // OpenRouter
        Shape(402, nil, "402", "This request requires more credits, or fewer max_tokens.", is: .quota),
        Shape(403, nil, "403", "x requires moderation and your input was flagged", is: .contentRefused),
        Shape(404, nil, "404", "No endpoints found for vendor/x.", is: .modelGone),
        Shape(200, nil, "502", "Provider returned error", is: .transient),
        // Google
        Shape(400, "FAILED_PRECONDITION", "400", "User location is not supported for the API use.", is: .region),
        Shape(400, "INVALID_ARGUMENT", "400", "API key not valid. Please pass a valid API key.", is: .credential),
        Shape(
            429,
            "RESOURCE_EXHAUSTED",
            "429",
            "You exceeded your current quota, please check your plan. Please retry in 34.07s.",
            is: .rateLimited
        ),
        Shape(429, "RESOURCE_EXHAUSTED", "429", "Your prepayment credits are depleted.", is: .quota),
        Shape(503, "UNAVAILABLE", "503", "The model is overloaded. Please try again later.", is: .overloaded),
        Shape(404, "NOT_FOUND", "404", "models/x is not found for API version v1main", is: .modelGone),
        Shape(403, "PERMISSION_DENIED", "403", "Permission denied on resource project x.", is: .credential),
        Shape(
            400,
            "INVALID_ARGUMENT",
            "400",
            "The input token count (9) exceeds the maximum number of tokens allowed (8).",
            is: .contextTooLong
        ),
        Shape(504, "DEADLINE_EXCEEDED", "504", "Deadline expired", is: .transient),
        // Groq, Mistral, DeepSeek, Moonshot, xAI, DashScope, Bedrock
        Shape(
            400,
            "invalid_request_error",
            "model_decommissioned",
            "The model `x` has been decommissioned.",
            is: .modelGone
        ),
        Shape(498, nil, "capacity_exceeded", "Flex tier capacity exceeded", is: .overloaded),
        Shape(
            400,
            "invalid_request_error",
            "organization_restricted",
            "Organization has been restricted.",
            is: .credential
        ),
        Shape(400, "invalid_model", "1500", "Invalid model: x", is: .modelGone),
        Shape(429, "service_tier_capacity_exceeded", "3505", "Service tier capacity exceeded", is: .overloaded),
        Shape(429, nil, "1300", "Requests rate limit exceeded", is: .rateLimited),
        Shape(400, nil, nil, "Model Not Exist", is: .modelGone),
        Shape(402, "unknown_error", "invalid_request_error", "Insufficient Balance", is: .quota),
        Shape(429, "engine_overloaded_error", nil, "The engine is currently overloaded", is: .overloaded),
        Shape(429, "exceeded_current_quota_error", nil, "Your account is suspended", is: .quota),
        Shape(403, nil, nil, "Your team has either used all available credits or reached its limit.", is: .quota),
        Shape(403, nil, nil, "Content violates usage guidelines.", is: .contentRefused),
        Shape(400, nil, "DataInspectionFailed", "Input data may contain inappropriate content.", is: .contentRefused),
        Shape(429, "ThrottlingException", nil, "Too many requests", is: .rateLimited),
        Shape(
            404,
            "ResourceNotFoundException",
            nil,
            "This model version has reached the end of its life.",
            is: .modelGone
        ),
        Shape(
            400,
            "ValidationException",
            nil,
            "Access to Anthropic models is not allowed from unsupported countries, regions, or territories.",
            is: .region
        ),
    ]
}
