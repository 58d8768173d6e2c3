import Domain
import JSON

extension ResponsesRequestReader {
    mutating func takeTools(_ value: JSONValue) throws(Refusal) {
        guard let elements = value.elements else { throw RequestValue.fault("tools", "must be an array") }
        var tools: [Tool] = []
        for (index, element) in elements.enumerated() {
            let place = "tools[\(index)]"
            switch try RequestValue.text(element["type"], place + ".type") {
            case "function": tools.append(try function(element, place))
            case "custom": if let tool = try custom(element, place) { tools.append(tool) }
            default: lose(.vendorTools)
            }
        }
        change { $0.tools = tools }
    }

    private func function(_ element: JSONValue, _ place: String) throws(Refusal) -> Tool {
        let parameters = element["parameters"].flatMap { $0.isNull ? nil : $0 }
        if let parameters, parameters.members == nil {
            throw RequestValue.fault(place + ".parameters", "must be a JSON Schema object")
        }
        return Tool(
            name: try RequestValue.text(element["name"], place + ".name"),
            description: try RequestValue.optionalText(element["description"], place + ".description"),
            parameters: parameters,
            strict: try RequestValue.optionalFlag(element["strict"], place + ".strict")
        )
    }

    /// nil: its input has a form that is not known here, and is noted as lost.
    private mutating func custom(_ element: JSONValue, _ place: String) throws(Refusal) -> Tool? {
        let format: Tool.InputFormat
        let said = element["format"].flatMap { $0.isNull ? nil : $0 }
        switch try said.map({ value throws(Refusal) in try RequestValue.text(value["type"], place + ".format.type") }) {
        case nil, "text": format = .text
        case "grammar":
            format = .grammar(
                syntax: try RequestValue.text(said?["syntax"], place + ".format.syntax"),
                definition: try RequestValue.text(said?["definition"], place + ".format.definition")
            )
        default:
            lose(.vendorTools)
            return nil
        }
        return Tool(
            kind: .custom(format),
            name: try RequestValue.text(element["name"], place + ".name"),
            description: try RequestValue.optionalText(element["description"], place + ".description")
        )
    }

    mutating func takeToolChoice(_ value: JSONValue) throws(Refusal) {
        let choice: ToolChoice
        switch value.string ?? value["type"]?.string {
        case "auto"?: choice = .auto
        case "none"?: choice = .none
        case "required"?: choice = .required
        case "function"?, "custom"?: choice = .named(try RequestValue.text(value["name"], "tool_choice.name"))
        case "allowed_tools"?: choice = try allowed(value)
        case nil: throw RequestValue.fault("tool_choice", "must be a string or an object with a `type`")
        default: return lose(.vendorTools)
        }
        change { $0.toolChoice = choice }
    }

    private mutating func allowed(_ value: JSONValue) throws(Refusal) -> ToolChoice {
        let mode = try RequestValue.text(value["mode"], "tool_choice.mode")
        guard ["auto", "required"].contains(mode) else {
            throw RequestValue.fault("tool_choice.mode", "must be auto or required")
        }
        var names: [String] = []
        for (index, tool) in try RequestValue.elements(value["tools"], "tool_choice.tools").enumerated() {
            switch tool["type"]?.string {
            case "function"?, "custom"?:
                names.append(try RequestValue.text(tool["name"], "tool_choice.tools[\(index)].name"))
            default: lose(.vendorTools)
            }
        }
        return .allowed(names, isRequired: mode == "required")
    }
}
