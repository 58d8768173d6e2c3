import JSON

/// A text of an item that grows, and how much of its life was told.
struct ResponsesRepairedText {
    /// By the names of its events, without `.delta` and `.done`.
    enum Kind: String, CaseIterable {
        case text = "response.output_text"
        case refusal = "response.refusal"
        case reasoning = "response.reasoning_text"
        case summary = "response.reasoning_summary_text"
        case arguments = "response.function_call_arguments"
        case input = "response.custom_tool_call_input"
        case vendorArguments = "response.mcp_call_arguments"
        case code = "response.code_interpreter_call_code"

        /// `type` of the item that has it.
        var itemType: String {
            switch self {
            case .text, .refusal: "message"
            case .reasoning, .summary: "reasoning"
            case .arguments: "function_call"
            case .input: "custom_tool_call"
            case .vendorArguments: "mcp_call"
            case .code: "code_interpreter_call"
            }
        }

        /// The item's member that lists it as a part; nil: it is a member by itself.
        var list: String? {
            switch self {
            case .text, .refusal, .reasoning: "content"
            case .summary: "summary"
            case .arguments, .input, .vendorArguments, .code: nil
            }
        }

        /// The member that holds the whole text: of the `done` event, and of its part or item.
        var whole: String {
            switch self {
            case .text, .reasoning, .summary: "text"
            case .refusal: "refusal"
            case .arguments, .vendorArguments: "arguments"
            case .input: "input"
            case .code: "code"
            }
        }

        var index: String? { list.map { $0 + "_index" } }

        /// The events of its part, without `.added` and `.done`.
        var partEvent: String { list == "summary" ? "response.reasoning_summary_part" : "response.content_part" }

        func part(_ text: String) -> JSONValue {
            switch self {
            case .refusal: ResponsesItem.refusal(text)
            case .reasoning: ResponsesItem.reasoningText(text)
            case .summary: ResponsesItem.summaryText(text)
            case .text, .arguments, .input, .vendorArguments, .code: ResponsesItem.text(text)
            }
        }

        /// - Parameter part: of an item or an event; nil: of a type that has no text.
        init?(part: JSONValue) {
            switch part["type"]?.string {
            case "output_text"?: self = .text
            case "refusal"?: self = .refusal
            case "reasoning_text"?: self = .reasoning
            case "summary_text"?: self = .summary
            default: return nil
            }
        }
    }

    let kind: Kind
    /// In its list.
    let place: Int
    /// What is known of it; empty when it is not kept any more.
    var text = ""
    /// Bytes told in deltas.
    var told = 0
    var isAdded = false
    /// The server itself told its part's beginning.
    var isAnnounced = false
    var isDone = false
    var isPartDone = false

    init(_ kind: Kind, at place: Int) {
        self.kind = kind
        self.place = place
    }

    /// Texts that a whole item has, with the part each stands in.
    static func texts(of item: JSONValue) -> [(kind: Kind, place: Int, text: String, part: JSONValue?)] {
        var texts: [(kind: Kind, place: Int, text: String, part: JSONValue?)] = []
        for list in ["content", "summary"] {
            for (place, part) in (item[list]?.elements ?? []).enumerated() {
                guard let kind = Kind(part: part), kind.list == list else { continue }
                texts.append((kind, place, part[kind.whole]?.string ?? "", part))
            }
        }
        for kind in Kind.allCases where kind.list == nil && item["type"]?.string == kind.itemType {
            texts.append((kind, 0, item[kind.whole]?.string ?? "", nil))
        }
        return texts
    }
}
