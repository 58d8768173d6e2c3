import Dialects
import Domain

/// The beginning of a streamed tool call: its name, and arguments that are no whole JSON yet.
enum ToolCallFrames {
    private static let half = #"{\"city\":\"Par"#

    static func beginning(_ dialect: Dialect, model: String) -> [String] {
        switch dialect {
        case .chatCompletions: chat(model)
        case .responses: responses(model)
        case .messages: messages(model)
        }
    }

    private static func chat(_ model: String) -> [String] {
        func frame(_ delta: String) -> String {
            #"data: {"id":"chatcmpl-8","object":"chat.completion.chunk","created":1,"model":"\#(model)","choices":["#
                + #"{"index":0,"delta":\#(delta),"finish_reason":null}]}"# + "\n\n"
        }
        return [
            frame(
                #"{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"call_1","type":"function","#
                    + #""function":{"name":"weather","arguments":""}}]}"#
            ),
            frame(#"{"tool_calls":[{"index":0,"function":{"arguments":"\#(half)"}}]}"#),
        ]
    }

    private static func messages(_ model: String) -> [String] {
        func frame(_ type: String, _ rest: String) -> String {
            "event: \(type)\n" + #"data: {"type":"\#(type)"\#(rest)}"# + "\n\n"
        }
        return [
            frame(
                "message_start",
                #","message":{"id":"msg_8","type":"message","role":"assistant","model":"\#(model)","content":[],"#
                    + #""stop_reason":null,"usage":{"input_tokens":7,"output_tokens":1}}"#
            ),
            frame(
                "content_block_start",
                #","index":0,"content_block":{"type":"tool_use","id":"toolu_1","name":"weather","input":{}}"#
            ),
            frame(
                "content_block_delta",
                #","index":0,"delta":{"type":"input_json_delta","partial_json":"\#(half)"}"#
            ),
        ]
    }

    private static func responses(_ model: String) -> [String] {
        func frame(_ number: Int, _ type: String, _ rest: String) -> String {
            "event: \(type)\n" + #"data: {"type":"\#(type)","sequence_number":\#(number)\#(rest)}"# + "\n\n"
        }
        return [
            frame(
                0,
                "response.created",
                #","response":{"id":"resp_8","object":"response","created_at":1,"status":"in_progress","#
                    + #""model":"\#(model)","output":[]}"#
            ),
            frame(
                1,
                "response.output_item.added",
                #","output_index":0,"item":{"type":"function_call","id":"fc_1","call_id":"call_1","name":"weather","#
                    + #""arguments":""}"#
            ),
            frame(
                2,
                "response.function_call_arguments.delta",
                #","item_id":"fc_1","output_index":0,"delta":"\#(half)""#
            ),
        ]
    }
}
