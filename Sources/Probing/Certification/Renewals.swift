package import Control
package import Settings

/// Which certificates are to be renewed when: well before they run out, not all the time, and not for ever.
///
/// What was refused, voided or never certified is for a person to begin.
package struct Renewals: Sendable {
    private struct Tried {
        /// That was to be renewed.
        var certificate: String
        var times: Int
        /// Unix milliseconds.
        var at: UInt64
    }

    /// By model and policy.
    private var tried: [String: Tried] = [:]

    /// A certificate that could not be renewed so often is left to a person, who is told that it runs out.
    package static let mostTimes = 6
    /// So much of its validity lies between two tries: a twentieth.
    private static let pause: UInt64 = 20

    package init() {}

    /// Whether it is due now; it counts as tried then.
    ///
    /// - Parameter now: Unix milliseconds.
    package mutating func take(
        _ model: String,
        _ policy: Policy,
        _ standing: GateState.Standing,
        now: UInt64
    ) -> Bool {
        guard policy.renewal > 0 else { return false }
        let validity = UInt64(policy.validity.components.seconds) * 1000
        let certificate: String
        switch standing {
        case .valid(let id, let until):
            guard now + validity * UInt64(policy.renewal) / 1_000_000 >= until else { return false }
            certificate = id
        case .stale(let id, _): certificate = id
        case .missing, .refused, .void: return false
        }
        let key = "\(model)\u{0}\(policy.name)"
        var last = tried[key] ?? Tried(certificate: certificate, times: 0, at: 0)
        if last.certificate != certificate { last = Tried(certificate: certificate, times: 0, at: 0) }
        guard last.times < Self.mostTimes, last.times == 0 || now >= last.at + validity / Self.pause else {
            return false
        }
        tried[key] = Tried(certificate: certificate, times: last.times + 1, at: now)
        return true
    }
}
