import JSON

/// A value and where it stands. Looking for what is not there, or is of another kind, gives nil or nothing.
struct Placed {
    let value: JSONValue
    let pointer: JSONPointer

    init(_ value: JSONValue, at pointer: JSONPointer = JSONPointer()) {
        self.value = value
        self.pointer = pointer
    }

    subscript(key: String) -> Placed? { value[key].map { Placed($0, at: pointer / key) } }

    func string(_ key: String) -> String? { value[key]?.string }

    /// The elements of the array that a key names.
    func items(_ key: String) -> [Placed] { self[key]?.items ?? [] }

    var items: [Placed] {
        (value.elements ?? []).enumerated().map { index, element in Placed(element, at: pointer / index) }
    }

    var string: String? { value.string }
}
