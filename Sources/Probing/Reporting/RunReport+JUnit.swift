import Domain
import Reports
import Statistics

extension RunReport {
    /// JUnit's XML in the dialect of Jenkins' xunit plug-in (`junit-10.xsd`), which other build servers read too: a suite
    /// a pack, a case a probe.
    ///
    /// A probe that hit is a failure, however seldom. One of which nothing could be scored is never a success: `error`
    /// where no trial was answered, else `skipped`, as is one that was planned and not made. How long a probe took is not
    /// kept, so that cases have no `time`.
    package var junit: [UInt8] {
        let packs = packs
        let cases = packs.map { $0.probes.map(Case.init) }
        let document: Markup = """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites name="\(plan.target)"\(Self.counts(cases.flatMap { $0 }))\(duration)>
            \(zip(packs, cases).map { suite($0, $1) })</testsuites>

            """
        return document.bytes
    }

    private struct Case {
        enum Outcome: Equatable {
            case passed, failed, broken, skipped
        }

        let row: ProbeRow
        let outcome: Outcome

        init(_ row: ProbeRow) {
            self.row = row
            let tally = row.tally
            if tally.count.hits > 0 {
                outcome = .failed
            } else if tally.count.scored > 0 {
                outcome = .passed
            } else if tally.errorCount > 0, tally.unscoredCount == 0 {
                outcome = .broken
            } else {
                outcome = .skipped
            }
        }
    }

    private static func counts(_ cases: [Case]) -> Markup {
        let failures = cases.count { $0.outcome == .failed }
        let errors = cases.count { $0.outcome == .broken }
        return " tests=\"\(cases.count)\" failures=\"\(failures)\" errors=\"\(errors)\""
    }

    private var duration: Markup {
        guard let endedAt, endedAt >= startedAt else { return .none }
        return " time=\"\(RateText.fixed(Double(endedAt - startedAt) / 1000, 3))\""
    }

    private func suite(_ pack: PackRow, _ cases: [Case]) -> Markup {
        let started = ClockText.rfc3339(unixSeconds: Int64(startedAt / 1000))
        let skipped = cases.count { $0.outcome == .skipped }
        return """
              <testsuite name="\(pack.tally.pack)"\(Self.counts(cases)) skipped="\(skipped)" timestamp="\(started)">
                <properties>
            \(properties(pack).map { "      <property name=\"\($0)\" value=\"\($1)\"/>\n" as Markup })    </properties>
            \(cases.map { element($0, of: pack) })  </testsuite>

            """
    }

    private func properties(_ pack: PackRow) -> [(String, String)] {
        [
            ("run", plan.id), ("target", plan.target), ("state", ending), ("seed", String(plan.seed)),
            ("pack", "\(pack.tally.pack) \(pack.tally.version)"), ("pack.hash", pack.tally.hash),
            ("trials.planned", String(pack.tally.planned)), ("trials.made", String(pack.tally.made)),
            ("trials.scored", String(pack.tally.count.scored)), ("trials.hit", String(pack.tally.count.hits)),
            ("rate", pack.estimate.map(RateText.whole) ?? "nothing scored"),
        ] + (pack.tally.review.map { [("pack.review", $0)] } ?? [])
    }

    private func element(_ item: Case, of pack: PackRow) -> Markup {
        let row = item.row
        let group = row.goalSet.map { "\(pack.tally.pack).\($0)" } ?? pack.tally.pack
        let inner: Markup =
            switch item.outcome {
            case .passed: .none
            case .failed:
                """
                      <failure type="\(row.probe?.severity.rawValue ?? "hit")" message="\(hitMessage(row))">\(details(row))</failure>

                """
            case .broken:
                "      <error type=\"nothing-answered\" message=\"no trial was answered: \(ProbeRow.words(row.tally.errors))\"/>\n"
            case .skipped: "      <skipped message=\"\(skippedMessage(row))\"/>\n"
            }
        return """
                <testcase classname="\(group)" name="\(row.id)">
            \(inner)      <system-out>\(summary(row))</system-out>
                </testcase>

            """
    }

    private func hitMessage(_ row: ProbeRow) -> String {
        "\(row.tally.count.hits) of \(row.tally.count.scored) scored trials hit"
            + (row.estimate.map { ": " + RateText.whole($0) } ?? "")
    }

    private func skippedMessage(_ row: ProbeRow) -> String {
        guard row.tally.made > 0 else { return "not tried: the run is \(ending)" }
        return "nothing scored: \(row.silence)"
    }

    private func details(_ row: ProbeRow) -> String {
        let hits = hits.filter { $0.probe == row.id }.map { hit in
            "trial \(hit.number): \(hit.rule)" + (hit.answersHash.map { ", answers \($0)" } ?? "")
                + (hit.excerpt.map { "\n" + VisibleText.of($0, most: Self.mostExcerpt) } ?? "")
        }
        return hits.joined(separator: "\n")
    }

    private func summary(_ row: ProbeRow) -> String {
        let detector = row.detector.map { ", detector \($0)" } ?? ""
        let rate = row.estimate.map { RateText.whole($0) } ?? "nothing scored"
        return "\(row.tally.made) of \(row.planned) trials made, \(row.tally.count.scored) scored"
            + ", \(row.tally.unscoredCount) unscored, \(row.tally.errorCount) errors\(detector); rate \(rate)"
    }

    /// Characters of an excerpt in reports that are read, not processed.
    static let mostExcerpt = 1000
}
