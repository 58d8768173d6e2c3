import JSON

/// Why a model is looked at closely at once.
package struct WatchTrigger: Sendable, Equatable {
    package enum Cause: String, Sendable {
        /// A probe hit that no finding of the model names.
        case hit
        /// A stream has reached its line.
        case alarm
        /// It calls itself otherwise, or answers otherwise, than when it was certified.
        case identity
        /// Its vendor says something of it.
        case signal
        /// Somebody wants to know.
        case person
    }

    /// Of the runs that it makes: this id, or this and a dot before the rest.
    package var run: String
    package var cause: Cause
    package var policy: String
    /// What is suspected; empty: a sample of the policy's packs has to show.
    package var probes: [String]
    /// Unix milliseconds.
    package var at: UInt64

    /// By which runs of the watch are known, and the findings that they confirm.
    package static let prefix = "watch_"

    package init(_ cause: Cause, policy: String, probes: [String], at: UInt64) {
        let letters = (0..<5).map { _ in "abcdefghijkmnpqrstuvwxyz23456789".randomElement() ?? "a" }
        run = "\(Self.prefix)\(String(at, radix: 36))\(String(letters))"
        self.cause = cause
        self.policy = policy
        self.probes = probes
        self.at = at
    }

    /// Whether both want the same to be looked at.
    func isSame(as other: WatchTrigger) -> Bool { cause == other.cause && probes == other.probes }

    // MARK: As a value

    var json: JSONValue {
        .object(
            ("run", .string(run)),
            ("cause", .string(cause.rawValue)),
            ("policy", .string(policy)),
            ("probes", .array(probes.map { .string($0) })),
            ("at", .string(String(at)))
        )
    }

    init?(_ value: JSONValue) {
        guard let run = value["run"]?.string, let cause = value["cause"]?.string.flatMap({ Cause(rawValue: $0) }),
            let policy = value["policy"]?.string, let at = value["at"]?.string.flatMap({ UInt64($0) })
        else { return nil }
        self.run = run
        self.cause = cause
        self.policy = policy
        probes = value["probes"]?.elements?.compactMap(\.string) ?? []
        self.at = at
    }
}
