extension Recall {
    /// `HF-IN-2026-0001`: an incident has the number of the recall that it opened with.
    package var incidentID: String { Self.incidentMark + id.dropFirst(Self.mark.count) }

    private static let mark = "HF-RC-"
    private static let incidentMark = "HF-IN-"

    /// The recall that an incident opened with, by the incident's id; nil: this is no incident's id.
    package static func id(ofIncident id: String) -> String? {
        guard id.hasPrefix(incidentMark) else { return nil }
        return mark + id.dropFirst(incidentMark.count)
    }

    /// The first step at which a recall of class I or II held something back: there an incident opens, and it stays one whatever
    /// class the recall has later. nil: drills, signals and what was never more than class III are no incidents.
    package var incidentStep: Step? {
        guard !order.isDrill, id.hasPrefix(Self.mark) else { return nil }
        return steps.first { step in
            guard let past = asOf(epoch: step.epoch) else { return false }
            return past.isStanding && past.order.recallClass != .three
        }
    }
}
