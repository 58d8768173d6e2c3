extension ProviderTable {
    /// Anthropic's error types, and the messages by which its `invalid_request_error` tells one thing from another.
    static let anthropic = ProviderTable(
        words: lookup([
            (.quota, ["billing_error"]),
            (.credential, ["authentication_error"]),
            (.contextTooLong, ["request_too_large"]),
            (.contentRefused, ["refusal"]),
            (.overloaded, ["overloaded_error"]),
            (.transient, ["timeout_error"]),
        ]),
        statuses: [
            "invalid_request_error": 400, "permission_error": 403, "not_found_error": 404, "rate_limit_error": 429,
            "api_error": 500,
        ],
        overloaded: [529],
        phrases: Phrases(
            quota: PhraseList([
                "your credit balance is too low", "you have reached your specified api usage limits",
                "you have reached your specified workspace api usage limits", "extra usage is required",
            ]),
            overloaded: PhraseList(["overloaded"]),
            credential: PhraseList([
                "this organization has been disabled", "your api key has been disabled", "invalid x-api-key",
            ]),
            // 403 `forbidden`, from the edge: no other text goes with it.
            region: PhraseList(["request not allowed", "access to anthropic models is not allowed from unsupported"]),
            tooLong: PhraseList([
                "prompt is too long", "exceed context limit", "exceeds the maximum allowed number of bytes",
                "input is too long",
            ]),
            refused: PhraseList(["output blocked by content filtering policy"]),
            // The first is in the wire signature of a real recall: "<Model> is not available. Please use <Other>."
            gone: PhraseList([
                "is not available", "no longer available", "has been retired",
                "has been deprecated", "does not have access to model", "end of its life",
            ]),
            modelOpening: PhraseList(["model:", "model not found"]),
            path: PhraseList(["not found"])
        )
    )
}
