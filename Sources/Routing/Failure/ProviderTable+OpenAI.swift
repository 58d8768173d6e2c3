extension ProviderTable {
    /// OpenAI's error codes guide and what its API was seen to send; Azure's words (`DeploymentNotFound`) with them.
    static let openAI = ProviderTable(
        words: lookup([
            (.quota, ["insufficient_quota", "billing_hard_limit_reached", "billing_not_active"]),
            (.rateLimited, ["rate_limit_exceeded", "ratelimitreached", "too_many_requests", "toomanyrequests"]),
            (
                .credential,
                [
                    "invalid_api_key", "invalid_organization", "mismatched_organization", "mismatched_project",
                    "account_deactivated", "access_terminated", "missing_scope", "ip_not_authorized",
                    "authentication_error", "invalid_authentication", "permissiondenied", "unauthorized",
                ]
            ),
            (
                .modelGone,
                [
                    "model_not_found", "deploymentnotfound", "model_deprecated", "modeldeprecated",
                    "servicemodeldeprecated", "servicemodeldeprecating", "unknown_model",
                ]
            ),
            (.region, ["unsupported_country_region_territory"]),
            (.contextTooLong, ["context_length_exceeded", "tokens_limit_reached", "request_too_large"]),
            (
                .contentRefused,
                [
                    "content_policy_violation", "content_filter", "responsibleaipolicyviolation", "invalid_prompt",
                    "moderation_blocked", "refusal",
                ]
            ),
            (.overloaded, ["server_is_overloaded", "engine_overloaded", "slow_down", "no_capacity", "nocapacity"]),
            (.transient, ["timeout", "internalservererror"]),
            (.callersFault, ["previous_response_not_found"]),
            (.ours, ["unknown_url", "operationnotsupported"]),
        ]),
        statuses: [
            "invalid_request_error": 400, "permission_error": 403, "not_found_error": 404, "rate_limit_error": 429,
            "requests": 429, "tokens": 429, "server_error": 500, "service_unavailable": 503,
            "service_unavailable_error": 503,
        ],
        // OpenAI's guide gives 503 two readings, "overloaded" and "slow down", and no third.
        overloaded: [503, 529],
        phrases: Phrases(
            quota: PhraseList([
                "you exceeded your current quota", "billing hard limit has been reached", "account is not active",
            ]),
            overloaded: PhraseList([
                "overloaded", "slow down", "at capacity", "experiencing high demand", "no capacity",
            ]),
            credential: PhraseList(["incorrect api key provided", "you must be a member of an organization"]),
            region: PhraseList(["country, region, or territory not supported"]),
            tooLong: PhraseList([
                "maximum context length", "exceeds the context window", "context window of this model",
                "please reduce the length of the messages", "input tokens exceed the configured limit",
            ]),
            refused: PhraseList([
                "content management policy", "rejected as a result of our safety system", "violating our usage policy",
                "flagged as potentially violating",
            ]),
            gone: PhraseList([
                "does not exist or you do not have access", "does not have access to model", "has been deprecated",
                "has been retired", "has been shut down", "is no longer available", "is deprecated",
                "deployment for this resource does not exist",
            ]),
            modelOpening: PhraseList(["the model `", "the model '", "invalid model id"]),
            path: PhraseList([
                "unknown request url", "invalid url", "unrecognized request url", "resource not found",
                "this is not a chat model",
            ])
        )
    )
}
