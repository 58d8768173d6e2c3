import JSON

/// Members of a tool's arguments by name, or by a path of names with points between. A name in another case or with other joints
/// (`Amount`, `to_account` for `toAccount`) is the same name: tools forgive it.
enum ArgumentPath {
    static func values(at path: String, in arguments: JSONValue) -> [JSONValue] {
        let whole = members(path, of: arguments)
        if !whole.isEmpty { return whole }
        return path.split(separator: ".").reduce([arguments]) { values, name in
            values.flatMap { members(String(name), of: $0) }
        }
    }

    private static func members(_ name: String, of value: JSONValue) -> [JSONValue] {
        let wanted = folded(name)
        return (value.members ?? []).filter { folded($0.key) == wanted }.map(\.value)
    }

    static func folded(_ name: String) -> String {
        name.lowercased().filter { $0 != "_" && $0 != "-" && !$0.isWhitespace }
    }
}
