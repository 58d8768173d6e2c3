import Console
import Control
import Domain
import JSON
import Settings

/// The JSON body by which the operator API is told to do something. Unknown members and wrong types are refused, each by name.
struct CommandDocument {
    private let body: JSONValue

    init(_ bytes: [UInt8], known: Set<String>) throws {
        guard let body = try? JSONValue(parsing: bytes), case .object(let members) = body else {
            throw ConsoleSources.Failure.badQuery("The body is not one JSON object.")
        }
        if let stranger = members.first(where: { !known.contains($0.key) }) {
            throw ConsoleSources.Failure.badQuery(
                "The member `\(stranger.key.prefix(32))` is not known. Known are: \(known.sorted().joined(separator: ", "))."
            )
        }
        self.body = body
    }

    func wrong(_ name: String, _ what: String) -> ConsoleSources.Failure {
        .badQuery("`\(name)` must be \(what).")
    }

    func present(_ name: String) -> JSONValue? {
        guard let value = body[name], !value.isNull else { return nil }
        return value
    }

    func text(_ name: String, atMost limit: Int = RecallMove.longestText) throws -> String? {
        guard let value = present(name) else { return nil }
        guard let text = value.string, text.utf8.count <= limit else {
            throw wrong(name, "a text of at most \(limit) bytes")
        }
        return text
    }

    func flag(_ name: String) throws -> Bool {
        guard let value = present(name) else { return false }
        guard let flag = value.bool else { throw wrong(name, "true or false") }
        return flag
    }

    func integer(_ name: String, _ range: ClosedRange<Int>) throws -> Int? {
        guard let number = try integer(name) else { return nil }
        guard range.contains(number) else {
            throw wrong(name, "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func texts(_ name: String) throws -> [String]? { try present(name).map { try texts($0, name) } }

    func integer(_ name: String) throws -> Int? {
        guard let value = present(name) else { return nil }
        guard let number = value.integer else { throw wrong(name, "a whole number") }
        return number
    }

    func choice<Choice: RawRepresentable<String> & CaseIterable>(_ name: String, _: Choice.Type) throws -> Choice? {
        guard let text = try text(name) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            throw wrong(name, "one of: \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return choice
    }

    /// Unix milliseconds.
    func moment(_ name: String) throws -> UInt64? {
        guard let text = try text(name) else { return nil }
        guard let moment = Timestamp(argument: text) else { throw wrong(name, "a moment such as 2026-06-12T21:21:00Z") }
        return moment.milliseconds
    }

    func texts(_ value: JSONValue, _ name: String) throws -> [String] {
        guard let elements = value.elements, elements.allSatisfy({ $0.string != nil }) else {
            throw wrong(name, "a list of texts")
        }
        return elements.compactMap(\.string)
    }
}
