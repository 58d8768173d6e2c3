import Domain
import Foundation
import Probing
import Reports
import Statistics
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How a run goes, on standard error while it is a terminal: one line that is written over.
final class RunMeter: Sendable {
    private let start = ContinuousClock.now
    private let shown = Mutex<ContinuousClock.Instant?>(nil)
    private let label: String
    private let ceilings: RunPlan.Ceilings

    private static let pause = Duration.milliseconds(200)

    init(_ plan: RunPlan) {
        (label, ceilings) = (plan.target, plan.ceilings)
    }

    var tell: @Sendable (RunProgress) -> Void { { self.show($0) } }

    private func show(_ progress: RunProgress) {
        guard isatty(STDERR_FILENO) == 1 else { return }
        let isDue = shown.withLock { last in
            let now = ContinuousClock.now
            guard last.map({ now - $0 >= Self.pause }) ?? true else { return false }
            last = now
            return true
        }
        guard isDue else { return }
        let line = "\r\u{1B}[K\(label): \(words(progress, after: ContinuousClock.now - start))"
        FileHandle.standardError.write(Data(line.utf8))
    }

    /// Takes the line away.
    func clear() {
        guard isatty(STDERR_FILENO) == 1 else { return }
        FileHandle.standardError.write(Data("\r\u{1B}[K".utf8))
    }

    private func words(_ progress: RunProgress, after time: Duration) -> String {
        let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
        let made = progress.done - progress.startedWith
        let rate = seconds > 0 ? Double(made) / seconds : 0
        let left = rate > 0 ? Double(progress.total - progress.done) / rate : 0
        var parts = [
            "\(progress.done)/\(progress.total)", "\(progress.count.hits) hits of \(progress.count.scored)",
        ]
        if progress.count.scored > 0 {
            let interval = WilsonInterval.estimate(progress.count, confidence: .ninetyFive)
            if let interval { parts.append(RateText.interval(interval)) }
        }
        if progress.unscored > 0 { parts.append("\(progress.unscored) unscored") }
        if progress.errors > 0 { parts.append("\(progress.errors) errors") }
        parts.append("\(progress.spent.tokens)\(ceilings.tokens.map { " of \($0)" } ?? "") tokens")
        if let money = ceilings.money { parts.append("\(progress.spent.money.decimal) of \(money.decimal)") }
        parts.append(String(format: "%.1f/s, %d at once, %.0f s left", rate, progress.limit, left))
        return parts.joined(separator: " · ")
    }
}
