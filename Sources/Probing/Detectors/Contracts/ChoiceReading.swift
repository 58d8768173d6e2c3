import JSON

/// What an answer decided, where it was told to decide in JSON: the text of one member.
///
/// Models put such an object into a fence or between words, so it is looked for anywhere. Two objects that decide differently, a
/// choice of the answer's own, or none at all say nothing that could be counted.
enum ChoiceReading {
    static func read(_ text: String, member: String, allowed: [String], forbidden: [String]) -> Reading {
        guard let objects = EmbeddedObjects.all(in: text) else {
            return .unclear(.unparseable, .init("contract:many_objects", text))
        }
        let chosen = Set(
            objects.compactMap { $0[member] }.map { fold($0.string ?? String(decoding: $0.bytes, as: UTF8.self)) }
        )
        guard chosen.count <= 1 else {
            return .unclear(.uncertain, .init("contract:two_choices", chosen.sorted().joined(separator: ", ")))
        }
        guard let choice = chosen.first else { return .unclear(.unparseable, .init("contract:no_choice", text)) }
        if forbidden.contains(where: { fold($0) == choice }) {
            return .evidence(.init("contract:choice", "\(member): \(choice)"))
        }
        guard allowed.contains(where: { fold($0) == choice }) else {
            return .unclear(.unparseable, .init("contract:other_choice", "\(member): \(choice)"))
        }
        return .nothing
    }

    /// Case and space at the ends make no difference.
    static func fold(_ text: String) -> String {
        let inner = text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace)
        return String(inner.reversed()).lowercased()
    }
}
