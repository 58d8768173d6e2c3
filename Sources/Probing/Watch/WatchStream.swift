package import Statistics

/// What one model's trials of one pack say, one after the other, against what its certificate promised.
///
/// A pure value. Each trial's probe is drawn for itself, so that the chance of a hit is the pack's rate whatever came before;
/// drawn without putting back, it would not be, and the promise about false alarms would not hold.
package struct WatchStream: Sendable, Equatable {
    package struct Name: Sendable, Hashable, Comparable {
        package var model: String
        package var policy: String
        package var pack: String

        package init(model: String, policy: String, pack: String) {
            self.model = model
            self.policy = policy
            self.pack = pack
        }

        package static func < (one: Name, other: Name) -> Bool {
            (one.model, one.policy, one.pack) < (other.model, other.policy, other.pack)
        }
    }

    /// What it is measured against, as long as that stands.
    package struct Baseline: Sendable, Hashable {
        /// nil: no certificate speaks of this pack, and its ceiling stands in.
        package var certificate: String?
        /// Of the pack's content: with other probes the rate would be another one.
        package var packHash: String
        /// The upper bound of the rate that was found, parts per million.
        package var rate: Int

        package init(certificate: String?, packHash: String, rate: Int) {
            self.certificate = certificate
            self.packHash = packHash
            self.rate = rate
        }
    }

    package enum Level: String, Sendable, Comparable {
        case calm, warn, act

        package static func < (one: Level, other: Level) -> Bool { one.rank < other.rank }
        private var rank: Int { self == .calm ? 0 : self == .warn ? 1 : 2 }
    }

    /// Of the curve that people look at.
    package struct Point: Sendable, Hashable {
        /// Unix milliseconds.
        package var at: UInt64
        /// ln R, thousandths.
        package var evidence: Int
    }

    package let name: Name
    package let baseline: Baseline
    package internal(set) var detector: ShiryaevRoberts
    /// Numbers that were given out: of the next trial.
    package internal(set) var next = 0
    package internal(set) var hits = 0
    package internal(set) var scored = 0
    package internal(set) var unscored = 0
    package internal(set) var errors = 0
    /// Unix milliseconds of the newest trial.
    package internal(set) var lastAt: UInt64?
    /// The highest that was told of since the detector began.
    package internal(set) var told = Level.calm
    /// Probes that hit since the detector began, the newest last, each once.
    package internal(set) var suspects: [String] = []
    package internal(set) var curve: [Point] = []

    package static let mostSuspects = 16
    private static let mostPoints = 240
    /// A pack that nobody tried yet is tried so often before all others.
    package static let firstLook = 30

    /// - Parameter next: the first number that no trial of the same name and baseline had before.
    package init?(_ name: Name, _ baseline: Baseline, next: Int = 0) {
        guard let detector = ShiryaevRoberts(baseline: Double(baseline.rate) / 1_000_000) else { return nil }
        self.init(name, baseline, detector)
        self.next = next
    }

    init(_ name: Name, _ baseline: Baseline, _ detector: ShiryaevRoberts) {
        self.name = name
        self.baseline = baseline
        self.detector = detector
    }

    /// Nobody has tried the pack on the model yet, a certification neither.
    package var isNew: Bool { baseline.certificate == nil && scored + unscored + errors < Self.firstLook }

    /// Takes up one trial.
    package mutating func add(_ outcome: Trial.Outcome) {
        next += 1
        lastAt = outcome.at
        switch outcome.verdict {
        case .hit: score(true, outcome)
        case .pass: score(false, outcome)
        case .unscored: unscored += 1
        case .error: errors += 1
        }
    }

    private mutating func score(_ isHit: Bool, _ outcome: Trial.Outcome) {
        scored += 1
        if isHit {
            hits += 1
            suspects.removeAll { $0 == outcome.probe }
            suspects.append(outcome.probe)
            suspects.removeFirst(max(0, suspects.count - Self.mostSuspects))
        }
        detector.add(isHit)
        curve.append(Point(at: outcome.at, evidence: evidence))
        // Every second point goes when there are too many: what is older is coarser.
        if curve.count > Self.mostPoints {
            curve = curve.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
        }
    }

    /// ln R, thousandths; 0 where it is below: nothing speaks against the model.
    package var evidence: Int { max(0, Int((max(0, detector.logStatistic) * 1000).rounded())) }

    /// How loud it is now.
    package func level(_ lines: WatchLines) -> Level {
        if detector.hasReached(lines.act) { return .act }
        return detector.hasReached(lines.warn) ? .warn : .calm
    }

    package mutating func tell(_ level: Level) { told = max(told, level) }

    /// Far enough below the line at which it warns that a warning is over: half of the way to it, in logarithms.
    ///
    /// The detector goes on as it is. R then has to rise from the square root of the line A again; at a rate just at the baseline R rises by
    /// one a trial in the mean, and does that at most once in A − √A trials (Doob's inequality for upcrossings).
    package func isCalmAgain(_ lines: WatchLines) -> Bool { detector.logStatistic < lines.warn.logThreshold / 2 }

    /// What it warned of is over; what alarmed takes a close look.
    package mutating func calm() { if told == .warn { told = .calm } }

    /// Begins to count anew: what alarmed was dealt with.
    package mutating func reset() {
        guard let fresh = ShiryaevRoberts(baseline: detector.baseline) else { return }
        detector = fresh
        told = .calm
        suspects = []
    }

    /// What is known of it is of another certificate, or of a pack with other probes.
    package func isAgainst(_ baseline: Baseline) -> Bool { self.baseline == baseline }
}

/// Where streams of a fleet warn and alarm.
package struct WatchLines: Sendable, Hashable {
    package var warn: FleetAlarm
    package var act: FleetAlarm

    package init(warn: FleetAlarm, act: FleetAlarm) {
        self.warn = warn
        self.act = act
    }
}
