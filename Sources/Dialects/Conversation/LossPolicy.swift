package import Domain

/// How one dialect carries one field: a cell of its column in the loss policy. The note is for people and stands in
/// `docs/dialects.md`.
package enum Carriage: Sendable, Equatable {
    /// Value for value.
    case exact
    /// In words of the dialect's own.
    case mapped(String)
    /// There is no place for it: it is left out and the caller is told.
    case dropped(String)
    /// There is no place for it, and an answer without it would be another answer: the request is refused.
    case refused(String)

    /// Whether a dialect of which nothing else is known can hold the field, too.
    package var isSaid: Bool {
        switch self {
        case .exact, .mapped: true
        case .dropped, .refused: false
        }
    }

    package var note: String? {
        switch self {
        case .exact: nil
        case .mapped(let note), .dropped(let note), .refused(let note): note
        }
    }
}

/// What becomes of a field on its way from one dialect to another. Declared, not discovered: the columns that the
/// dialects declare are the whole of it, and the tests hold the code to them.
package enum LossPolicy {
    package enum Outcome: String, Sendable, CaseIterable {
        case exact
        case mapped
        case dropped = "dropped with warning"
        case refused
    }

    /// nil: the source cannot say it, so there is nothing to lose. The field of an answer travels from the provider's
    /// dialect to the caller's.
    package static func outcome(of field: ConversationField, from source: Dialect, to target: Dialect) -> Outcome? {
        let (said, heard) = (source.profile.carriage(of: field), target.profile.carriage(of: field))
        guard source.profile.says(field) else { return nil }
        if source == target { return .exact }
        switch (said, heard) {
        case (.exact, .exact): return .exact
        // A source may say what it would not take over, so its own cell decides only about `exact`.
        case (_, .exact), (_, .mapped): return .mapped
        case (_, .dropped): return .dropped
        case (_, .refused): return .refused
        }
    }
}

/// What a translation has lost so far, and whether it may lose more.
package struct LossReport: Sendable, Equatable {
    private let target: Dialect
    private let isStrict: Bool
    /// In the order in which they were lost, each once.
    package private(set) var fields: [ConversationField] = []
    /// Names of unknown fields; bounded, for they come from the caller.
    package private(set) var unknown: [String] = []

    private static let mostUnknown = 16

    /// - Parameter isStrict: the route turns drops into refusals.
    package init(target: Dialect, isStrict: Bool = false) {
        self.target = target
        self.isStrict = isStrict
    }

    /// A request's writer leaves the field out. The target's column says whether it may.
    package mutating func lose(_ field: ConversationField) throws(Refusal) {
        switch target.profile.carriage(of: field) {
        case .exact, .mapped, .dropped:
            guard !isStrict else { throw Self.refusal(field.rawValue, "The route is strict.") }
            note(field)
        case .refused(let reason):
            throw Self.refusal(field.rawValue, reason)
        }
    }

    package mutating func lose(unknown name: String) throws(Refusal) {
        guard !isStrict else {
            throw Self.refusal(Self.isWord(name) ? name : ConversationField.unknown.rawValue, "The route is strict.")
        }
        try lose(.unknown)
        if unknown.count < Self.mostUnknown, !unknown.contains(name) { unknown.append(name) }
    }

    /// An answer's writer leaves the field out: the answer is here, so it is told and never refused.
    package mutating func note(_ field: ConversationField) {
        if !fields.contains(field) { fields.append(field) }
    }

    package var isEmpty: Bool { fields.isEmpty }

    /// The value of the header `holdfast-lossy`; nil when nothing was lost. Names of the caller's that cannot stand in a
    /// header are left out of it.
    package var headerValue: String? {
        guard !fields.isEmpty else { return nil }
        let known = fields.filter { $0 != .unknown || unknown.isEmpty }.map(\.rawValue)
        return (known + unknown.filter(Self.isWord)).joined(separator: ",")
    }

    private static func isWord(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 64
            && text.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x5F
                    || $0 == 0x2D
            }
    }

    private static func refusal(_ field: String, _ reason: String) -> Refusal {
        Refusal(
            .untranslatable,
            "The model that would serve this speaks another dialect, which cannot carry `\(field)`. \(reason) "
                + "Leave it out, or ask for a route whose model speaks this dialect.",
            parameter: field
        )
    }
}
