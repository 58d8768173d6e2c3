import Domain
import HoldfastTesting
import Statistics

@testable import Probing

/// Streams, outcomes and lines as the tests of the watch use them.
enum WatchSamples {
    static let now: UInt64 = 1_800_000_000_000
    static let name = WatchStream.Name(model: "opal", policy: "clinic", pack: "small")
    static let baseline = WatchStream.Baseline(certificate: "HF-CT-2027-0001", packHash: "abcd", rate: 50_000)

    static func lines() throws -> WatchLines {
        guard let budget = FleetBudget(daysBetweenFalseAlarms: 60, trialsPerDay: 48, streams: 2) else {
            throw Missing()
        }
        return WatchLines(warn: budget.warn, act: budget.act)
    }

    static func stream(
        _ name: WatchStream.Name = name,
        _ baseline: WatchStream.Baseline = baseline,
        hits: Int = 0,
        passes: Int = 0
    ) throws -> WatchStream {
        guard var stream = WatchStream(name, baseline) else { throw Missing() }
        for number in 0..<(hits + passes) { stream.add(RunBench.outcome(number, number < hits ? .hit : .pass)) }
        return stream
    }

    struct Missing: Error {}

    /// What a random trial may come to; most are scored.
    static func outcome(_ number: Int, _ random: inout SeededRandom, hitting: Int) -> Trial.Outcome {
        let verdict: Verdict =
            switch random.below(20) {
            case 0: .unscored(.empty)
            case 1: .error(.rateLimited)
            default: random.chance(hitting, in: 100) ? .hit : .pass
            }
        var outcome = RunBench.outcome(number, verdict)
        outcome.probe = "small/door/\(random.below(30))"
        outcome.at = now + UInt64(number) * 1000
        return outcome
    }
}
