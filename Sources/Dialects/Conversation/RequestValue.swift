import Domain
import JSON

/// Values of a request's members, each with its place (`messages[2].content[0]`), so that every complaint names where.
enum RequestValue {
    /// - Parameter problem: goes on from the place: `must be a string`.
    static func fault(_ place: String, _ problem: String) -> Refusal {
        Refusal(.badRequest, "`\(place)` \(problem).", parameter: place)
    }

    static func text(_ value: JSONValue?, _ place: String) throws(Refusal) -> String {
        guard let text = value?.string else { throw fault(place, "must be a string") }
        return text
    }

    static func flag(_ value: JSONValue?, _ place: String) throws(Refusal) -> Bool {
        guard let flag = value?.bool else { throw fault(place, "must be true or false") }
        return flag
    }

    /// The number's text.
    static func number(_ value: JSONValue?, _ place: String) throws(Refusal) -> String {
        guard case .number(let text)? = value else { throw fault(place, "must be a number") }
        return text
    }

    /// The text of a number that counts something.
    static func count(_ value: JSONValue?, _ place: String) throws(Refusal) -> String {
        let text = try number(value, place)
        guard let number = Double(text), number >= 0, number == number.rounded() else {
            throw fault(place, "must be a whole number and not negative")
        }
        return text
    }

    /// The text of a limit of tokens: none at all is no limit to any vendor, or something else.
    static func limit(_ value: JSONValue?, _ place: String) throws(Refusal) -> String {
        let text = try count(value, place)
        guard Double(text) != 0 else { throw fault(place, "must be at least 1") }
        return text
    }

    static func elements(_ value: JSONValue?, _ place: String) throws(Refusal) -> [JSONValue] {
        guard let elements = value?.elements else { throw fault(place, "must be an array") }
        return elements
    }

    // MARK: What may be absent or null

    static func optionalText(_ value: JSONValue?, _ place: String) throws(Refusal) -> String? {
        guard let value, !value.isNull else { return nil }
        return try text(value, place)
    }

    static func optionalFlag(_ value: JSONValue?, _ place: String) throws(Refusal) -> Bool? {
        guard let value, !value.isNull else { return nil }
        return try flag(value, place)
    }
}
