package import Settings

/// One deadline of one regime, as data: what starts it, how long it runs, and where that was read.
///
/// Not legal advice. Whether a regime binds an installation, and which of its deadlines a case falls under, a person decides.
package struct RegulatorClock: Sendable, Equatable {
    package enum Trigger: String, Sendable, CaseIterable {
        /// Somebody first knew: `aware_at` of the recall, which may lie before any hold.
        case awareness
        /// A person declared the recall.
        case confirmation
        /// It serves again, or never will.
        case resolution
    }

    package var regime: Regime
    /// Unique within its regime.
    package var name: String
    package var article: String
    package var trigger: Trigger
    /// Hours from the trigger, as time passes: neither days of a calendar nor working days.
    package var hours: UInt64
    /// For which cases alone it holds; nil: for each. Such a clock is shown, and does not count as overdue: a person says whether it holds.
    package var condition: String?
    /// How many reports under the regime, counted from the trigger, it takes until this clock ends.
    package var reports = 1
    /// Whom the duty binds, in words.
    package var binds: String
    /// What the span rests on, in words of our own.
    package var basis: String
    package var source: Source

    /// Where it was read, and how far it was checked.
    package struct Source: Sendable, Equatable {
        package var title: String
        package var url: String
        /// The rule's version or date, and the day it was read.
        package var version: String
        /// From when it applies, in words.
        package var applies: String
        /// What nobody has checked against the text in force.
        package var unverified: String
    }

    package static let notLegalAdvice =
        "Not legal advice. Clocks are reckoned from the ledger's times under rules as they were read; whether they bind you, a person decides."

    package static func of(_ regime: Regime) -> [RegulatorClock] { all.filter { $0.regime == regime } }

    /// `6 h`, `15 d`.
    package var span: String { hours % 24 == 0 && hours > 72 ? "\(hours / 24) d" : "\(hours) h" }
}

extension Regime {
    /// As people know it.
    package var title: String {
        switch self {
        case .euAIAct: "EU AI Act, Article 73"
        case .certIn: "CERT-In directions of 28 April 2022"
        case .generalPurposeCode: "EU code of practice for general-purpose AI, measures 9.2 to 9.4"
        case .dataProtectionIndia: "India, Digital Personal Data Protection Rules 2025, Rule 7"
        case .newYork: "New York RAISE Act, §1422"
        case .california: "California SB 53, §22757.13"
        case .cyberResilience: "EU Cyber Resilience Act, Article 14"
        }
    }
}
