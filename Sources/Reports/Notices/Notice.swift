import Control
import Domain

/// A recall in plain words, for people who use what the model answered in: what it is about, why, what to do now.
package struct Notice: Sendable, Equatable {
    private let incident: StatusBoard.Incident
    private let contact: String?
    private let origin: String?

    /// - Parameters:
    ///   - contact: whom readers may ask; nil: nobody is named.
    ///   - origin: the ledger's name; nil: it has none yet.
    package init(_ incident: StatusBoard.Incident, contact: String?, origin: String?) {
        self.incident = incident
        self.contact = contact
        self.origin = origin
    }

    private var recall: Recall { incident.recall }
    private var lineage: String { recall.order.lineage.description }

    package func page(_ words: NoticeWords) -> Page {
        Page(
            title: StatusWords.filled(title(words), lineage),
            kind: incident.isHoldOnly
                ? words.hold : recall.order.reason == .safety ? words.safetyRecall : words.recall,
            lead: [words.status.steps[recall.state] ?? recall.state.rawValue],
            sections: [
                .init("what", words.what, [.facts(facts(words))]),
                .init("why", words.why, [.text(recall.order.notice ?? words.noReason)]),
                .init("do", words.toDo, [.list(instructions(words))]),
                .init("instead", words.instead, [substitutes(words)]),
                .init("steps", words.steps, [.list(incident.steps.map { line($0, words) })]),
                .init("contact", words.status.contact, [.text(contact ?? words.noContact)]),
            ],
            footer: StatusWords.filled(words.source, "\((recall.steps.first?.epoch ?? 1) - 1)", origin ?? "-"),
            language: words.status.language
        )
    }

    private func title(_ words: NoticeWords) -> String {
        switch incident.outcome {
        case .standing: incident.isHoldOnly ? words.isHeld : words.isRecalled
        case .mended: words.servesAgain
        case .released: words.isReleased
        case .retired: words.isRetired
        }
    }

    private func facts(_ words: NoticeWords) -> [Page.Fact] {
        [
            .init(words.model, lineage),
            .init(words.part, recall.order.slice.isWhole ? words.status.wholeUse : words.status.partUse),
            .init(words.severity, words.classes[recall.order.recallClass] ?? recall.order.recallClass.rawValue),
            .init(words.since, Self.time(incident.startedAt)),
            .init(words.number, recall.id),
        ]
    }

    private func instructions(_ words: NoticeWords) -> [String] {
        switch incident.outcome {
        case .standing, .retired:
            [
                words.stop, recall.order.reason == .safety ? words.recheck : nil,
                incident.substitutes.isEmpty ? words.wait : words.goOn,
            ]
            .compactMap { $0 }
        case .mended: [words.useAgain] + (recall.order.reason == .safety ? [words.recheck] : [])
        case .released: [words.nothing]
        }
    }

    private func substitutes(_ words: NoticeWords) -> Page.Block {
        if !incident.substitutes.isEmpty { return .list(incident.substitutes) }
        return switch incident.outcome {
        case .standing, .retired: .text(words.noSubstitute)
        case .mended, .released: .text(words.itself)
        }
    }

    private func line(_ step: Recall.Step, _ words: NoticeWords) -> String {
        "\(Self.time(step.at)): \(incident.text(of: step, words.status)) (\(words.status.entry) \(step.epoch - 1))"
    }

    private static func time(_ value: UInt64) -> String {
        ClockText.rfc3339(unixMilliseconds: value).prefix(16).replacing("T", with: " ") + " UTC"
    }
}
