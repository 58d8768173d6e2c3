package import Settings

/// One field of a regime's report, as data: what is asked, and what of the evidence answers it.
package struct DraftQuestion: Sendable, Equatable {
    package enum Evidence: Sendable, CaseIterable {
        case organisation, contact, awareAt, confirmedAt, resolvedAt, chronology, model, reach, notice, measures,
            findings
        case exchanges, substitutes, certificates, documents, privateReasons
    }

    /// For programs: lower-case words joined by `_`; unique within the regime.
    package var key: String
    package var title: String
    /// What a person must say, alone or beside the evidence; nil: the evidence answers it.
    package var ask: String?
    package var evidence: [Evidence]

    private init(_ key: String, _ title: String, _ evidence: [Evidence] = [], ask: String? = nil) {
        self.key = key
        self.title = title
        self.ask = ask
        self.evidence = evidence
    }

    /// What the regime's report asks, in its order, as far as the rule was read.
    package static func of(_ regime: Regime) -> [DraftQuestion] {
        opening
            + {
                switch regime {
                case .euAIAct: euAIAct
                case .certIn: certIn
                case .generalPurposeCode: code
                case .dataProtectionIndia: india
                case .newYork, .california: frontier
                case .cyberResilience: resilience
                }
            }() + closing
    }

    private static let opening = [
        DraftQuestion("reporter", "Who reports", [.organisation]),
        DraftQuestion(
            "contact",
            "Whom to ask",
            [.contact],
            ask: "a person, with telephone and mail, outside office hours too"
        ),
        DraftQuestion("aware_at", "When it was first known", [.awareAt]),
        DraftQuestion("confirmed_at", "When it was confirmed", [.confirmedAt]),
        DraftQuestion("model", "Which model, and which version", [.model]),
        DraftQuestion("chronology", "What happened, in order", [.chronology]),
        DraftQuestion("measures", "What was done about it", [.measures, .substitutes]),
    ]

    private static let closing = [
        DraftQuestion("documents", "Documents behind it, by their SHA-256", [.documents]),
        DraftQuestion(
            "private_notes",
            "Reasons as recorded (PRIVATE: take out what must not leave)",
            [.privateReasons]
        ),
    ]

    private static let affected = DraftQuestion("affected", "How much of the use it touched", [.reach, .exchanges])
    private static let weakness = DraftQuestion("weakness", "What was found, with its numbers", [.findings, .notice])

    private static let euAIAct = [
        DraftQuestion(
            "recipient",
            "Market surveillance authority",
            ask: "the authority of the Member State where it happened"
        ),
        DraftQuestion(
            "system",
            "The AI system",
            ask: "its name, its provider, its entry in the EU database, its intended purpose"
        ),
        DraftQuestion(
            "seriousness",
            "Why it is a serious incident",
            ask:
                "which of Article 3(49): death or harm to health, critical infrastructure, fundamental rights, property or environment"
        ),
        DraftQuestion("persons", "Who was harmed, and how", ask: "number of persons, their harm, the place"),
        affected, weakness,
        DraftQuestion(
            "cause",
            "The causal link, or that it is reasonably likely",
            ask: "the link between the system and what happened"
        ),
        DraftQuestion("corrective", "Corrective action", [.certificates], ask: "what will be corrected, by when"),
        DraftQuestion(
            "unaltered",
            "Whether the system was altered before the authority knew",
            ask: "yes or no; keep what is needed to examine the causes"
        ),
    ]

    private static let certIn = [
        DraftQuestion(
            "type",
            "Type of incident (Annexure I)",
            ask: "one of the types of Annexure I, attacks on AI and ML systems among them"
        ),
        DraftQuestion(
            "systems",
            "Affected systems",
            ask: "addresses, host names, operating systems, place, network operator"
        ),
        weakness, affected,
        DraftQuestion("symptoms", "What was noticed", [.notice], ask: "the signs by which it was noticed"),
        DraftQuestion("logs", "Logs that are kept", ask: "which logs of the last 180 days are kept, and where"),
    ]

    private static let code = [
        DraftQuestion(
            "dates",
            "Start and end of the incident",
            [.awareAt, .resolvedAt],
            ask: "the dates, or the best estimate"
        ),
        DraftQuestion("harm", "Harm, and to whom", ask: "the harm that resulted, and the groups that it fell on"),
        DraftQuestion(
            "events",
            "Chain of events that led to the harm",
            [.chronology],
            ask: "from the model's use to the harm"
        ),
        affected,
        DraftQuestion("material", "Material that is available", [.findings]),
        DraftQuestion("response", "What is done or planned in response", [.certificates], ask: "what is planned"),
        DraftQuestion("recommendation", "What the AI Office is recommended to do", ask: "a recommendation, or none"),
        DraftQuestion("root_cause", "Root cause", ask: "inputs, and mitigations that failed or were circumvented"),
        DraftQuestion("near_misses", "Patterns of near misses", ask: "patterns in monitoring that might indicate it"),
    ]

    private static let india = [
        DraftQuestion(
            "nature",
            "Nature and extent of the breach",
            [.notice],
            ask: "which personal data, of how many persons"
        ),
        affected, weakness,
        DraftQuestion("impact", "Likely impact", ask: "the consequences for the persons concerned"),
        DraftQuestion(
            "mitigation",
            "Measures that mitigate risk",
            ask: "measures taken or proposed beside those above"
        ),
        DraftQuestion("person", "Who caused it", ask: "findings about the person or the circumstances that caused it"),
        DraftQuestion(
            "remedy",
            "Measures against it happening again",
            [.certificates],
            ask: "what prevents it from now on"
        ),
        DraftQuestion("notices", "Notices to the persons concerned", ask: "when and how they were told"),
    ]

    private static let frontier = [
        DraftQuestion("qualifies", "Why it qualifies as a safety incident", ask: "which kind of the law's list it is"),
        DraftQuestion("statement", "A short plain statement", [.notice], ask: "what happened, in plain words"),
        affected, weakness,
        DraftQuestion("internal", "Whether it was in internal use only", ask: "yes or no"),
        DraftQuestion("danger", "Whether danger is imminent", ask: "yes or no; yes shortens the deadline"),
    ]

    private static let resilience = [
        DraftQuestion(
            "product",
            "The product, and where in the EU it is available",
            ask: "your product with digital elements, and the Member States"
        ),
        DraftQuestion(
            "exploit",
            "The vulnerability and its exploitation",
            [.findings],
            ask: "its nature, severity and impact"
        ),
        affected,
        DraftQuestion("mitigations", "What users can do", ask: "corrective or mitigating measures for users"),
        DraftQuestion("malice", "Whether unlawful or malicious acts are suspected", ask: "yes, no, or not known"),
    ]
}
