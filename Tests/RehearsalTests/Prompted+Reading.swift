import Dialects
import JSON

@testable import Rehearsal

/// What an answer says, at once or by its events.
extension Prompted {
    static func read(_ body: JSONValue, _ dialect: Dialect) -> Said {
        switch dialect {
        case .chatCompletions:
            let message = body.at("choices", 0, "message")
            let call = message?.at("tool_calls", 0, "function")
            return Said(
                text: message?["content"]?.string ?? "",
                call: call?["name"]?.string,
                arguments: call?["arguments"]?.string ?? ""
            )
        case .responses:
            let item = body.at("output", 0)
            return Said(
                text: item?.at("content", 0, "text")?.string ?? "",
                call: item?["name"]?.string,
                arguments: item?["arguments"]?.string ?? ""
            )
        case .messages:
            let block = body.at("content", 0)
            return Said(
                text: block?["text"]?.string ?? "",
                call: block?["name"]?.string,
                arguments: block?["input"].map { String(decoding: $0.bytes, as: UTF8.self) } ?? ""
            )
        }
    }

    static func add(_ event: JSONValue, _ dialect: Dialect, to said: inout Said) {
        switch dialect {
        case .chatCompletions:
            let delta = event.at("choices", 0, "delta")
            let call = delta?.at("tool_calls", 0, "function")
            said.text += delta?["content"]?.string ?? ""
            said.call = said.call ?? call?["name"]?.string
            said.arguments += call?["arguments"]?.string ?? ""
        case .responses:
            let (type, delta) = (event["type"]?.string ?? "", event["delta"]?.string ?? "")
            if type == "response.output_text.delta" { said.text += delta }
            if type == "response.function_call_arguments.delta" { said.arguments += delta }
            said.call = said.call ?? event.at("item", "name")?.string
        case .messages:
            said.text += event.at("delta", "text")?.string ?? ""
            said.arguments += event.at("delta", "partial_json")?.string ?? ""
            said.call = said.call ?? event.at("content_block", "name")?.string
        }
    }
}
