package import Statistics

extension PackTally {
    /// How often somebody who tries each probe so many times hits at least once: for those numbers of tries that at least half of
    /// the probes that were tried bear out. Empty where probes were not repeated.
    package var repeated: [HitAtK] {
        let counts = probes.sorted { $0.key < $1.key }.map(\.value.count).filter { $0.scored > 0 }
        return Self.tries.compactMap { HitAtK(counts, k: $0) }.filter { $0.leftOut <= $0.prompts }
    }

    /// Twice by chance, the ten of a confirmation, and on.
    private static let tries = [2, 5, 10, 25, 50, 100]
}
