import Domain

/// The column of the loss policy. What is dropped or refused here while `says` holds is the vendor's own: requests or
/// answers of the dialect hold it, and no other dialect's can become it.
extension Responses {
    func carriage(of field: ConversationField) -> Carriage {
        switch field {
        case .text, .textParts, .system, .developer, .laterInstructions: .exact
        case .imageURL, .imageDetail, .assistantRefusal: .exact
        case .imageInline: .mapped("As a data URL in `image_url`.")
        case .fileURL: .mapped("Without the file's name, which the vendor takes beside data only.")
        case .fileInline: .mapped("As a data URL in `file_data`; a file without a name gets one.")
        case .fileText: .mapped("As an `input_text` part that begins with the document's name.")
        case .vendorFile: .refused("A file's id is known to the account only in which it was uploaded.")
        case .audioInput: .refused("Spoken input is not translated.")
        case .messageName: .dropped("Messages have no author's name.")
        case .prefill:
            .refused("The last assistant message is taken as finished, so the answer would not go on from it.")
        case .reasoningContent:
            .dropped(
                "A reasoning item is taken back only from the model that made it, by its id or its encrypted form."
            )
        case .reasoningSeal: .dropped("Another model's signature or encrypted reasoning would be refused.")
        case .cacheControl:
            .dropped("Prefixes are cached without being asked; models that know no breakpoints would refuse them.")

        case .tools: .mapped("As flat functions; one without parameters gets an empty object schema.")
        case .toolStrict: .mapped("Unsaid becomes false, for the dialect's own default is true.")
        case .toolChoice, .parallelToolCalls, .toolCalls, .toolResults, .toolResultImage, .toolHistoryWithoutTools,
            .customTools, .customToolCalls, .allowedTools:
            .exact
        case .toolResultError: .mapped("There is no error flag: the output begins with `\(ToolResult.errorPrefix)`.")
        case .emptyToolArguments: .mapped("As `{}`.")
        case .vendorTools: .refused("Of tools, only functions and custom ones that stand in `tools` are carried over.")

        case .jsonObject, .temperature, .topP, .verbosity, .metadata, .promptCacheKey, .reasoningSummary: .exact
        case .jsonSchema: .mapped("As `text.format`; a schema without a name gets one.")
        case .stop: .dropped("There are no stop sequences.")
        case .topK: .dropped("There is no `top_k`.")
        case .seed: .dropped("There is no seed.")
        case .penalties: .dropped("There are no penalties.")
        case .logitBias: .dropped("There is no `logit_bias`.")
        case .outputLimit:
            .mapped("As `max_output_tokens`, at least 16 and at most what the model is declared to produce.")
        case .reasoningEffort:
            .mapped("As `reasoning.effort`; reasoning switched off without an effort is left unsaid.")
        case .reasoningBudget: .mapped("As an effort: below 4096 tokens `low`, below 16384 `medium`, otherwise `high`.")
        case .streamUsage: .mapped("Every stream tells usage at its end.")
        case .endUser: .mapped("As `safety_identifier`.")
        case .store: .mapped("Unsaid becomes false, so that a translated request leaves nothing behind at the vendor.")
        case .serviceTier: .mapped("`standard_only` becomes `default`; any other word stays as it is.")
        case .previousResponse: .exact
        case .citations: .dropped("Documents are not cited.")
        case .citedSources: .dropped("Annotations of other dialects' answers have no place.")
        case .logProbabilities: .refused("Log probabilities are not translated.")
        case .choices: .refused("A response holds one answer.")
        case .audioOutput: .refused("Spoken answers are not translated.")
        case .vendorFeatures: .refused("Another vendor's own features do not exist here.")
        case .unknown: .dropped("Nobody knows what it means here.")

        case .answerText, .answerToolCalls, .answerCustomToolCalls, .answerRefusal: .exact
        case .answerReasoning: .mapped("As the summary or the content of a reasoning item.")
        case .answerReasoningSeal: .dropped("A signature has no place; only the dialect's own encrypted form has.")
        case .answerCitations: .dropped("Other dialects' citations are not translated into annotations.")
        case .answerLogProbabilities: .dropped("Log probabilities are not translated.")
        case .answerVendorContent: .dropped("Other vendors' own content has no item.")
        case .stopReason:
            .mapped(
                "As `status` and `incomplete_details`; a full context is `max_output_tokens`, and reasons without a word "
                    + "here are incomplete without a reason."
            )
        case .stopSequence: .dropped("Which sequence it was has no place.")
        case .usage: .mapped("Told only when both input and output are known.")
        case .usageCacheRead, .usageCacheWrite, .usageReasoning:
            .mapped("Unknown counts are 0, for they must be there.")
        }
    }

    func says(_ field: ConversationField) -> Bool {
        if Self.own.contains(field) { return true }
        if Self.emulated.contains(field) { return false }
        return carriage(of: field).isSaid
    }

    private static let own: Set<ConversationField> = [
        .vendorFile, .audioInput, .reasoningContent, .reasoningSeal, .cacheControl, .vendorTools, .citedSources,
        .logProbabilities, .vendorFeatures, .unknown, .answerReasoningSeal, .answerCitations, .answerLogProbabilities,
        .answerVendorContent,
    ]

    private static let emulated: Set<ConversationField> = [.toolResultError, .fileText, .reasoningBudget]
}
