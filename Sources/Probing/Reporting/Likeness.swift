package import Control
import Reports
import Statistics

/// What it means to a reader of bounds that the trials of one goal hang together.
package struct Likeness: Sendable, Equatable {
    /// The design effect.
    package let effect: Double
    package let pack: String
    private let scored: Int

    /// Below it the difference between bounds and intervals is not worth words.
    private static let least = 2.0

    private init?(_ effect: Double?, pack: String, scored: Int) {
        guard let effect, effect > Self.least else { return nil }
        (self.effect, self.pack, self.scored) = (effect, pack, scored)
    }

    /// nil: they hang together too little to speak of, or nothing is known of it.
    package init?(_ tally: PackTally) {
        self.init(tally.designEffect, pack: tally.pack, scored: tally.count.scored)
    }

    package init?(_ result: Certificate.PackResult) {
        self.init(result.designEffect.map { Double($0) / 1000 }, pack: result.pack, scored: result.scored)
    }

    /// A sentence, or three.
    package var words: String {
        "\(pack): trials of one goal hang together (design effect \(RateText.fixed(effect, 1))): of other goals its \(scored) scored trials "
            + "say no more than \(max(1, Int((Double(scored) / effect).rounded()))) of as many goals would. A gate's bound speaks of this pack's "
            + "probes as they were drawn, not of new goals; the interval of the rate does."
    }
}
