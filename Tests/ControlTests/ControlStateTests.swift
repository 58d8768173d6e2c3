import Control
import Domain
import HoldfastTesting
import Testing

@Suite("Control state")
struct ControlStateTests {
    @Test("keys and tokens come and go, and events without effect only move the epoch")
    func life() {
        var state = ControlState()
        let grant = KeyGrant(id: "k", prefix: "p", hash: "h", tenant: "t")
        let changes = [
            state.apply(.serverStarted(version: "1"), at: 1), state.apply(.settingsApplied(hash: "abc"), at: 2),
            state.apply(.keyCreated(grant), at: 3), state.apply(.keyRevoked(id: "k", reason: "lost"), at: 4),
            state.apply(.serverStopped(reason: "signal"), at: 5),
        ]
        #expect(changes == [false, false, true, true, false])
        #expect(state.epoch == 5)
        #expect(state.settingsHash == "abc")
        #expect(state.keys["k"]?.grant == grant)
        #expect(state.keys["k"]?.createdAt == 3 && state.keys["k"]?.revokedAt == 4)
        #expect(state.contradictions == 0)
    }

    @Test("a contradiction is counted and changes nothing else")
    func contradictions() {
        var state = ControlState()
        let first = KeyGrant(id: "k", prefix: "p", hash: "h", tenant: "t")
        state.apply(.keyCreated(first), at: 1)
        let before = state.keys
        var second = first
        second.tenant = "other"
        let changes = [
            state.apply(.keyCreated(second), at: 2), state.apply(.keyRevoked(id: "nobody", reason: nil), at: 3),
            state.apply(.operatorRevoked(id: "nobody", reason: nil), at: 4),
        ]
        #expect(changes == [false, false, false])
        #expect(state.keys == before)
        let revoked = [5, 6].map { state.apply(.keyRevoked(id: "k", reason: nil), at: $0) }
        #expect(revoked == [true, false])
        #expect(state.keys["k"]?.revokedAt == 5)
        #expect(state.contradictions == 4)
        #expect(state.epoch == 6)
    }

    @Test("the fold never traps, and says of each event whether it changed anything", arguments: 0..<100)
    func neverTraps(seed: Int) {
        var random = SeededRandom(seed: seed)
        var state = ControlState()
        for index in 0..<200 {
            let (keys, operators, recalls, gate) = (state.keys, state.operators, state.recalls, state.gate)
            let event = Self.event(&random)
            let changed = state.apply(event, at: UInt64(index))
            // Nobody is routed by a finding or by what the watch says, and a fingerprint counts as news although it may be the one that was known.
            switch event {
            case .findingConfirmed, .findingAssessed, .findingClosed, .findingReopened, .findingMeasured, .watchAlarmed,
                .watchCleared, .watchPaused, .watchResumed:
                #expect(!changed)
                continue
            default: break
            }
            if case .fingerprintChanged = event {
                #expect(changed)
                continue
            }
            let hasNews = state.recalls.mapValues(\.steps) != recalls.mapValues(\.steps)
            #expect(changed == (state.keys != keys || state.operators != operators || state.gate != gate || hasNews))
        }
        #expect(state.epoch == 200)
    }

    @Test("segments follow one another; one that goes back, or has no records, is a contradiction")
    func segments() {
        var state = ControlState()
        for (first, last) in [(0, 4), (7, 7), (7, 9), (8, 7), (3, 5), (8, 8)] {
            state.apply(.journalSegment(JournalSegment(first: first, last: last, root: "", until: 0)), at: 1)
        }
        #expect(state.journalEnd == 9 && state.contradictions == 3)
    }

