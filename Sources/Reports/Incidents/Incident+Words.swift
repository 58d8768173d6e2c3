package import Control
import Domain
import Settings

/// What the evidence says, in sentences that show, draft and report share.
extension Incident {
    package func evidence(_ kind: DraftQuestion.Evidence) -> [String] {
        switch kind {
        case .organisation: organisation.map { [$0.name] } ?? []
        case .contact: organisation?.contact.map { [$0] } ?? []
        case .awareAt: ["First known: \(Self.time(moments.aware)); first recorded: \(Self.time(moments.recorded))."]
        case .confirmedAt: moments.confirmed.map { ["Declared by a person: \(Self.time($0))."] } ?? []
        case .resolvedAt: moments.resolved.map { ["Resolved: \(Self.time($0))."] } ?? []
        case .chronology: timeline.map(\.sentence)
        case .model: [recall.order.lineage.description]
        case .reach: [recall.order.slice.isWhole ? "All of its use." : "Private: only \(recall.order.slice.words)."]
        case .notice: recall.order.notice.map { ["Public notice: \($0)"] } ?? []
        case .measures: measures
        case .findings: findingWords
        case .exchanges: traffic.map { [$0.words] } ?? []
        case .substitutes: substitutes.map { $0.map(\.words) } ?? []
        case .certificates: certificates.map(Self.words)
        case .documents: recall.steps.flatMap(\.move.evidence)
        case .privateReasons: privateReasons
        }
    }

    static func time(_ unixMilliseconds: UInt64) -> String { ClockText.rfc3339(unixMilliseconds: unixMilliseconds) }

    // MARK: Timeline

    package struct Moment: Sendable, Equatable {
        /// Unix milliseconds.
        package var at: UInt64
        /// Of the ledger, from 0.
        package var index: UInt64
        package var state: RecallState
        /// `a person`, `a user of the machine`, `the server`.
        package var actor: String
        /// What everybody reads from this step on, where it says so; nil: nothing new.
        package var notice: String?
        package var detail: String

        package var sentence: String {
            "\(Incident.time(at)): \(state.rawValue) by \(actor) (entry \(index))"
                + (detail.isEmpty ? "" : ", \(detail)") + (notice.map { "; public notice: \($0)" } ?? "")
        }
    }

    package var timeline: [Moment] {
        var shown: String?
        return recall.steps.map { step in
            let notice = recall.asOf(epoch: step.epoch)?.order.notice
            defer { shown = notice }
            return Moment(
                at: step.at,
                index: step.epoch - 1,
                state: step.move.to,
                actor: Self.kind(of: step.move.by),
                notice: notice == shown ? nil : notice,
                detail: Self.detail(step.move)
            )
        }
    }

    /// Never who: a draft may leave the house.
    static func kind(of actor: Actor) -> String {
        switch actor {
        case .operator: "a person"
        case .uid: "a user of the machine"
        case .server: "the server"
        }
    }

    private static func detail(_ move: RecallMove) -> String {
        var words: [String] = []
        if let share = move.share { words.append("\(share) percent of its conversations") }
        if let found = move.findings {
            if let effect = found.effectMicroseconds {
                words.append("in effect on every event loop after \(effect) µs")
            }
            if let probed = found.probed, let paths = found.paths { words.append("\(probed) of \(paths) paths probed") }
            if let leaks = found.leaks { words.append("\(leaks) requests reached the lineage") }
        }
        return words.joined(separator: ", ")
    }

    // MARK: Measures

    package var measures: [String] {
        recall.steps.compactMap { step in
            let when = "\(Self.time(step.at)) (entry \(step.epoch - 1))"
            let detail = Self.detail(step.move)
            return switch step.move.to {
            case .signal: nil
            case .held: "Held back from \(when)."
            case .declared: "Declared \(when): \(Self.terms(recall.asOf(epoch: step.epoch)?.order ?? recall.order))."
            case .executing: "Carried out \(when)" + (detail.isEmpty ? "." : ": \(detail).")
            case .contained: "Contained \(when)" + (detail.isEmpty ? "." : ": \(detail).")
            case .correcting: "Correction began \(when)."
            case .recertifying: "Trials of what was changed began \(when)."
            case .reinstating: "Reinstated in part \(when): \(step.move.share ?? 0) percent."
            case .clear: "Reinstated \(when)."
            case .retired: "Retired for good \(when)."
            case .dismissed: "Released \(when): it was nothing, and is kept as a near miss."
            case .closed: "The file was closed \(when)."
            }
        } + certificates.map(Self.words)
    }

    private static func terms(_ order: RecallOrder) -> String {
        "class \(order.recallClass.rawValue), depth \(order.depth.rawValue), \(order.kind.rawValue)"
    }

    static func words(_ issued: GateState.Issued) -> String {
        let certificate = issued.certificate
        return
            "\(certificate.id): \(certificate.outcome.rawValue) under the policy \(certificate.policy), made under the recall \(time(issued.at)) (entry \(issued.epoch - 1))."
    }

    private var findingWords: [String] {
        findings.map { found in
            let finding = found.finding
            return
                "\(finding.id) (\(finding.severity)): \(finding.hits) of \(finding.rate.count) trials of \(finding.pack) hit, \(RateText.brief(finding.rate)), n = \(finding.rate.count); entry \(found.epoch - 1)."
        } + unknownFindings.map { "\($0): named by the order, and not in this ledger." }
    }

    private var privateReasons: [String] {
        recall.steps.flatMap { step in
            [("reason", step.move.reason), ("statement", step.move.statement), ("waiver", step.move.waiver)]
                .compactMap { name, text in
                    guard let text, !text.isEmpty else { return nil }
                    return "Private, \(name) of \(step.move.to.rawValue): \(text)"
                }
        }
    }
}

extension Incident.Traffic {
    package var words: String {
        let bound =
            isUpperBound && isLowerBound ? "about " : isUpperBound ? "at most " : isLowerBound ? "at least " : ""
        let why =
            (isUpperBound ? " The journal knows neither tags nor capabilities." : "")
            + (isLowerBound ? " Older records may have been dropped by retention." : "")
        return
            "The journal has \(bound)\(exchanges) exchanges that it answered, from \(Incident.time(from)) to \(Incident.time(to)).\(why)"
    }
}

extension Incident.Substitute {
    package var words: String {
        "Route \(route): " + (lineage.map { "\($0) serves in its place." } ?? "nobody serves.")
    }
}
