import JSON

/// Changes to single members; all others stay as they are and where they are. On what is no object nothing changes.
extension JSONValue {
    /// Sets the member, in its place if there is one. nil takes it out.
    mutating func put(_ key: String, _ value: JSONValue?) {
        guard case .object(var members) = self else { return }
        // One owner, so that what is large is not copied.
        self = .null
        let place = members.firstIndex { $0.key == key }
        switch (place, value) {
        case (let place?, let value?): members[place].value = value
        case (let place?, nil): members.remove(at: place)
        case (nil, let value?): members.append(Member(key, value))
        case (nil, nil): break
        }
        self = .object(members)
    }

    /// Sets the member where it is missing or null.
    mutating func fill(_ key: String, _ value: @autoclosure () -> JSONValue) {
        if self[key] ?? .null == .null { put(key, value()) }
    }

    /// Sets all members that are missing or null, in objects below too.
    mutating func fill(from other: JSONValue) {
        for member in other.members ?? [] {
            fill(member.key, member.value)
            change(member.key) { $0.fill(from: member.value) }
        }
    }

    /// Changes the member where it is.
    mutating func change(_ key: String, _ body: (inout JSONValue) -> Void) {
        guard var value = self[key] else { return }
        body(&value)
        put(key, value)
    }
}
