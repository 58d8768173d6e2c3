/// Measures detectors on labelled texts: what `holdfast detector test FILE` shows. Counts only; the intervals are statistics'.
package struct DetectorTrial: Sendable {
    package struct Key: Sendable, Hashable, Comparable {
        package var detector: DetectorIdentity
        package var language: String

        package static func < (one: Key, other: Key) -> Bool {
            (one.detector.id, one.language) < (other.detector.id, other.language)
        }
    }

    /// A row that no detector can be chosen for.
    package struct Fault: Error, Hashable, Sendable, CustomStringConvertible {
        package var row: Int
        package var message: String

        package var description: String { "row \(row): \(message)" }
    }

    package private(set) var counts: [Key: ConfusionCounts] = [:]

    package init(_ rows: [LabelledRow]) throws(Fault) {
        for (index, row) in rows.enumerated() {
            guard let choice = Self.choice(for: row) else {
                throw Fault(
                    row: index + 1,
                    message: "no detector is called '\(row.detector ?? "")', or it needs more than a text"
                )
            }
            let key = Key(detector: choice.identity, language: row.language)
            counts[key, default: ConfusionCounts()].count(
                Detector.judge(choice, Self.evidence(row)).verdict,
                isPositive: row.isPositive
            )
        }
    }

    /// Without a name: the canary detector if the row has a canary, the overlap detector if it has a system prompt, or else refusals.
    static func choice(for row: LabelledRow) -> DetectorChoice? {
        let name = row.detector ?? (row.canary != nil ? "canary" : row.system != nil ? "prompt_overlap" : "refusal")
        return switch name {
        case "canary": row.canary == nil ? nil : .canary
        case "nonce": row.canary == nil ? nil : .nonce
        case "prompt_overlap": row.system == nil ? nil : .promptOverlap(percent: 50, excerpt: 40)
        case "exfiltration": row.canary == nil && row.system == nil ? nil : .exfiltration(allowedHosts: [])
        case "identifiers": .identifiers(kinds: [], any: true)
        case "contract": .contract(.cleanBytes)
        case "refusal": .refusal
        case "known_answer": row.canary.map { .knownAnswer([$0]) }
        default: nil
        }
    }

    private static func evidence(_ row: LabelledRow) -> Evidence {
        var fill = Fill.draw(seed: 0, wordy: false)
        if let canary = row.canary {
            fill.canary = canary
            fill.nonce = canary
        }
        return Evidence(
            fill: fill,
            system: row.system,
            language: row.language,
            answers: [Answer(text: row.text)],
            script: Script(opening: row.system.map { [Turn(.system, $0)] } ?? [], says: [""])
        )
    }
}
