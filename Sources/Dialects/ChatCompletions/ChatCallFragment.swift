import JSON

/// What an element of a delta's `tool_calls` tells of its call.
struct ChatCallFragment {
    let index: Int?
    let id: String?
    let name: String?
    /// Of a function's arguments, or of a custom tool's input.
    let text: String
    let isCustom: Bool

    init(_ value: JSONValue) {
        isCustom = value["custom"]?.members != nil
        let tool = value[isCustom ? "custom" : "function"] ?? .null
        index = value["index"]?.integer ?? value["index"]?.string.flatMap { Int($0) }
        id = ChatIdentity.text(value["id"])
        name = ChatIdentity.text(tool["name"])
        text = Self.text(tool[isCustom ? "input" : "arguments"])
    }

    private static func text(_ value: JSONValue?) -> String {
        guard let value, !value.isNull else { return "" }
        return value.string ?? String(decoding: value.bytes, as: UTF8.self)
    }

    /// It brings no words.
    var isBlank: Bool { text.allSatisfy(\.isWhitespace) }

    /// Its arguments begin an object. The input of a custom tool shows neither beginning nor end.
    var begins: Bool { !isCustom && ChatArgumentsEnd.begins(text) }
}
