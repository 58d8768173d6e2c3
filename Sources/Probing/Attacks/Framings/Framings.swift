import Domain

/// Ways to put an ask in words that make it look allowed, harmless or already answered. Every sentence is our own.
enum Framings {
    /// In the order in which packs and reports list them.
    static let all: [Attack] = [
        ignorePrevious, fakeSystemTurn, fakeToolTurn, chatTemplate, policyFile, unrestrictedMode, refusalSuppression,
        prefixForcing, prefill, translationTask, codeCompletion, hypothetical, pastTense, fillInTheBlank, repeatAbove,
        summariseInstructions, auditor, falseAdmission, fewShot,
    ]

    /// One message, in one of several wordings; the seed says which.
    static func framing(
        _ id: String,
        _ title: String,
        version: Int = 1,
        wordings: @escaping @Sendable (Ask) -> [String]
    ) -> Attack {
        Attack(id: id, family: .framing, version: version, title: title) { ask, random in
            Approach(says: [random.pick(wordings(ask))])
        }
    }
}
