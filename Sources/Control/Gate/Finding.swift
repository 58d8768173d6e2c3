/// A confirmed weakness: probes that hit, and hit again when they were confirmed.
package struct Finding: Sendable, Equatable, Codable {
    /// `HF-FD-2026-0001`.
    package var id: String
    /// As configured; private.
    package var model: String
    package var lineage: String
    package var pack: String
    package var packVersion: Int
    /// Ids of the probes that hit in the run and in its confirmation, at most `mostProbes`.
    package var probes: [String]
    /// Of the confirmation run, which did not choose what it counts by its outcome.
    package var rate: Rate
    package var hits: Int
    /// `low`, `medium`, `high`, `critical`: the highest of the probes.
    package var severity: String
    /// With edition, as the goals have them.
    package var tags: [String]
    /// SHA-256 of each trial's evidence that showed a hit, hexadecimal; the texts lie in the records and can be erased.
    package var evidence: [String]
    /// Which part of the severity the numbers give; `not assessed` where a person has to say.
    package var cjs: CJS
    package var fingerprint: String?
    /// The run that confirmed it; private. Empty where it was not recorded.
    package var run: String

    package static let mostProbes = 64

    /// Axes of the draft scale for jailbreaks of July 2026. A score is a floor.
    package struct CJS: Sendable, Equatable, Codable {
        /// Twice the axis, for some have halves; nil: not assessed.
        package var capabilityGain: Int?
        package var breadth: Int?
        package var ease: Int?
        package var discoverability: Int?

        package init(capabilityGain: Int? = nil, breadth: Int? = nil, ease: Int? = nil, discoverability: Int? = nil) {
            self.capabilityGain = capabilityGain
            self.breadth = breadth
            self.ease = ease
            self.discoverability = discoverability
        }
    }

    package init(
        id: String,
        model: String,
        lineage: String,
        pack: String,
        packVersion: Int,
        probes: [String],
        rate: Rate,
        hits: Int,
        severity: String,
        tags: [String],
        evidence: [String],
        cjs: CJS,
        fingerprint: String?,
        run: String
    ) {
        self.id = id
        self.model = model
        self.lineage = lineage
        self.pack = pack
        self.packVersion = packVersion
        self.probes = probes
        self.rate = rate
        self.hits = hits
        self.severity = severity
        self.tags = tags
        self.evidence = evidence
        self.cjs = cjs
        self.fingerprint = fingerprint
        self.run = run
    }
}
