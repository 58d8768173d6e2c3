import Routing
import Testing

@Suite("What Anthropic answers")
struct AnthropicShapesTests {
    private static let bad = "invalid_request_error"

    @Test("is classified by type, phrase and status", arguments: shapes)
    func classified(shape: Shape) {
        #expect(shape.classified(as: .anthropic) == shape.means)
        #expect(shape.classified(as: .compatible) == shape.means)
        #expect(shape.classified(as: .rehearsal) == shape.means)
    }

    private static let shapes: [Shape] = [
        Shape(401, "authentication_error", nil, "invalid x-api-key", is: .credential),
        Shape(
            403,
            "permission_error",
            nil,
            "Your API key does not have permission to use the specified resource",
            is: .credential
        ),
        Shape(400, bad, nil, "This organization has been disabled.", is: .credential),
        Shape(403, "forbidden", nil, "Request not allowed", is: .region),
        Shape(404, "not_found_error", nil, "model: claude-9", is: .modelGone),
        // The wire signature of a recall upstream.
        Shape(
            404,
            "not_found_error",
            nil,
            "Fable is not available. Please use Saga. Learn more: https://vendor.example/recall",
            is: .modelGone
        ),
        Shape(
            404,
            "not_found_error",
            nil,
            "Fable is not available. Please use Saga. Learn more: https://vendor.example/recall",
            named: true,
            is: .modelGone
        ),
        Shape(403, "permission_error", nil, "Fable is no longer available to your organization", is: .modelGone),
        Shape(410, bad, nil, "Fable has been retired", is: .modelGone),
        Shape(404, "not_found_error", nil, nil, is: .modelGone),
        Shape(404, "not_found_error", nil, "Not Found", is: .ours),
        Shape(404, "not_found_error", nil, "File not found: file_011", named: true, is: .callersFault),
        Shape(404, "not_found_error", nil, "File not found: x is not available", named: true, is: .callersFault),
        Shape(413, "request_too_large", nil, "Request exceeds the maximum size", is: .contextTooLong),
        Shape(400, bad, nil, "prompt is too long: 210000 tokens > 200000 maximum", is: .contextTooLong),
        Shape(
            400,
            bad,
            nil,
            "input length and `max_tokens` exceed context limit: 188240 + 21333 > 200000, decrease input length",
            is: .contextTooLong
        ),
        Shape(
            429,
            "rate_limit_error",
            nil,
            "This request would exceed your organization's rate limit",
            is: .rateLimited
        ),
        Shape(429, "rate_limit_error", nil, "Extra usage is required for long context requests", is: .quota),
        Shape(
            400,
            bad,
            nil,
            "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing.",
            is: .quota
        ),
        Shape(400, bad, nil, "You have reached your specified API usage limits.", is: .quota),
        Shape(402, "billing_error", nil, "There's an issue with your billing", is: .quota),
        Shape(529, "overloaded_error", nil, "Overloaded", is: .overloaded),
        Shape(529, nil, nil, nil, is: .overloaded),
        Shape(200, "overloaded_error", nil, "Overloaded", is: .overloaded),
        Shape(200, "api_error", nil, "Internal server error", is: .transient),
        Shape(200, "rate_limit_error", nil, "Slow", is: .rateLimited),
        Shape(500, "api_error", nil, "Internal server error", is: .transient),
        Shape(504, "timeout_error", nil, "The request timed out", is: .transient),
        Shape(400, bad, nil, "Output blocked by content filtering policy", is: .contentRefused),
        Shape(200, "refusal", nil, nil, is: .contentRefused),
        Shape(
            400,
            bad,
            nil,
            "This model does not support assistant message prefill. The conversation must end with a user message.",
            is: .callersFault
        ),
        Shape(400, bad, nil, "messages: at least one message is required", is: .callersFault),
        Shape(400, bad, nil, "tools.0.name: got 'your credit balance is too low'", is: .callersFault),
    ]
}
