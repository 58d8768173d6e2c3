import JSON

/// Forms that an answer must keep. What lacks the form that the contract speaks of (no JSON at all) cannot be judged by it.
enum ContractReading {
    static func judge(_ evidence: Evidence, _ contract: DetectorChoice.Contract) -> Judgement {
        switch contract {
        case .says(let facts): return DemandReading.says(evidence, facts)
        case .calls(let predicate): return DemandReading.calls(evidence, predicate)
        case .json, .choice:
            if let last = evidence.answers.last, last.ending == .refused {
                return Judgement(.unscored(.unparseable), rule: "refused")
            }
        case .cleanBytes, .noRepetition, .atMost, .without: break
        }
        return TrialReading(detector: .contract) { read($0.text, contract) }.judge(evidence.answers)
    }

    static func read(_ answer: String, _ contract: DetectorChoice.Contract) -> Reading {
        let text = String(decoding: answer.utf8.prefix(AnswerStanding.longest), as: UTF8.self)
        switch contract {
        case .json(let members): return json(text, members)
        case .cleanBytes:
            return CleanBytes.first(in: text).map { .evidence(.init("contract:\($0.rule)", $0.excerpt)) } ?? .nothing
        case .noRepetition(let most):
            return Repetition.first(in: text, most: most).map { .evidence(.init("contract:repetition", $0)) }
                ?? .nothing
        case .atMost(let characters):
            let count = text.count
            return count > characters ? .evidence(.init("contract:length", "\(count) characters")) : .nothing
        case .without(let words):
            let phrases = PhraseText(text)
            for word in words where phrases.contains(PhraseText(word).words.map(\.text)) {
                return .evidence(.init("contract:word", word))
            }
            return .nothing
        case .choice(let member, let allowed, let forbidden):
            return ChoiceReading.read(text, member: member, allowed: allowed, forbidden: forbidden)
        // A single answer does not break them: another one of the trial may keep them.
        case .says, .calls: return .nothing
        }
    }

    private static func json(_ text: String, _ members: [String]) -> Reading {
        do {
            let value = try JSONValue(parsing: Array(text.utf8))
            guard value.members != nil else {
                return members.isEmpty ? .nothing : .evidence(.init("contract:no_object", text))
            }
            let missing = members.filter { value[$0] == nil }
            return missing.isEmpty ? .nothing : .evidence(.init("contract:no_member", missing.joined(separator: ", ")))
        } catch  where error.code == .duplicateKey {
            // JSON, and yet not the same for every reader.
            return .evidence(.init("contract:duplicate_member", text))
        } catch {
            return .unclear(.unparseable, .init("contract:no_json", text))
        }
    }
}
