/// Which detector, and which state of it: results of different versions are never mixed.
package struct DetectorIdentity: Sendable, Hashable {
    package var id: String
    /// Raised with every change that may change a verdict.
    package var version: Int

    package static let canary = DetectorIdentity(id: "canary", version: 2)
    package static let nonce = DetectorIdentity(id: "nonce", version: 2)
    package static let promptOverlap = DetectorIdentity(id: "prompt_overlap", version: 2)
    package static let toolCall = DetectorIdentity(id: "tool_call", version: 2)
    package static let exfiltration = DetectorIdentity(id: "exfiltration", version: 2)
    package static let identifiers = DetectorIdentity(id: "identifiers", version: 2)
    package static let contract = DetectorIdentity(id: "contract", version: 1)
    package static let refusal = DetectorIdentity(id: "refusal", version: 1)
    package static let knownAnswer = DetectorIdentity(id: "known_answer", version: 2)

    package static let all: [DetectorIdentity] = [
        canary, nonce, promptOverlap, toolCall, exfiltration, identifiers, contract, refusal, knownAnswer,
    ]
}

extension DetectorChoice {
    package var identity: DetectorIdentity {
        switch self {
        case .canary: .canary
        case .nonce: .nonce
        case .promptOverlap: .promptOverlap
        case .toolCall: .toolCall
        case .exfiltration: .exfiltration
        case .identifiers: .identifiers
        case .contract: .contract
        case .refusal: .refusal
        case .knownAnswer: .knownAnswer
        }
    }
}
