import Dialects
import Domain
import HoldfastTesting
import JSON

/// A model that refuses inside a good answer: status 200, well formed, and no help.
enum RefusalAnswer {
    private static let words = "I cannot help with that."

    static let script = Script { request in
        guard let dialect = request.dialect else { return [.answer(404, body: "{}")] }
        let model = request.json?["model"]?.string ?? "?"
        guard request.wantsStream else { return [.answer(200, body: plain(dialect, model: model))] }
        return [.stream(frames(dialect, model: model)), .endStream]
    }

    static func plain(_ dialect: Dialect, model: String) -> String {
        switch dialect {
        case .chatCompletions:
            #"{"id":"chatcmpl-9","object":"chat.completion","created":1,"model":"\#(model)","choices":[{"index":0,"#
                + #""message":{"role":"assistant","content":null,"refusal":"\#(words)"},"finish_reason":"stop"}],"#
                + #""usage":{"prompt_tokens":7,"completion_tokens":4,"total_tokens":11}}"#
        case .responses: response(model)
        case .messages:
            #"{"id":"msg_9","type":"message","role":"assistant","model":"\#(model)","content":[],"stop_reason":"refusal","#
                + #""stop_sequence":null,"usage":{"input_tokens":7,"output_tokens":1}}"#
        }
    }

    static func frames(_ dialect: Dialect, model: String) -> [String] {
        switch dialect {
        case .chatCompletions: chat(model)
        case .responses: responses(model)
        case .messages: messages(model)
        }
    }

    private static func response(_ model: String) -> String {
        #"{"id":"resp_9","object":"response","created_at":1,"status":"completed","model":"\#(model)","output":[{"type":"#
            + #""message","id":"msg_9","role":"assistant","status":"completed","content":[{"type":"refusal","refusal":"#
            + #""\#(words)"}]}],"usage":{"input_tokens":7,"output_tokens":4,"total_tokens":11}}"#
    }

    private static func chat(_ model: String) -> [String] {
        let start =
            #"data: {"id":"chatcmpl-9","object":"chat.completion.chunk","created":1,"model":"\#(model)","choices":["#
            + #"{"index":0,"delta":"#
        return [
            start + #"{"role":"assistant","content":""},"finish_reason":null}]}"# + "\n\n",
            start + #"{"refusal":"\#(words)"},"finish_reason":null}]}"# + "\n\n",
            start + #"{},"finish_reason":"stop"}]}"# + "\n\n", "data: [DONE]\n\n",
        ]
    }

    private static func messages(_ model: String) -> [String] {
        [
            "event: message_start\n"
                + #"data: {"type":"message_start","message":{"id":"msg_9","type":"message","role":"assistant","#
                + #""model":"\#(model)","content":[],"stop_reason":null,"usage":{"input_tokens":7,"output_tokens":1}}}"#
                + "\n\n",
            "event: message_delta\n"
                + #"data: {"type":"message_delta","delta":{"stop_reason":"refusal"},"usage":{"output_tokens":1}}"#
                + "\n\n",
            "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n",
        ]
    }

    private static func responses(_ model: String) -> [String] {
        [
            "event: response.created\n"
                + #"data: {"type":"response.created","sequence_number":0,"response":{"id":"resp_9","object":"response","#
                + #""created_at":1,"status":"in_progress","model":"\#(model)","output":[]}}"# + "\n\n",
            "event: response.refusal.delta\n"
                + #"data: {"type":"response.refusal.delta","sequence_number":1,"item_id":"msg_9","output_index":0,"#
                + #""content_index":0,"delta":"\#(words)"}"# + "\n\n",
            "event: response.completed\n"
                + #"data: {"type":"response.completed","sequence_number":2,"response":\#(response(model))}"# + "\n\n",
        ]
    }
}
