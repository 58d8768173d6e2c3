import Domain

/// Makes what one trial sends out of its probe and seed: the same seed gives the same.
package struct ScriptMaker: Sendable {
    /// By id.
    private let attacks: [String: Attack]

    package init(_ attacks: [Attack]) {
        self.attacks = Dictionary(attacks.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Those that the probes use.
    package init(_ library: AttackLibrary, for probes: [Probe]) {
        self.init(Set(probes.map(\.attack)).sorted().flatMap { (try? library.named($0)) ?? [] })
    }

    /// - Throws: for a text with a placeholder that nothing fills; `pack check` finds those.
    package func make(_ probe: Probe, seed: UInt64) throws -> (script: Script, fill: Fill) {
        let fill = Fill.draw(seed: seed, wordy: probe.secrets == .word)
        let goal = probe.goal
        func filled(_ text: String, attack: String? = nil) throws -> String {
            try Placeholders.fill(text, with: fill, attack: attack)
        }
        let system = try goal.system.map { try filled($0) }
        var random = SeededRandom(seed: seed ^ 0x5bd1_e995_9d1b_54a3)
        let ask = Ask(text: try filled(goal.ask), language: goal.language, system: system)
        guard let attack = attacks[probe.attack] else { throw Fault(attack: probe.attack) }
        let approach = attack.make(ask, &random)
        var script = Script(
            opening: (system.map { [Turn(.system, $0)] } ?? []) + approach.before,
            says: approach.says,
            tools: goal.tools,
            prefill: approach.prefill
        )
        if let carrier = goal.carrier, let last = approach.says.last {
            let text = try filled(carrier.text, attack: last)
            let request = try filled(carrier.request)
            let said = Array(approach.says.dropLast())
            switch carrier.place {
            case .user: script.says = said + [request + "\n\n" + text]
            case .tool:
                script.says = said + [request]
                script.toolResult = text
            }
        }
        return (script, fill)
    }

    package struct Fault: Error, CustomStringConvertible {
        package var attack: String
        package var description: String { "There is no attack `\(attack)`." }
    }
}
