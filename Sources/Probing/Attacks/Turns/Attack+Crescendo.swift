import Domain

extension Attack {
    /// A script of three to five messages that begins harmlessly and asks at the end; which one, the seed says. The idea of
    /// going up by steps: Russinovich et al., "Great, now write an article about that" (arXiv 2404.01833); scripts our own.
    static let crescendo = Attack(
        id: "crescendo",
        family: .multiTurn,
        version: 1,
        title: "Step by step over several messages"
    ) { ask, random in
        let script = random.pick(CrescendoScript.all)
        return Approach(says: script.steps + ["\(script.last) \(ask.text)"])
    }
}
