import JSON

extension Shape {
    func check(_ placed: Placed, _ found: inout CSAFFindings) {
        let pointer = placed.pointer
        switch (self, placed.value) {
        case (.text(let form), .string(let text)):
            if !form.isMet(text) { found.fault(pointer, "This is not \(form.what). Write \(form.next).") }
        case (.word(let words), .string(let text)):
            guard !words.contains(text) else { return }
            found.fault(pointer, "`\(text.excerpt)` is none of the words that may stand here: \(words.listed).")
        case (.list(let shape, let least, let isSet), .array(let elements)):
            if elements.count < least {
                found.fault(
                    pointer,
                    "The list has \(elements.count) elements, and \(least) at least are asked for. \(Self.leave)"
                )
            }
            for item in placed.items { shape.check(item, &found) }
            if isSet { checkUnique(elements, pointer, &found) }
        case (.branches, .array):
            Shape.list(Shape.branch).check(placed, &found)
        case (.object(let members), .object(let given)):
            members.check(given, pointer, &found)
        case (.anyObject, .object): return
        default:
            found.fault(
                pointer,
                "\(what) must stand here, and \(placed.value.kind) does. Put it right or leave it out."
            )
        }
    }

    private static let leave = "Add what is missing, or leave the list out if it may be missing."

    private var what: String {
        switch self {
        case .text, .word: "A string"
        case .list, .branches: "An array"
        case .object, .anyObject: "An object"
        }
    }

    private func checkUnique(_ elements: [JSONValue], _ pointer: JSONPointer, _ found: inout CSAFFindings) {
        var seen: Set<JSONValue> = []
        for (index, element) in elements.enumerated() where !seen.insert(element.normal).inserted {
            found.fault(pointer / index, "This stands in the list before. Take one of the two out.")
        }
    }
}

extension Shape.Members {
    fileprivate func check(_ given: [JSONValue.Member], _ pointer: JSONPointer, _ found: inout CSAFFindings) {
        var keys: Set<String> = []
        for member in given {
            if !keys.insert(member.key).inserted {
                found.fault(pointer / member.key, "The key stands twice in its object. Keep one of the two.")
            }
            guard let shape = required[member.key] ?? optional[member.key] else { continue }
            shape.check(Placed(member.value, at: pointer / member.key), &found)
        }
        for key in required.keys.sorted() where !keys.contains(key) {
            found.fault(pointer / key, "The member `\(key)` is missing. Add it: it is required.")
        }
        guard !count.contains(given.count) else { return }
        let known = (required.keys.sorted() + optional.keys.sorted()).listed
        found.fault(
            pointer,
            given.count < count.lowerBound
                ? "The object has \(given.count) members, and \(count.lowerBound) at least are asked for. Add one of \(known), or leave it out."
                : "The object has \(given.count) members, and \(count.upperBound) are allowed, of \(known). Take out what is too much."
        )
    }
}

extension JSONValue {
    /// As messages name it.
    fileprivate var kind: String {
        switch self {
        case .object: "an object"
        case .array: "an array"
        case .string: "a string"
        case .number: "a number"
        case .bool: "true or false"
        case .null: "null"
        }
    }

    /// Equal for values that JSON Schema takes for equal: an object's order means nothing, and 1.0 is 1.
    fileprivate var normal: JSONValue {
        switch self {
        case .object(let members):
            .object(members.map { Member($0.key, $0.value.normal) }.sorted { $0.key < $1.key })
        case .array(let elements): .array(elements.map(\.normal))
        case .number(let text): .number(Double(text).map { $0 == 0 ? "0" : "\($0)" } ?? text)
        case .string, .bool, .null: self
        }
    }
}
