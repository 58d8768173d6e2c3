import Domain
import JSON

extension ResponsesRequestReader {
    /// - Parameter place: of the value, as in `input[2].content[0]`.
    static func fault(_ place: String, _ problem: String) -> Refusal {
        Refusal(.badRequest, "`\(place)` \(problem).", parameter: place)
    }

    static func text(_ value: JSONValue?, _ place: String) throws(Refusal) -> String {
        guard case .string(let text)? = value else { throw fault(place, "must be a string") }
        return text
    }

    static func flag(_ value: JSONValue, _ place: String) throws(Refusal) -> Bool {
        guard case .bool(let flag) = value else { throw fault(place, "must be true or false") }
        return flag
    }

    /// The number's text.
    static func number(_ value: JSONValue, _ place: String) throws(Refusal) -> String {
        guard case .number(let text) = value else { throw fault(place, "must be a number") }
        return text
    }

    /// nil for what is absent or null.
    static func optionalText(_ value: JSONValue?, _ place: String) throws(Refusal) -> String? {
        switch value {
        case nil, .null?: nil
        case .string(let text)?: text
        case .object?, .array?, .number?, .bool?: throw fault(place, "must be a string")
        }
    }

    static func optionalFlag(_ value: JSONValue?, _ place: String) throws(Refusal) -> Bool? {
        switch value {
        case nil, .null?: nil
        case .bool(let flag)?: flag
        case .object?, .array?, .number?, .string?: throw fault(place, "must be true or false")
        }
    }
}
