/// Everything that a conversation can hold and a translation can lose: the rows of the loss policy.
///
/// The raw values are the names in `holdfast-lossy`, in `holdfast dialects` and in `docs/dialects.md`.
package enum ConversationField: String, CaseIterable, Sendable, Hashable {
    // MARK: Requests: turns
    case text
    /// Instructions before everything else.
    case system
    case developer
    /// Instructions after the first user or assistant turn.
    case laterInstructions = "later_instructions"
    /// Several text parts in one message.
    case textParts = "text_parts"
    case imageURL = "image_url"
    case imageInline = "image_inline"
    case imageDetail = "image_detail"
    case fileURL = "file_url"
    case fileInline = "file_inline"
    /// A document given as plain text.
    case fileText = "file_text"
    /// Images or files by a vendor's id.
    case vendorFile = "vendor_file"
    case audioInput = "audio_input"
    case messageName = "message_name"
    case assistantRefusal = "assistant_refusal"
    /// The caller began the assistant's answer.
    case prefill
    case reasoningContent = "reasoning_content"
    /// Signatures and encrypted reasoning: only the model that made them takes them back.
    case reasoningSeal = "reasoning_seal"
    case cacheControl = "cache_control"

    // MARK: Requests: tools
    case tools
    case toolStrict = "tool_strict"
    case toolChoice = "tool_choice"
    case parallelToolCalls = "parallel_tool_calls"
    case toolCalls = "tool_calls"
    case toolResults = "tool_results"
    case toolResultError = "tool_result_error"
    case toolResultImage = "tool_result_image"
    /// Calls in the history while no tool is declared.
    case toolHistoryWithoutTools = "tool_history_without_tools"
    case emptyToolArguments = "empty_tool_arguments"
    /// Tools called with a text of their own form instead of a JSON object.
    case customTools = "custom_tools"
    /// Calls of custom tools in the history, and their results.
    case customToolCalls = "custom_tool_calls"
    /// A choice of several among the declared tools.
    case allowedTools = "allowed_tools"
    /// Tools that are neither functions nor custom tools of the caller's: the vendor's own, connectors.
    case vendorTools = "vendor_tools"

    // MARK: Requests: wishes
    case jsonObject = "json_object"
    case jsonSchema = "json_schema"
    case stop
    case temperature
    case topP = "top_p"
    case topK = "top_k"
    case seed
    case penalties
    case logitBias = "logit_bias"
    case outputLimit = "output_limit"
    case reasoningEffort = "reasoning_effort"
    case reasoningBudget = "reasoning_budget"
    case reasoningSummary = "reasoning_summary"
    case verbosity
    case streamUsage = "stream_usage"
    case metadata
    case endUser = "end_user"
    case promptCacheKey = "prompt_cache_key"
    case store
    case serviceTier = "service_tier"
    case previousResponse = "previous_response"
    /// The wish that the answer cite the documents given.
    case citations
    /// What earlier answers cite, beside their text.
    case citedSources = "cited_sources"
    case logProbabilities = "log_probabilities"
    /// More than one answer.
    case choices
    case audioOutput = "audio_output"
    /// Work in the background, hosted containers, prompts kept at the vendor and their like.
    case vendorFeatures = "vendor_features"
    case unknown

    // MARK: Answers
    case answerText = "answer_text"
    case answerToolCalls = "answer_tool_calls"
    case answerCustomToolCalls = "answer_custom_tool_calls"
    case answerRefusal = "answer_refusal"
    case answerReasoning = "answer_reasoning"
    case answerReasoningSeal = "answer_reasoning_seal"
    case answerCitations = "answer_citations"
    case answerLogProbabilities = "answer_log_probabilities"
    /// Images, audio, results of the vendor's own tools.
    case answerVendorContent = "answer_vendor_content"
    case stopReason = "stop_reason"
    /// Which of the stop sequences it was.
    case stopSequence = "stop_sequence"
    case usage
    case usageCacheRead = "usage_cache_read"
    case usageCacheWrite = "usage_cache_write"
    case usageReasoning = "usage_reasoning"

    package enum Side: String, Sendable { case request, answer }

    package var side: Side {
        switch self {
        case .answerText, .answerToolCalls, .answerCustomToolCalls, .answerRefusal, .answerReasoning,
            .answerReasoningSeal, .answerCitations,
            .answerLogProbabilities, .answerVendorContent, .stopReason, .stopSequence, .usage, .usageCacheRead,
            .usageCacheWrite, .usageReasoning:
            .answer
        case .text, .system, .developer, .laterInstructions, .textParts, .imageURL, .imageInline, .imageDetail,
            .fileURL,
            .fileInline, .fileText, .vendorFile, .audioInput, .messageName, .assistantRefusal, .prefill,
            .reasoningContent,
            .reasoningSeal, .cacheControl, .tools, .toolStrict, .toolChoice, .parallelToolCalls, .toolCalls,
            .toolResults,
            .toolResultError, .toolResultImage, .toolHistoryWithoutTools, .emptyToolArguments, .customTools,
            .customToolCalls,
            .allowedTools, .vendorTools,
            .jsonObject,
            .jsonSchema, .stop, .temperature, .topP, .topK, .seed, .penalties, .logitBias, .outputLimit,
            .reasoningEffort,
            .reasoningBudget, .reasoningSummary, .verbosity, .streamUsage, .metadata, .endUser, .promptCacheKey, .store,
            .serviceTier, .previousResponse, .citations, .citedSources, .logProbabilities, .choices, .audioOutput,
            .vendorFeatures,
            .unknown:
            .request
        }
    }
}
