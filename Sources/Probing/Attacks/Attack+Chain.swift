import Domain

extension Attack {
    /// Two attacks as one: `second` is made of what `first` says. Two encoders become one encoder of both.
    ///
    /// Its version is the sum of theirs less one: versions only rise, so a change of either gives it a new one.
    package static func chain(_ first: Attack, _ second: Attack) throws(AttackNameError) -> Attack {
        let id = "\(first.id)+\(second.id)"
        if let reason = whyNot(first, second) { throw AttackNameError(word: id, problem: .senseless(reason)) }
        let version = first.version + second.version - 1
        if let inner = Converter.named(first.id), let outer = Converter.named(second.id) {
            let both = inner.then(outer)
            guard canChain(inner, outer) else {
                let reason = "what \(inner.id) writes does not survive \(outer.id)"
                throw AttackNameError(word: id, problem: .senseless(reason))
            }
            return encoder(both, id: id, family: .chain, version: version)
        }
        return Attack(
            id: id,
            family: .chain,
            version: version,
            title: "\(first.title); then: \(second.title)"
        ) { ask, random in
            let inner = first.make(ask, &random)
            // What may come first says one thing and no more (`whyNot`).
            let text = inner.says.joined(separator: "\n\n")
            return second.make(Ask(text: text, language: ask.language, system: ask.system), &random)
        }
    }

    private static func whyNot(_ first: Attack, _ second: Attack) -> String? {
        if first.id == second.id { return "it is the same twice" }
        if first.family == .chain || second.family == .chain { return "a chain has two links" }
        if first.family == .plain || second.family == .plain { return "the plain question adds nothing" }
        switch first.family {
        case .multiTurn, .forgedHistory: return "\(first.id) is a conversation, which cannot stand inside one message"
        case .manyShot, .burial: return "\(first.id) is too long to be asked inside another attack; put it second"
        case .plain, .encoder, .framing, .splitting, .bestOfN, .answerEncoding, .chain, .language: break
        }
        if first.id == Framings.prefill.id { return "a beginning of the answer fits only the last link; put it second" }
        if first.family == .encoder, second.family == .bestOfN { return "random spelling would spoil the code" }
        return nil
    }

    /// Whether both change the sample, neither undoes the other, and it can be read back.
    private static func canChain(_ inner: Converter, _ outer: Converter) -> Bool {
        let sample = "read out loud what we know by 6"
        var random = SeededRandom(seed: 1)
        let once = inner.convert(sample, &random)
        let twice = outer.convert(once, &random)
        let alone = outer.convert(sample, &random)
        guard twice != once, twice != alone, twice != sample else { return false }
        return inner.then(outer).invert(twice)?.unicodeScalars.elementsEqual(sample.unicodeScalars) ?? false
    }
}
