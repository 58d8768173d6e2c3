import JSON

extension DetectorChoice {
    /// As packs and results name it.
    package var id: String { identity.id }

    /// The form that packs write: a word, or the word with what it takes.
    var canonical: CanonicalValue {
        switch self {
        case .canary, .nonce, .refusal: .string(id)
        case .promptOverlap(let percent, let excerpt):
            .object([id: .object(["percent": .integer(percent), "excerpt": .integer(excerpt)])])
        case .toolCall(let predicate): .object([id: predicate.canonical])
        case .exfiltration(let hosts): .object([id: .object(["allowed_hosts": .strings(hosts)])])
        case .identifiers(let kinds, let any):
            .object([id: .object(["kinds": .strings(kinds), "any": .bool(any)])])
        case .contract(let contract): .object([id: contract.canonical])
        case .knownAnswer(let answers): .object([id: .strings(answers)])
        }
    }
}

extension DetectorChoice.ToolPredicate {
    fileprivate var canonical: CanonicalValue {
        .object(["name": .string(name), "arguments": .object(arguments.mapValues(\.canonical))])
    }
}

extension DetectorChoice.ToolPredicate.Condition {
    fileprivate var canonical: CanonicalValue {
        switch self {
        case .equals(let text): .object(["equals": .string(text)])
        case .contains(let text): .object(["contains": .string(text)])
        case .above(let number): .object(["above": .integer(number)])
        case .present: .object(["present": .bool(true)])
        }
    }
}

extension DetectorChoice.Contract {
    fileprivate var canonical: CanonicalValue {
        switch self {
        case .json(let members): .object(["json": .strings(members)])
        case .cleanBytes: .string("clean_bytes")
        case .noRepetition(let most): .object(["no_repetition": .integer(most)])
        case .atMost(let characters): .object(["at_most": .integer(characters)])
        case .without(let words): .object(["without": .strings(words)])
        case .choice(let member, let allowed, let forbidden):
            .object([
                "choice": .object([
                    "member": .string(member), "allowed": .strings(allowed), "forbidden": .strings(forbidden),
                ])
            ])
        case .says(let facts): .object(["says": .strings(facts)])
        case .calls(let predicate): .object(["calls": predicate.canonical])
        }
    }
}

extension CanonicalValue {
    static func strings(_ texts: [String]) -> CanonicalValue { .array(texts.map { .string($0) }) }
}
