import Routing
import Testing

@Suite("What OpenAI and Azure answer")
struct OpenAIShapesTests {
    private static let bad = "invalid_request_error"

    @Test("is classified by code, type, phrase and status", arguments: openAI + azure)
    func classified(shape: Shape) {
        #expect(shape.classified(as: .openAI) == shape.means)
        #expect(shape.classified(as: .compatible) == shape.means)
        #expect(shape.classified(as: .rehearsal) == shape.means)
    }

    private static let openAI: [Shape] = [
        Shape(
            429,
            "insufficient_quota",
            "insufficient_quota",
            "You exceeded your current quota, please check your plan and billing details.",
            is: .quota
        ),
        Shape(429, "insufficient_quota", nil, nil, is: .quota),
        Shape(
            429,
            "tokens",
            "rate_limit_exceeded",
            "Rate limit reached for gpt-4o in organization org-x on tokens per min (TPM): Limit 30000, Used 29000. "
                + "Please try again in 6ms. Visit https://platform.openai.com/account/billing to add a payment method.",
            is: .rateLimited
        ),
        Shape(429, "requests", nil, "Rate limit reached for requests", is: .rateLimited),
        Shape(413, "tokens", "rate_limit_exceeded", "Request too large for model, tokens per minute", is: .rateLimited),
        Shape(400, bad, "billing_hard_limit_reached", "Billing hard limit has been reached", is: .quota),
        Shape(429, "billing_not_active", nil, "Your account is not active", is: .quota),
        Shape(401, bad, "invalid_api_key", "Incorrect API key provided: sk-abc***xyz.", is: .credential),
        Shape(401, bad, nil, "You must be a member of an organization to use the API", is: .credential),
        Shape(401, bad, "account_deactivated", nil, is: .credential),
        Shape(403, bad, nil, "You have insufficient permissions for this operation.", is: .credential),
        Shape(
            404,
            bad,
            "model_not_found",
            "The model `gpt-9` does not exist or you do not have access to it.",
            is: .modelGone
        ),
        Shape(404, bad, nil, "The model `gpt-9` does not exist or you do not have access to it.", is: .modelGone),
        Shape(
            404,
            bad,
            nil,
            "The model `gpt-9` does not exist or you do not have access to it.",
            named: true,
            is: .modelGone
        ),
        Shape(404, bad, "model_not_found", "The model `gpt-4-32k` has been deprecated.", is: .modelGone),
        Shape(403, bad, "model_not_found", "Project `proj_x` does not have access to model `o3`", is: .modelGone),
        Shape(403, bad, nil, "Project `proj_x` does not have access to model `o3`", is: .modelGone),
        Shape(400, bad, nil, "invalid model ID", is: .modelGone),
        Shape(
            404,
            bad,
            nil,
            "This is not a chat model and thus not supported in the v1/chat/completions endpoint.",
            parameter: "model",
            is: .ours
        ),
        Shape(
            400,
            bad,
            "unsupported_value",
            "This model is not supported in /v1/responses",
            parameter: "model",
            is: .ours
        ),
        Shape(404, bad, "unknown_url", "Unknown request URL: POST /chat/completions.", is: .ours),
        Shape(404, bad, nil, "Invalid URL (POST /chat/completions)", is: .ours),
        Shape(404, bad, nil, "No such File object: file-1", parameter: "id", named: true, is: .callersFault),
        Shape(404, bad, nil, "No such File object: the model `x` does not exist", named: true, is: .callersFault),
        Shape(404, bad, nil, "Item with id 'rs_1' not found.", parameter: "input", is: .callersFault),
        Shape(404, nil, nil, nil, named: true, is: .callersFault),
        Shape(
            400,
            bad,
            "previous_response_not_found",
            "Previous response with id 'resp_1' not found.",
            parameter: "previous_response_id",
            is: .callersFault
        ),
        Shape(410, nil, nil, "Container with id cntr_1 is no longer available", named: true, is: .callersFault),
        Shape(
            400,
            bad,
            "context_length_exceeded",
            "This model's maximum context length is 8192 tokens.",
            parameter: "messages",
            is: .contextTooLong
        ),
        Shape(400, bad, nil, "Your input exceeds the context window of this model.", is: .contextTooLong),
        Shape(400, bad, "content_policy_violation", "Your request was rejected", is: .contentRefused),
        Shape(400, bad, "invalid_prompt", "Invalid prompt: your prompt was flagged.", is: .contentRefused),
        Shape(400, bad, nil, "Your request was rejected as a result of our safety system.", is: .contentRefused),
        Shape(
            403,
            "request_forbidden",
            "unsupported_country_region_territory",
            "Country, region, or territory not supported",
            is: .region
        ),
        Shape(403, nil, nil, "Country, region, or territory not supported", is: .region),
        Shape(500, "server_error", nil, "The server had an error while processing your request.", is: .transient),
        Shape(500, "server_error", nil, "That model is currently overloaded with other requests.", is: .overloaded),
        Shape(503, "server_error", nil, "The engine is currently overloaded, please try again later", is: .overloaded),
        Shape(503, nil, "slow_down", "Slow down", is: .overloaded),
        Shape(200, "error", "server_is_overloaded", "Our servers are overloaded", is: .overloaded),
        Shape(200, "server_error", nil, "An error occurred while processing your request.", is: .transient),
        Shape(200, bad, nil, "Something about the request", is: .callersFault),
        Shape(200, nil, "429", "Provider is out of breath", is: .rateLimited),
        Shape(200, nil, nil, nil, is: .transient),
        Shape(200, "content_filter", nil, nil, is: .contentRefused),
        Shape(400, bad, "unsupported_parameter", "Unsupported parameter", parameter: "max_tokens", is: .callersFault),
        Shape(400, bad, nil, "Invalid value: 'the model `x` does not exist'", is: .callersFault),
        Shape(400, bad, nil, "Invalid value: 'you exceeded your current quota'", is: .callersFault),
        Shape(400, bad, nil, "Invalid value: 'incorrect api key provided'", is: .callersFault),
    ]

    private static let azure: [Shape] = [
        Shape(404, nil, "DeploymentNotFound", "The API deployment for this resource does not exist.", is: .modelGone),
        Shape(404, bad, "DeploymentNotFound", nil, named: true, is: .modelGone),
        Shape(404, nil, "404", "Resource not found", is: .ours),
        Shape(410, nil, "ModelDeprecated", "The model is deprecated.", is: .modelGone),
        Shape(400, nil, "OperationNotSupported", "The operation does not work with the specified model", is: .ours),
        Shape(401, nil, "401", "Access denied due to invalid subscription key or wrong API endpoint.", is: .credential),
        Shape(401, nil, "PermissionDenied", "The principal lacks the required data action", is: .credential),
        Shape(
            429,
            nil,
            "429",
            "Requests have exceeded call rate limit. Please retry after 6 seconds.",
            is: .rateLimited
        ),
        Shape(429, nil, "RateLimitReached", "Rate limit of 10 per 60s exceeded", is: .rateLimited),
        Shape(429, nil, nil, "The system is currently experiencing high demand", is: .overloaded),
        Shape(
            400,
            nil,
            "content_filter",
            "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
            parameter: "prompt",
            is: .contentRefused
        ),
        Shape(408, nil, "Timeout", "The operation was timeout.", is: .transient),
        Shape(500, nil, "InternalServerError", "Backend returned unexpected response.", is: .transient),
        Shape(413, nil, "tokens_limit_reached", "Request body too large for gpt-4o model.", is: .contextTooLong),
    ]
}