    static func event(_ random: inout SeededRandom) -> ControlEvent {
        let id = random.pick(["a", "b", "c", ""])
        switch Int.random(in: 0..<24, using: &random) {
        case 0: return .serverStarted(version: "1")
        case 1: return .serverStopped(reason: id)
        case 2: return .settingsApplied(hash: random.chance(1, in: 2) ? "h" : nil)
        case 3:
            return .keyCreated(
                KeyGrant(
                    id: id,
                    prefix: id,
                    hash: "00",
                    tenant: random.pick(["t", "u"]),
                    routes: random.pick([nil, [], ["r"]]),
                    requestsPerMinute: random.pick([nil, 0, -1, .max]),
                    expiresAt: random.pick([nil, 0, .max])
                )
            )
        case 4: return .keyRevoked(id: id, reason: random.pick([nil, "x"]))
        case 5:
            return .operatorCreated(
                OperatorGrant(id: id, name: "n", role: .admin, prefix: id, hash: "00", expiresAt: .max)
            )
        case 6: return .operatorRevoked(id: id, reason: nil)
        case 7:
            return .recallOpened(
                RecallOpening(
                    id: id,
                    order: RecallOrder(
                        LineagePattern(Lineage(vendor: "acme", family: "atlas")),
                        isDrill: random.chance(1, in: 4)
                    ),
                    move: RecallMove(to: random.pick(RecallState.allCases), by: .server)
                )
            )
        case 12:
            var certificate = ControlEventTests.certificate
            certificate.id = random.pick(["a", "b", "c", "d", "e", "f", ""])
            certificate.model = random.pick(["m", "n"])
            certificate.policy = random.pick(["p", "q"])
            certificate.outcome = random.pick(Certificate.Outcome.allCases)
            certificate.fingerprint = random.pick([nil, "00", "11"])
            certificate.expiresAt = random.pick([0, .max])
            return .certificateIssued(certificate)
        case 13: return .certificateVoided(CertificateVoiding(id: id, by: .server, reason: "r"))
        case 14:
            var finding = ControlEventTests.finding
            finding.id = id
            return .findingConfirmed(finding)
        case 16:
            let cjs = Finding.CJS(capabilityGain: random.pick([nil, 0, 8]), breadth: random.pick([nil, 3]))
            return .findingAssessed(FindingAssessment(id: id, cjs: cjs, by: .uid(0), reason: "r"))
        case 17:
            let outcome = random.pick(FindingClosing.Outcome.allCases)
            return .findingClosed(FindingClosing(id: id, outcome: outcome, by: .uid(0), reason: "r"))
        case 18: return .findingReopened(FindingReopening(id: id, by: .server, reason: "r"))
        case 19:
            var breadth = ControlEventTests.breadth
            (breadth.id, breadth.breadth) = (id, random.pick(BreadthKind.allCases))
            breadth.transfers = random.pick([nil, true])
            return .findingMeasured(breadth)
        case 20:
            var alarm = ControlEventTests.alarm
            (alarm.id, alarm.model) = (random.pick(["a", "b", "c", "d", "e", "f", ""]), random.pick(["m", "n", ""]))
            (alarm.kind, alarm.level) = (random.pick(WatchAlarm.Kind.allCases), random.pick(WatchAlarm.Level.allCases))
            (alarm.hits, alarm.evidence) = (random.pick([0, -1, .max]), random.pick([0, .min, .max]))
            return .watchAlarmed(alarm)
        case 21: return .watchCleared(WatchClearing(id: id, by: random.pick([.server, .uid(0)]), reason: "r"))
        case 22:
            return .watchPaused(
                WatchPausing(
                    model: random.pick([nil, "m", "n", ""]),
                    until: random.pick([nil, 0, .max]),
                    by: .uid(0),
                    reason: "r"
                )
            )
        case 23:
            return .watchResumed(WatchResuming(model: random.pick([nil, "m", "n", ""]), by: .server, reason: "r"))
        case 15:
            return .fingerprintChanged(
                FingerprintChange(
                    model: random.pick(["m", "n"]),
                    lineage: "l",
                    from: nil,
                    to: random.pick(["00", "11"])
                )
            )
        case 8: return .recallCheckFailed(RecallCheck(id: id, findings: RecallFindings(), cause: "c"))
        case 9: return .erasure(Erasure(subject: id, reason: "r", entries: [random.pick([0, -1, .max])]))
        case 10:
            let first = random.pick([0, 1, .max, -1])
            return .journalSegment(
                JournalSegment(first: first, last: random.pick([0, 2, .max]), root: id, until: .max)
            )
        default:
            return .recallMoved(
                RecallMoving(
                    id: id,
                    move: RecallMove(
                        to: random.pick(RecallState.allCases),
                        share: random.pick([nil, 10, -5, .max]),
                        by: random.pick([.server, .uid(0)])
                    )
                )
            )
        }
    }
}
