import Domain
import JSON

/// What the watch knows of one model beside its streams: whether it can be measured, who it says it is, what is to be looked at.
package struct WatchedModel: Sendable, Equatable {
    /// By pack, whether each of its newest trials was scored, the newest last.
    package private(set) var recent: [String: [Bool]] = [:]
    /// When it was last asked who it is, Unix milliseconds; nil: it is to be asked now.
    package var lookedAt: UInt64?
    /// Names and builds that answered when it was last asked, sorted.
    package var names: [String] = []
    package var builds: [String] = []
    /// It answered otherwise than the model that was certified, and that was not yet seen twice; nil: it did not.
    package private(set) var sight: IdentityCheck.Sight?
    /// When it is asked once more for that, Unix milliseconds; nil: with the day's questions.
    package private(set) var asksAgainAt: UInt64?
    /// What has to be looked at closely, oldest first.
    package private(set) var triggers: [WatchTrigger] = []
    /// What the day has no room for any more, oldest first: it is taken up on the next one.
    package private(set) var postponed: [WatchTrigger] = []
    /// Probes that hit and did not hit again, and when; a chance hit is not looked at again so soon.
    package private(set) var chances: [String: UInt64] = [:]
    private var burstDay: UInt64 = 0
    private var burstsThen = 0

    package init() {}

    // MARK: Whether it can be measured

    private static let window = 20
    private static let least = 10

    package enum Measuring: Sendable {
        case unknown, works, broken
    }

    /// Broken: of the pack's newest trials fewer than half were scored. It works again when four in five are.
    package func measuring(_ pack: String) -> Measuring {
        guard let recent = recent[pack], recent.count >= Self.least else { return .unknown }
        let scored = recent.count { $0 }
        if scored * 2 < recent.count { return .broken }
        return scored * 5 >= recent.count * 4 ? .works : .unknown
    }

    /// The worst of all packs.
    package var measuring: Measuring {
        let all = recent.keys.map(measuring)
        return all.contains(.broken) ? .broken : all.contains(.works) ? .works : .unknown
    }

    /// Packs that cannot be measured, sorted.
    package var unmeasured: [String] { recent.keys.filter { measuring($0) == .broken }.sorted() }

    package mutating func add(_ verdict: Verdict, of pack: String) {
        var newest = recent[pack, default: []]
        switch verdict {
        case .hit, .pass: newest.append(true)
        case .unscored, .error: newest.append(false)
        }
        newest.removeFirst(max(0, newest.count - Self.window))
        recent[pack] = newest
    }

    /// Of what is no longer tried nothing is said.
    ///
    /// - Returns: whether there was such a pack.
    package mutating func forget(allBut packs: Set<String>) -> Bool {
        let before = recent.count
        recent = recent.filter { packs.contains($0.key) }
        return recent.count != before
    }

    // MARK: Who it is

    /// Takes up what asking it came to.
    ///
    /// - Returns: whether it answers otherwise for the first time.
    mutating func sees(_ found: IdentityCheck.Found, now: UInt64) -> Bool {
        if let again = asksAgainAt, now >= again { asksAgainAt = nil }
        guard found.isFirstSight else {
            if !found.cannotBeTold { (sight, asksAgainAt) = (nil, nil) }
            return false
        }
        let new = IdentityCheck.Sight(behaviour: found.seen, at: now)
        guard let before = sight, !WatchTimetable.begins(after: before.at, now: now) else {
            (sight, asksAgainAt) = (new, now + IdentityCheck.apart)
            return true
        }
        // Asked so soon for another reason it shows nothing new; later, it was another behaviour again.
        if now >= before.at + IdentityCheck.apart { sight = new }
        return false
    }

    // MARK: What has to be looked at

    private static let mostTriggers = 16
    private static let mostChances = 256
    private static let quiet: UInt64 = 7 * 86_400_000

    package func burstsToday(_ now: UInt64) -> Int { WatchUsage.counts(burstDay, at: now) ? burstsThen : 0 }

    package enum Wanting: Sendable {
        case taken
        /// The day has seen as many as it may.
        case postponed
        /// It waits already, or too much does.
        case refused
    }

    /// Not twice the same, and no more a day than `most`.
    package mutating func want(_ trigger: WatchTrigger, most: Int) -> Wanting {
        let now = trigger.at
        // What waits already takes what is like it along.
        if trigger.cause == .hit, triggers.count > 1, let last = triggers.indices.last,
            triggers[last].cause == .hit, triggers[last].policy == trigger.policy
        {
            let more = trigger.probes.filter { !triggers[last].probes.contains($0) }
            triggers[last].probes += more.prefix(
                WatchStream.mostSuspects - min(WatchStream.mostSuspects, triggers[last].probes.count)
            )
            return .taken
        }
        guard triggers.count < Self.mostTriggers, !triggers.contains(where: trigger.isSame(as:)) else {
            return .refused
        }
        // Alarms are rare, and somebody who asks gets it whatever the day has seen.
        if trigger.cause != .person, trigger.cause != .alarm, burstsToday(now) >= most { return postpone(trigger) }
        take(trigger, now)
        return .taken
    }

    private mutating func take(_ trigger: WatchTrigger, _ now: UInt64) {
        if !WatchUsage.counts(burstDay, at: now) { (burstDay, burstsThen) = (Day(unixMilliseconds: now).number, 0) }
        burstsThen += 1
        triggers.append(trigger)
    }

    private mutating func postpone(_ trigger: WatchTrigger) -> Wanting {
        guard !postponed.contains(where: trigger.isSame(as:)) else { return .refused }
        if trigger.cause == .hit {
            let waiting = Set(postponed.filter { $0.policy == trigger.policy }.flatMap(\.probes))
            let new = trigger.probes.filter { !waiting.contains($0) }
            guard !new.isEmpty else { return .refused }
            if let place = postponed.firstIndex(where: {
                $0.cause == .hit && $0.policy == trigger.policy
                    && $0.probes.count + new.count <= WatchStream.mostSuspects
            }) {
                postponed[place].probes += new
                return .postponed
            }
        }
        guard postponed.count < Self.mostTriggers else { return .refused }
        postponed.append(trigger)
        return .postponed
    }

    /// Takes up what was postponed, as far as the day has room.
    ///
    /// - Parameter isSettled: a probe that needs no close look any more.
    /// - Returns: whether anything has changed.
    package mutating func takePostponed(now: UInt64, most: Int, isSettled: (String) -> Bool) -> Bool {
        let before = postponed.count
        while !postponed.isEmpty, triggers.count < Self.mostTriggers, burstsToday(now) < most {
            var trigger = postponed.removeFirst()
            if trigger.cause == .hit {
                trigger.probes.removeAll(where: isSettled)
                if trigger.probes.isEmpty { continue }
            }
            if !triggers.contains(where: trigger.isSame(as:)) { take(trigger, now) }
        }
        return postponed.count != before
    }

    package func wasChance(_ probe: String, now: UInt64) -> Bool {
        chances[probe].map { now < $0 + Self.quiet } ?? false
    }

    /// - Parameter chances: probes that did not hit again.
    package mutating func finish(_ trigger: WatchTrigger, chances probes: [String], now: UInt64) {
        triggers.removeAll { $0.run == trigger.run }
        for probe in probes { chances[probe] = now }
        chances = chances.filter { now < $0.value + Self.quiet }
        for old in chances.sorted(by: { $0.value < $1.value }).prefix(max(0, chances.count - Self.mostChances)) {
            chances[old.key] = nil
        }
    }

    // MARK: As text

    package var text: String {
        let value = JSONValue.object(
            (
                "recent",
                .array(
                    recent.sorted { $0.key < $1.key }.map { pack, scored in
                        .object(("pack", .string(pack)), ("scored", .array(scored.map { .bool($0) })))
                    }
                )
            ),
            ("looked_at", lookedAt.map { .string(String($0)) }),
            ("names", .array(names.map { .string($0) })),
            ("builds", .array(builds.map { .string($0) })),
            ("sight", sight.map { .array([.string(String($0.at)), .string($0.behaviour.text)]) }),
            ("asks_again_at", asksAgainAt.map { .string(String($0)) }),
            ("triggers", .array(triggers.map(\.json))),
            ("postponed", .array(postponed.map(\.json))),
            (
                "chances",
                .array(
                    chances.sorted { $0.key < $1.key }.map { .array([.string($0.key), .string(String($0.value))]) }
                )
            ),
            ("burst_day", .string(String(burstDay))),
            ("bursts", .integer(burstsThen))
        )
        return String(decoding: value.bytes, as: UTF8.self)
    }

    package init?(text: String) {
        guard let value = try? JSONValue(parsing: Array(text.utf8)), let recent = value["recent"]?.elements else {
            return nil
        }
        // Once it was kept for all packs together: that says nothing of one.
        for newest in recent {
            guard let pack = newest["pack"]?.string else { continue }
            self.recent[pack] = newest["scored"]?.elements?.compactMap(\.bool) ?? []
        }
        lookedAt = value["looked_at"]?.string.flatMap { UInt64($0) }
        names = value["names"]?.elements?.compactMap(\.string) ?? []
        builds = value["builds"]?.elements?.compactMap(\.string) ?? []
        if let pair = value["sight"]?.elements, pair.count == 2, let at = pair[0].string.flatMap({ UInt64($0) }),
            let behaviour = pair[1].string.flatMap({ Behaviour(text: $0) })
        {
            sight = IdentityCheck.Sight(behaviour: behaviour, at: at)
        }
        asksAgainAt = value["asks_again_at"]?.string.flatMap { UInt64($0) }
        triggers = value["triggers"]?.elements?.compactMap { WatchTrigger($0) } ?? []
        postponed = value["postponed"]?.elements?.compactMap { WatchTrigger($0) } ?? []
        for pair in value["chances"]?.elements ?? [] {
            guard let pair = pair.elements, pair.count == 2, let probe = pair[0].string,
                let at = pair[1].string.flatMap({ UInt64($0) })
            else { continue }
            chances[probe] = at
        }
        burstDay = value["burst_day"]?.string.flatMap { UInt64($0) } ?? 0
        burstsThen = value["bursts"]?.integer ?? 0
    }
}
