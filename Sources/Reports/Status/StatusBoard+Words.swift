import Control
import Domain

/// Sentences about recalls, in one language.
extension StatusBoard.Incident {
    /// `HF-RC-2026-0001 · acme/opal · Class I · a part of its use`
    func title(_ words: StatusWords) -> String {
        [
            recall.id, recall.order.lineage.description,
            StatusWords.filled(words.recallClass, recall.order.recallClass.rawValue),
            recall.order.slice.isWhole ? words.wholeUse : words.partUse,
        ]
        .joined(separator: " · ")
    }

    /// What a step came to, with the numbers that were measured.
    func text(of step: Recall.Step, _ words: StatusWords) -> String {
        var parts = [words.steps[step.move.to] ?? step.move.to.rawValue]
        if let share = step.move.share { parts.append(StatusWords.filled(words.share, "\(share)")) }
        if step.move.to == .declared || step == steps.first, let notice = step.move.notice ?? noticeAtFirst(step) {
            parts.append(notice)
        }
        if let effect = step.move.findings?.effectMicroseconds {
            parts.append(StatusWords.filled(words.effect, Self.milliseconds(effect)))
        }
        if let found = step.move.findings, let probed = found.probed, let paths = found.paths {
            parts.append(StatusWords.filled(words.checked, "\(probed)", "\(paths)", "\(found.leaks ?? 0)"))
        }
        return parts.joined(separator: " ")
    }

    /// What everybody read from the beginning.
    private func noticeAtFirst(_ step: Recall.Step) -> String? {
        step == steps.first ? recall.asOf(epoch: step.epoch)?.order.notice : nil
    }

    /// `1.3`, of microseconds.
    private static func milliseconds(_ microseconds: Int) -> String {
        "\(microseconds / 1000).\(microseconds % 1000 / 100)"
    }
}
