import Domain

extension Attack {
    /// Random capitals, letters scrambled inside words, noise in letters (Hughes et al., "Best-of-N Jailbreaking", arXiv
    /// 2412.03556, section 2; shares of our own). There are `count` variants of an ask; a trial's seed draws one of them,
    /// so that the hit rate is that of one try, and hit@k over trials that of k.
    static func bestOf(_ count: Int) -> Attack {
        Attack(
            id: "best-of-\(count)",
            family: .bestOfN,
            version: 1,
            title: "One of \(count) random spellings"
        ) { ask, random in
            let variant = random.below(count)
            var inner = SeededRandom(seed: UInt64(variant) &* 0x9E37_79B9 &+ UInt64(count))
            return Approach(says: [RandomSpelling.vary(ask.text, &inner)])
        }
    }
}
