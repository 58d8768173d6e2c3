import Domain

extension ChatCompletions {
    func carriage(of field: ConversationField) -> Carriage {
        switch field {
        case .text, .system, .developer, .laterInstructions, .textParts: .exact
        case .imageURL, .imageDetail: .exact
        case .imageInline: .mapped("As a `data:` URL.")
        case .fileURL: .refused("Chat Completions takes files inline, not by URL.")
        case .fileInline: .mapped("As a `data:` URL; a file without a name gets one.")
        case .fileText: .mapped("As text under the file's name.")
        case .vendorFile: .refused("An id of a file means something to one vendor's account only.")
        case .audioInput: .refused("Spoken input is not carried between dialects yet.")
        case .messageName, .assistantRefusal: .exact
        case .prefill:
            .mapped("The assistant's message stays last; whether a model goes on from it is a capability of the model.")
        case .reasoningContent: .dropped("Messages of Chat Completions have no place for reasoning.")
        case .reasoningSeal: .dropped("Only the model that sealed it takes it back.")
        case .cacheControl:
            .dropped(
                "Only the newest models know `prompt_cache_breakpoint` and other servers reject it; vendors cache by "
                    + "themselves here."
            )
        case .tools, .toolStrict, .toolChoice, .parallelToolCalls, .toolCalls, .toolResults: .exact
        case .toolResultError: .mapped("The result's text begins with `\(ToolResult.errorPrefix)`.")
        case .toolResultImage:
            .mapped("Tool messages take text only: images and files follow in a user message that names the call.")
        case .toolHistoryWithoutTools, .customTools, .customToolCalls, .allowedTools: .exact
        case .emptyToolArguments: .mapped("As `{}`.")
        case .vendorTools: .refused("Of tools, only functions and custom ones that stand in `tools` are carried over.")
        case .jsonObject: .exact
        case .jsonSchema: .mapped("A schema without a name is called `\(ChatRequestWriter.schemaName)`.")
        case .stop: .mapped("The first \(ChatRequestWriter.mostStops); more are left out with a warning.")
        case .temperature, .topP, .seed, .penalties, .logitBias: .exact
        case .topK: .dropped("OpenAI rejects it.")
        case .outputLimit:
            .mapped(
                "As `max_completion_tokens`, which reasoning models insist on and other servers know by now; lowered to "
                    + "the limit that the model declares."
            )
        case .reasoningEffort:
            .mapped(
                "Thinking merely switched off is left out with a warning, for models that cannot think reject the field."
            )
        case .reasoningBudget:
            .mapped("As an effort: below 4096 tokens `low`, below 16384 `medium`, from there on `high`.")
        case .reasoningSummary: .dropped("Chat Completions shows no reasoning.")
        case .verbosity: .exact
        case .streamUsage: .mapped("Always asked for, and told only to a caller who wants it.")
        case .metadata: .exact
        case .endUser: .mapped("As `user`, which more servers know than `safety_identifier`.")
        case .promptCacheKey, .store: .exact
        case .serviceTier: .mapped("OpenAI's tiers as they are, `standard_only` as `default`; others are left out.")
        case .previousResponse: .refused("Chat Completions keeps no conversation at the vendor.")
        case .citations: .dropped("Chat Completions cites web pages only.")
        case .citedSources: .dropped("Messages hold text alone.")
        case .logProbabilities: .refused("Log probabilities are not carried between dialects yet.")
        case .choices: .refused("Only one answer is carried between dialects.")
        case .audioOutput: .refused("Spoken answers are not carried between dialects yet.")
        case .vendorFeatures: .refused("Only its own vendor offers it.")
        case .unknown: .dropped("It is not known here what it means.")
        case .answerText, .answerToolCalls, .answerCustomToolCalls, .answerRefusal: .exact
        case .answerReasoning:
            .dropped("Answers have no official place for reasoning, and clients tell `reasoning_content` from OpenAI.")
        case .answerReasoningSeal: .dropped("Answers have no official place for reasoning.")
        case .answerCitations, .answerLogProbabilities: .dropped("Not carried between dialects yet.")
        case .answerVendorContent: .dropped("Answers hold text, calls and refusals.")
        case .stopReason:
            .mapped(
                "`stop`, `length`, `tool_calls`, `content_filter`; a reason that is none of them reads `length`, so that no "
                    + "cut answer looks complete."
            )
        case .stopSequence: .dropped("`stop` does not say which sequence it was.")
        case .usage, .usageCacheRead, .usageCacheWrite, .usageReasoning: .exact
        }
    }

    func says(_ field: ConversationField) -> Bool {
        switch field {
        // Emulated on the way in, with words that nobody can tell from the caller's own.
        case .fileText, .toolResultError, .toolResultImage, .reasoningBudget: false
        // Read where a caller or a server says it, officially or by habit; carried into Chat Completions by nobody.
        case .vendorFile, .audioInput, .reasoningContent, .reasoningSeal, .cacheControl, .vendorTools, .topK,
            .logProbabilities, .choices, .audioOutput, .vendorFeatures, .unknown, .answerReasoning,
            .answerReasoningSeal, .answerCitations, .answerLogProbabilities, .answerVendorContent, .stopSequence:
            true
        case .text, .system, .developer, .laterInstructions, .textParts, .imageURL, .imageInline, .imageDetail,
            .fileURL, .fileInline, .messageName, .assistantRefusal, .prefill, .tools, .toolStrict, .toolChoice,
            .parallelToolCalls, .toolCalls, .toolResults, .toolHistoryWithoutTools, .emptyToolArguments, .customTools,
            .customToolCalls,
            .allowedTools, .jsonObject,
            .jsonSchema, .stop, .temperature, .topP, .seed, .penalties, .logitBias, .outputLimit, .reasoningEffort,
            .reasoningSummary, .verbosity, .streamUsage, .metadata, .endUser, .promptCacheKey, .store, .serviceTier,
            .previousResponse, .citations, .citedSources, .answerText, .answerToolCalls, .answerCustomToolCalls,
            .answerRefusal, .stopReason,
            .usage,
            .usageCacheRead, .usageCacheWrite, .usageReasoning:
            carriage(of: field).isSaid
        }
    }
}
