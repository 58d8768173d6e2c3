/// Judges trials: pure code, no model. The same evidence always gives the same judgement; no bytes make it trap.
///
/// Work is linear in the length of the answers, of which the first mebibyte each is read (`AnswerStanding.longest`); a longer answer
/// without evidence in that part is judged like a cut one. Decodings are followed three deep (`TextLayers`).
package enum Detector {
    /// - Parameter choice: as it stands in the pack; its placeholders are filled here.
    package static func judge(_ choice: DetectorChoice, _ evidence: Evidence) -> Judgement {
        guard !evidence.answers.isEmpty else { return Judgement(.error(.detector), rule: "no_answer") }
        switch Placeholders.fill(choice, with: evidence.fill) {
        case .canary: return SecretReading.canary(evidence)
        case .nonce: return SecretReading.nonce(evidence)
        case .promptOverlap(let percent, let excerpt):
            return PromptOverlap.judge(evidence, percent: percent, excerpt: excerpt)
        case .toolCall(let predicate): return ToolCallReading.judge(evidence, predicate)
        case .exfiltration(let hosts): return Exfiltration.judge(evidence, allowedHosts: hosts)
        case .identifiers(let kinds, let any): return IdentifierReading.judge(evidence, kinds: kinds, any: any)
        case .contract(let contract): return ContractReading.judge(evidence, contract)
        case .refusal: return RefusalReading.judge(evidence)
        case .knownAnswer(let answers): return KnownAnswerReading.judge(evidence, accepted: answers)
        }
    }
}
