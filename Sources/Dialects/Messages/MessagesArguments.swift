import JSON

/// A tool call's arguments between text and the object that Messages has for them.
enum MessagesArguments {
    /// Arguments that are no object are kept under this name rather than lost: the call stays readable for the model.
    static let wrapper = "arguments"

    static func object(_ text: String) -> JSONValue {
        guard text.utf8.contains(where: { !($0 == 0x20 || (0x09...0x0D).contains($0)) }) else { return .object([]) }
        guard let value = try? JSONValue(parsing: Array(text.utf8)) else { return .object((wrapper, .string(text))) }
        return value.members == nil ? .object((wrapper, value)) : value
    }

    /// Whether the text is such as callers parse but we do not, a number beyond all bounds or a key twice: the object then
    /// is not what the model meant, which must be told.
    static func isUnread(_ text: String) -> Bool {
        guard text.utf8.contains(where: { !($0 == 0x20 || (0x09...0x0D).contains($0)) }) else { return false }
        return (try? JSONValue(parsing: Array(text.utf8))) == nil
    }

    static func text(_ input: JSONValue) -> String {
        String(decoding: input.bytes, as: UTF8.self)
    }
}
