extension ProviderTable {
    /// Servers that resemble OpenAI or Anthropic: both tables, and what the others were seen to send.
    ///
    /// llama.cpp, vLLM, SGLang, TGI, Ollama, OpenRouter, Google's compatible API, Groq, Mistral, DeepSeek, Moonshot,
    /// xAI, DashScope, Bedrock behind a proxy.
    static let compatible = openAI.joined(with: anthropic).joined(
        with: ProviderTable(
            words: lookup([
                (.quota, ["exceeded_current_quota_error", "insufficient_balance", "blocked_api_access", "arrearage"]),
                (.quota, ["servicequotaexceededexception"]),
                (.rateLimited, ["throttlingexception", "rate_limit_reached_error", "rate_limited"]),
                (.credential, ["unauthenticated", "organization_restricted", "unrecognizedclientexception"]),
                (.credential, ["expiredtokenexception", "invalidsignatureexception"]),
                (.modelGone, ["invalid_model", "model_decommissioned", "invalidendpointormodel.notfound"]),
                (.contextTooLong, ["exceed_context_size_error", "context_window_exceeded"]),
                (.contentRefused, ["data_inspection_failed", "datainspectionfailed"]),
                (.overloaded, ["overloaded", "engine_overloaded_error", "service_tier_capacity_exceeded"]),
                (.overloaded, ["capacity_exceeded", "modelnotreadyexception"]),
                (.transient, ["generation", "incomplete_generation", "deadline_exceeded", "cancelled"]),
                (.ours, ["not_supported_error"]),
            ]),
            statuses: [
                "badrequesterror": 400, "invalid_argument": 400, "failed_precondition": 400, "permission_denied": 403,
                "notfounderror": 404, "not_found": 404, "resource_exhausted": 429, "internal": 500,
                "unavailable": 503, "unavailable_error": 503, "serviceunavailableerror": 503,
            ],
            overloaded: [529],
            phrases: Phrases(
                quota: PhraseList([
                    "insufficient balance", "insufficient credits", "requires more credits",
                    "used all available credits",
                    "key limit exceeded", "credits are depleted", "quota exceeded", "exceeded your current quota",
                ]),
                perMinute: PhraseList([
                    "per minute", "per second", "perminute", "please retry in", "please try again in",
                ]),
                overloaded: PhraseList([
                    "server busy", "too busy", "queue is full", "capacity exceeded", "high traffic",
                ]),
                credential: PhraseList(["api key not valid", "api key expired", "invalid api key"]),
                region: PhraseList(["user location is not supported", "not available in your country"]),
                tooLong: PhraseList([
                    "exceeds the available context size", "context size has been exceeded",
                    "input is too large to process",
                    "is longer than the maximum model length", "is longer than the model's context length",
                    "exceeds the model's maximum context length", "exceeds the maximum number of tokens allowed",
                    "`inputs` tokens + `max_new_tokens` must be", "`inputs` must have less than",
                    "too large for model with",
                ]),
                refused: PhraseList([
                    "requires moderation", "violates usage guidelines", "content exists risk", "inappropriate content",
                ]),
                gone: PhraseList([
                    "try pulling it first", "no endpoints found", "decommissioned", "is not found for api version",
                    "was removed", "has been removed", "the model does not exist",
                ]),
                modelOpening: PhraseList([
                    "the model ", "model \"", "model '", "model `", "model not exist", "models/", "publisher model",
                    "invalid model", "no such model", "unknown model", "model is not found", "no endpoints found",
                    "this model version has reached the end of its life",
                ]),
                path: PhraseList(["file not found", "not found", "no route", "404 page not found", "cannot post "])
            )
        )
    )
}
