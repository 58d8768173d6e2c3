import JSON

/// An item of a stream that is repaired: what was told of it.
struct ResponsesRepairedItem {
    /// The server's `output_index`; nil: it gave none.
    let given: Int?
    /// Ours.
    let place: Int
    private(set) var id: String?
    private(set) var isIDMade = false
    /// Of a call: its name, and the id by which its output will name it.
    private var name: String?
    private var callID: String?
    var type: String?
    var isAdded = false
    var isDone = false
    /// As it was last told; nil too when it is not kept any more.
    var told: JSONValue?
    var texts: [ResponsesRepairedText] = []

    init(given: Int?, place: Int) {
        self.given = given
        self.place = place
    }

    mutating func note(_ item: JSONValue) {
        note(id: ResponsesStreamedItem.id(of: item))
        type = type ?? item["type"]?.string
        note(name: item["name"]?.string)
    }

    mutating func note(name: String?) { self.name = self.name ?? name.flatMap { $0.isEmpty ? nil : $0 } }

    /// A call of which it is not known yet what it calls, or by which id its output will name it, cannot be told.
    static func isWaiting(_ item: JSONValue) -> Bool {
        switch item["type"]?.string {
        case "function_call"?, "custom_tool_call"?:
            item["name"]?.string?.isEmpty != false || item["call_id"]?.string?.isEmpty != false
        default: false
        }
    }

    mutating func note(id: String?) { self.id = self.id ?? id.flatMap { $0.isEmpty ? nil : $0 } }

    /// What stands in its events: its own id, else one that is made.
    mutating func settledID(seed: String) -> String {
        if let id { return id }
        let prefix =
            switch type {
            case "message"?: "msg_"
            case "reasoning"?: "rs_"
            case "function_call"?: "fc_"
            case "custom_tool_call"?: "ctc_"
            default: "item_"
            }
        let made = "\(prefix)\(seed)\(place)"
        id = made
        isIDMade = true
        return made
    }

    func text(_ kind: ResponsesRepairedText.Kind, at place: Int) -> Int? {
        texts.firstIndex { $0.kind == kind && $0.place == place }
    }

    /// What an event tells of a text.
    enum Step {
        case partAdded
        case text
        case partDone
    }

    /// The place in its list of an event that does not say it: of the newest text, or behind that one where it is over.
    func place(of kind: ResponsesRepairedText.Kind, at step: Step) -> Int {
        guard let newest = texts.last(where: { $0.kind.list == kind.list }) else { return 0 }
        let isOver =
            switch step {
            case .partAdded: newest.isAnnounced || newest.isDone || newest.isPartDone
            case .text: newest.isDone || newest.isPartDone
            case .partDone: newest.isPartDone
            }
        return isOver || newest.kind != kind ? newest.place + 1 : newest.place
    }

    // MARK: The item as JSON

    private static func fillID(_ key: String, _ id: String, _ item: inout JSONValue) {
        if item[key]?.string == "" { item.put(key, .string(id)) } else { item.fill(key, .string(id)) }
    }

    /// Puts in what clients need. What a finished item does not tell of its texts is known from their deltas.
    mutating func fill(_ item: inout JSONValue, seed: String, status: String, isDone: Bool) {
        let id = settledID(seed: seed)
        let texts = isDone ? texts : []
        if let type { item.fill("type", .string(type)) }
        // The vendor binds what is encrypted to its item's id.
        if item["encrypted_content"]?.string == nil { item.put("id", .string(id)) }
        Self.fillID("id", id, &item)
        for list in ["content", "summary"] where item[list]?.elements?.isEmpty != false {
            let parts = texts.filter { $0.kind.list == list && !$0.text.isEmpty }.map { $0.kind.part($0.text) }
            if !parts.isEmpty { item.put(list, .array(parts)) }
        }
        switch type {
        case "message"?:
            item.fill("status", .string(status))
            item.fill("role", .string("assistant"))
            item.fill("content", .array([]))
        case "reasoning"?: item.fill("summary", .array([]))
        case "function_call"?:
            fillCall(id, &item)
            Self.fill(.arguments, of: texts, &item)
        case "custom_tool_call"?:
            fillCall(id, &item)
            Self.fill(.input, of: texts, &item)
        default: break
        }
        item.change("content") { content in
            guard let parts = content.elements else { return }
            content = .array(parts.map(Self.filled(part:)))
        }
    }

    /// A call keeps the id under which it was told.
    private mutating func fillCall(_ id: String, _ item: inout JSONValue) {
        if let callID { item.put("call_id", .string(callID)) }
        Self.fillID("call_id", id, &item)
        callID = item["call_id"]?.string
        if let name { item.fill("name", .string(name)) }
    }

    private static func fill(
        _ kind: ResponsesRepairedText.Kind,
        of texts: [ResponsesRepairedText],
        _ item: inout JSONValue
    ) {
        guard item[kind.whole]?.string?.isEmpty != false else { return }
        item.put(kind.whole, .string(texts.first { $0.kind == kind }?.text ?? ""))
    }

    /// The item in the response's output, of which its end told more.
    func completed(_ item: JSONValue) -> JSONValue {
        var item = item
        for key in ["content", "summary", "arguments", "input"] {
            guard let told = told?[key], item[key] == nil || item[key] == .array([]) || item[key] == .string("") else {
                continue
            }
            item.put(key, told)
        }
        return item
    }

    static func filled(part: JSONValue) -> JSONValue {
        var part = part
        if part["type"]?.string == "output_text" {
            part.fill("annotations", .array([]))
            part.fill("text", .string(""))
        }
        return part
    }

    /// The type of the item whose life an event of the vendor's tools tells: `response.web_search_call.searching`.
    static func type(ofEvent type: String) -> String? {
        let parts = type.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[1].hasSuffix("_call") || parts[1] == "mcp_list_tools" else { return nil }
        return String(parts[1])
    }

    /// An item of the vendor's tools of which nothing else was told.
    static func beginning(_ type: String) -> JSONValue {
        .object(("type", .string(type)), ("status", type.hasSuffix("_call") ? .string("in_progress") : nil))
    }

    /// A whole item as it was before its texts came.
    static func opening(_ item: JSONValue) -> JSONValue {
        var item = item
        if item["status"] != nil { item.put("status", .string("in_progress")) }
        switch item["type"]?.string {
        case "message"?: item.put("content", .array([]))
        case "reasoning"?:
            item.put("summary", .array([]))
            item.put("content", nil)
        case "function_call"?: item.put("arguments", .string(""))
        case "custom_tool_call"?: item.put("input", .string(""))
        default: break
        }
        return item
    }
}
