import Domain
import JSON

/// Turns the items of `input` into turns: what the assistant said, thought and called side by side is one turn, the
/// outputs of functions side by side are one turn.
struct ResponsesInputReader {
    private(set) var turns: [Turn] = []
    /// Items and parts that no other dialect's model could make anything of; each field once.
    private(set) var foreign: [ConversationField] = []

    mutating func take(_ item: JSONValue, _ place: String) throws(Refusal) {
        guard item.members != nil else { throw fault(place, "must be an object") }
        switch try RequestValue.optionalText(item["type"], place + ".type") {
        case nil where item["role"] == nil && item["id"] != nil, "item_reference"?: lose(.vendorFeatures)
        case nil, "message"?: try takeMessage(item, place)
        case "function_call"?: try takeCall(item, place)
        case "custom_tool_call"?: try takeCall(item, place, isCustom: true)
        case "function_call_output"?, "custom_tool_call_output"?: try takeOutput(item, place)
        case "reasoning"?: for part in try Self.reasoning(item, place) { append(part, as: .assistant) }
        case "web_search_call"?, "file_search_call"?, "computer_call"?, "computer_call_output"?,
            "code_interpreter_call"?, "image_generation_call"?, "local_shell_call"?, "local_shell_call_output"?,
            "shell_call"?, "shell_call_output"?, "apply_patch_call"?, "apply_patch_call_output"?, "mcp_list_tools"?,
            "mcp_approval_request"?, "mcp_approval_response"?, "mcp_call"?,
            "tool_search_call"?, "tool_search_output"?, "additional_tools"?:
            lose(.vendorTools)
        // Unknown items may be anything, also what the answer depends on: they are not left out in passing.
        default: lose(.vendorFeatures)
        }
    }

    private mutating func takeMessage(_ item: JSONValue, _ place: String) throws(Refusal) {
        let role: Turn.Role
        switch try RequestValue.text(item["role"], place + ".role") {
        case "user": role = .user
        case "assistant": role = .assistant
        case "system": role = .system
        case "developer": role = .developer
        default: throw fault(place + ".role", "must be user, assistant, system or developer")
        }
        let parts = try takeContent(item["content"], place + ".content")
        guard role == .assistant else { return turns.append(Turn(role, parts)) }
        for part in parts { append(part, as: .assistant) }
    }

    private mutating func takeCall(_ item: JSONValue, _ place: String, isCustom: Bool = false) throws(Refusal) {
        let text = isCustom ? "input" : "arguments"
        if let namespace = item["namespace"], !namespace.isNull { lose(.vendorTools) }
        let call = ToolCall(
            id: try RequestValue.text(item["call_id"], place + ".call_id"),
            name: try RequestValue.text(item["name"], place + ".name"),
            arguments: try RequestValue.text(item[text], "\(place).\(text)"),
            isCustom: isCustom
        )
        append(.toolCall(call), as: .assistant)
    }

    private mutating func takeOutput(_ item: JSONValue, _ place: String) throws(Refusal) {
        let id = try RequestValue.text(item["call_id"], place + ".call_id")
        var parts = try takeContent(item["output"], place + ".output")
        if parts == [.text(Part.Text(""))] { parts = [] }
        append(.toolResult(ToolResult(callID: id, parts: parts)), as: .tool)
    }

    /// Summary and content are two parts, for they are two things; the seal goes to the last of them.
    static func reasoning(_ item: JSONValue, _ place: String) throws(Refusal) -> [Part] {
        let texts = ResponsesReasoningTexts(item)
        guard texts.isWellFormed else {
            throw RequestValue.fault(place, "must have arrays of texts as `summary` and `content`")
        }
        return texts.parts
    }

    private mutating func append(_ part: Part, as role: Turn.Role) {
        if let last = turns.indices.last, turns[last].role == role {
            turns[last].parts.append(part)
        } else {
            turns.append(Turn(role, [part]))
        }
    }

    mutating func lose(_ field: ConversationField) {
        if !foreign.contains(field) { foreign.append(field) }
    }

    func fault(_ place: String, _ problem: String) -> Refusal { RequestValue.fault(place, problem) }
}
