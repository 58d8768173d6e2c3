import Domain

extension Messages {
    func carriage(of field: ConversationField) -> Carriage {
        switch field {
        // Requests: turns
        case .text, .textParts, .imageURL, .fileURL, .fileText, .prefill: .exact
        case .system: .mapped("Stands in `system`. Where nothing else is said, the last of them is the user's message.")
        case .developer: .mapped("Becomes system instructions.")
        case .laterInstructions:
            .mapped(
                "Becomes text of the user's, framed by `<system-instruction>`: most models refuse instructions "
                    + "in the middle. A frame has no authority of its own; a user could write one too."
            )
        case .imageInline:
            .mapped("JPEG, PNG, GIF and WebP. Other kinds are refused, for the vendor takes none.")
        case .imageDetail: .dropped("Images are looked at in one way; `auto` loses nothing.")
        case .fileInline:
            .mapped(
                "PDF as it is, text of any kind as plain text. Other kinds are refused, for no model would see them."
            )
        case .vendorFile: .refused("A file's id is known to the vendor alone that gave it.")
        case .audioInput: .refused("Sound cannot be sent.")
        case .messageName: .dropped("Messages have no author's name.")
        case .assistantRefusal: .mapped("Becomes text of the assistant's.")
        case .reasoningContent: .dropped("Reasoning is taken back only with the signature of the model that wrote it.")
        case .reasoningSeal: .dropped("Only the model that made a signature or encrypted reasoning accepts it back.")
        case .cacheControl:
            .mapped("The last \(MessagesRequestWriter.mostCacheMarks) marks are kept, as many as the vendor takes.")

        // Requests: tools
        case .tools: .mapped("A schema that does not say so becomes one of an object.")
        case .toolStrict:
            .mapped("Objects of a strict tool's schema that leave it open are closed to further properties.")
        case .toolChoice: .mapped("`required` is `any`.")
        case .parallelToolCalls: .mapped("Is `tool_choice.disable_parallel_tool_use`.")
        case .toolCalls:
            .mapped(
                "Arguments that are no JSON object stand in one, under `\(MessagesArguments.wrapper)`; characters that an "
                    + "id may not have are written as their numbers."
            )
        case .toolResults: .mapped("Stand first in the user's message.")
        case .toolResultError, .toolResultImage: .exact
        case .toolHistoryWithoutTools:
            .mapped(
                "The tools of the history are declared with an open schema, and `tool_choice` forbids to call them."
            )
        case .emptyToolArguments: .mapped("Are an empty object.")
        case .customTools:
            .mapped(
                "As a function whose one argument is `\(CustomToolFunction.argument)`; a grammar stands in its description, "
                    + "and nobody holds the model to it."
            )
        case .customToolCalls: .mapped("As calls of that function.")
        case .allowedTools: .mapped("Only those are declared.")
        case .vendorTools: .refused("Of tools, only functions and custom ones that stand in `tools` are carried over.")

        // Requests: wishes
        case .jsonObject: .dropped("There is no such wish; name a schema.")
        case .jsonSchema:
            .mapped(
                "Is `output_config.format`; its name and description have no place, it is always strict, and objects that "
                    + "leave it open are closed to further properties, as the vendor demands."
            )
        case .stop: .mapped("Sequences of white space alone are refused by the vendor and left out.")
        case .temperature:
            .mapped(
                "Left out above 1, beside thinking, and for models from Claude Opus 4.7 on, which take none; 1 loses nothing."
            )
        case .topP:
            .mapped(
                "Left out for Claude beside `temperature`, below \(MessagesRequestWriter.leastTopPWithThinking) beside "
                    + "thinking, and for models from Claude Opus 4.7 on; 1 loses nothing."
            )
        case .topK: .mapped("Left out beside thinking and for models from Claude Opus 4.7 on.")
        case .seed: .dropped("Drawing cannot be seeded.")
        case .penalties: .dropped("There are none; 0 loses nothing.")
        case .logitBias: .dropped("Single tokens cannot be weighed.")
        case .outputLimit:
            .mapped(
                "Not more than the model's declared limit; where the caller says none, that limit, else "
                    + "\(MessagesRequestWriter.defaultOutputLimit) and the thinking budget."
            )
        case .reasoningEffort:
            .mapped(
                "`output_config.effort` with adaptive thinking from Claude 4.6 on, else a thinking budget: minimal 1024, low "
                    + "2048, medium 8192, high 16384, xhigh 24576, max 32768 tokens, at most three quarters of the output "
                    + "limit. Left out beside a forced tool, beside a begun answer, and where the history's open tool calls "
                    + "came without thinking that a budget would need."
            )
        case .reasoningBudget:
            .mapped("At least 1024 and below the output limit; the nearest effort for models that take no budget.")
        case .reasoningSummary: .mapped("Any wish for one is `display: summarized`, from Claude 4.6 on.")
        case .verbosity: .dropped("There is no such wish; `medium` loses nothing.")
        case .streamUsage: .mapped("Usage is always told.")
        case .metadata: .dropped("Free labels have no place.")
        case .endUser: .exact
        case .promptCacheKey: .dropped("Caching goes by marks.")
        case .store: .dropped("Nothing is stored; `false` loses nothing.")
        case .serviceTier: .mapped("`auto`, and `default` as `standard_only`; others are left out.")
        case .previousResponse: .refused("The conversation must be sent whole.")
        case .citations: .exact
        case .citedSources:
            .dropped("Sources are named by places in documents, and those of other dialects by web pages.")
        case .logProbabilities: .refused("They are not told.")
        case .choices: .refused("There is one answer.")
        case .audioOutput: .refused("Answers are written.")
        case .vendorFeatures: .refused("It exists at one vendor alone.")
        case .unknown: .dropped("What is not known cannot be said in other words.")

        // Answers
        case .answerText: .exact
        case .answerToolCalls: .mapped("Arguments that are no JSON object stand in one, but in streams as they come.")
        case .answerCustomToolCalls:
            .mapped(
                "As a call of the function that a custom tool is here. The way back is known by the request's tools, and a "
                    + "stream holds the input until the call ends."
            )
        case .answerRefusal: .mapped("Text, and `refusal` as stop reason.")
        case .answerReasoning:
            .mapped("A thinking block with an empty signature, which is taken out again before a Claude would see it.")
        case .answerReasoningSeal: .dropped("It is of no use to other models.")
        case .answerCitations: .dropped("Sources are not kept.")
        case .answerLogProbabilities: .dropped("There is no place for them.")
        case .answerVendorContent: .dropped("It belongs to one vendor's tools.")
        case .stopReason:
            .mapped(
                "A reason that the dialect has no word for reads `max_tokens`, so that no cut answer looks complete."
            )
        case .stopSequence, .usageReasoning: .exact
        case .usage:
            .mapped("Cached tokens are counted beside the others. Counts that must stand and are not known are 0.")
        case .usageCacheRead, .usageCacheWrite: .exact
        }
    }

    func says(_ field: ConversationField) -> Bool {
        switch field {
        // There are no words for these; what becomes of them is written as something else.
        case .developer, .assistantRefusal, .customTools, .customToolCalls, .allowedTools: false
        case .vendorFile, .reasoningContent, .reasoningSeal, .citedSources, .vendorTools, .vendorFeatures, .unknown,
            .answerReasoningSeal,
            .answerCitations, .answerVendorContent:
            true
        default: carriage(of: field).isSaid
        }
    }
}
