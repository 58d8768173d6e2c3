/// How often a watched fleet may cry wolf, set once in days and turned into the lines of its streams.
///
/// With c = days × trials a day, every stream acts at R ≥ c. The sum S of the streams' statistics gains at most 1 a trial
/// in the mean while nothing is wrong, and an alarm, after which its stream begins anew, takes at least c from it; S is
/// never below zero, so in any n trials of the fleet there are at most n/c false alarms in the mean, and the first comes
/// after at least c trials: not before `days` in the mean. This asks nothing of how streams depend on each other, and
/// suspicious streams may have more of the trials, as long as who is tried next follows from what has been seen.
///
/// A stream warns at a tenth of the line, counted from where it began anew: ten times as often.
package struct FleetBudget: Sendable, Hashable {
    package enum Level: String, Sendable, CaseIterable {
        case warn
        case act
    }

    /// Often enough to see what comes near the line, seldom enough to be read.
    package static let warningsForAnAlarm = 10.0

    /// The mean time between false alarms that must at least be reached.
    package let daysBetweenFalseAlarms: Double
    /// The most that the fleet may make in a day, bursts and all; fewer only make false alarms rarer.
    package let trialsPerDay: Double
    package let act: FleetAlarm
    package let warn: FleetAlarm

    /// Nil unless there is at least a day, at least one stream and more than no trial, and the product is finite.
    ///
    /// A line is never below one round of the fleet: where the days have fewer trials than that, false alarms are rarer
    /// than was asked for.
    package init?(daysBetweenFalseAlarms: Double, trialsPerDay: Double, streams: Int) {
        let trials = daysBetweenFalseAlarms * trialsPerDay
        guard daysBetweenFalseAlarms >= 1, trialsPerDay > 0, streams >= 1 else { return nil }
        let rounds = trials / Double(streams)
        guard let act = FleetAlarm(rounds: max(1, rounds), streams: streams),
            let warn = FleetAlarm(rounds: max(1, rounds / Self.warningsForAnAlarm), streams: streams)
        else { return nil }
        self.daysBetweenFalseAlarms = daysBetweenFalseAlarms
        self.trialsPerDay = trialsPerDay
        self.act = act
        self.warn = warn
    }

    package var streams: Int { act.streams }

    package func alarm(_ level: Level) -> FleetAlarm {
        switch level {
        case .warn: warn
        case .act: act
        }
    }

    /// How long a stream takes to notice that its rate has jumped from the baseline. Nil unless 0 ≤ baseline < rate ≤ 1,
    /// and where it would take longer than `DetectionDelay.mostTrials`.
    ///
    /// - Parameter share: of the fleet's trials that the stream gets, in 0<…1; nil: as much as every other.
    package func delay(
        to level: Level = .act,
        baseline: Double,
        rate: Double,
        share: Double? = nil,
        alternatives: Alternatives = .standard
    ) -> DetectionDelay? {
        let share = share ?? 1 / Double(streams)
        guard share > 0, share <= 1 else { return nil }
        return DetectionDelay(
            at: alarm(level),
            baseline: baseline,
            rate: rate,
            trialsPerDay: trialsPerDay * share,
            alternatives: alternatives
        )
    }
}
