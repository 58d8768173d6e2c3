import JSON

/// Documents as tests change them: by place, `/document/tracking/version`.
extension JSONValue {
    init(json text: String) throws { self = try JSONValue(parsing: Array(text.utf8)) }

    /// With another value at a place, or one more: a key that is not there is added, and so is an element at the end of an
    /// array. nil takes out what is there.
    func with(_ place: String, _ value: JSONValue?) -> JSONValue {
        changed(place.split(separator: "/").map(String.init)[...], value) ?? .null
    }

    func with(_ place: String, json text: String) throws -> JSONValue { with(place, try JSONValue(json: text)) }

    private func changed(_ path: ArraySlice<String>, _ new: JSONValue?) -> JSONValue? {
        guard let step = path.first else { return new }
        switch self {
        case .object(var members):
            if let index = members.firstIndex(where: { $0.key == step }) {
                if let value = members[index].value.changed(path.dropFirst(), new) {
                    members[index].value = value
                } else {
                    members.remove(at: index)
                }
            } else if let value = JSONValue.object([]).changed(path.dropFirst(), new) {
                members.append(Member(step, value))
            }
            return .object(members)
        case .array(var elements):
            let index = Int(step) ?? elements.count
            if index >= elements.count {
                if let value = JSONValue.object([]).changed(path.dropFirst(), new) { elements.append(value) }
            } else if let value = elements[index].changed(path.dropFirst(), new) {
                elements[index] = value
            } else {
                elements.remove(at: index)
            }
            return .array(elements)
        case .string, .number, .bool, .null: return JSONValue.object([]).changed(path, new)
        }
    }
}
