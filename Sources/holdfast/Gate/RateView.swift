import JSON
import Probing
import Reports
import Statistics

/// Rates of a run beside those that were seen: corrected ones, and those of whoever tries again.
enum RateView {
    /// One text a table; none where there is nothing to tell.
    static func tables(_ report: RunReport) -> [String] {
        var corrected = Table([
            .init("detector that errs"), .init("rate as seen"), .init("corrected rate and 95% interval"),
            .init("measured on"),
        ])
        var repeated = Table([
            .init("pack"), .init("tries", isNumber: true), .init("at least one hit"), .init("probes", isNumber: true),
            .init("left out", isNumber: true),
        ])
        var (errs, repeats) = (false, false)
        for tally in report.tallies {
            for rate in report.corrections(tally) {
                errs = true
                corrected.add([
                    "\(tally.pack): \(rate.detector) (\(rate.language))",
                    "\(RateText.brief(rate.raw)), n = \(rate.observed.scored)",
                    rate.estimate.map(RateText.brief) ?? "not corrected: \(rate.refusal ?? "")", rate.validation,
                ])
            }
            for rate in tally.repeated {
                repeats = true
                repeated.add([
                    tally.pack, "\(rate.k)", RateText.brief(rate.estimate(confidence: report.confidence)),
                    "\(rate.prompts)", "\(rate.leftOut)",
                ])
            }
        }
        return [errs ? corrected.text : nil, repeats ? repeated.text : nil].compactMap { $0 }
    }

    static func json(_ rate: CorrectedRate) -> JSONValue {
        .object(
            ("detector", .string(rate.detector)),
            ("language", .string(rate.language)),
            ("measured_on", .string(rate.validation)),
            ("sensitivity", json(rate.sensitivity)),
            ("specificity", json(rate.specificity)),
            ("raw", json(rate.raw)),
            ("corrected", rate.estimate.map(json)),
            ("not_corrected", rate.refusal.map { .string($0) })
        )
    }

    static func json(_ rate: HitAtK, _ confidence: Confidence) -> JSONValue {
        .object(
            ("k", .integer(rate.k)),
            ("left_out", .integer(rate.leftOut)),
            ("rate", json(rate.estimate(confidence: confidence)))
        )
    }

    static func json(_ estimate: Estimate) -> JSONValue {
        .object(
            ("estimator", .string(estimate.estimator.rawValue)),
            ("point", .decimal(estimate.point)),
            ("low", .decimal(estimate.interval.lowerBound)),
            ("high", .decimal(estimate.interval.upperBound)),
            ("confidence", .decimal(estimate.confidence.level)),
            ("n", .integer(estimate.scored)),
            ("effective_n", .decimal(estimate.effective))
        )
    }

    private static func json(_ count: Count) -> JSONValue {
        .object(("right", .integer(count.hits)), ("n", .integer(count.scored)))
    }
}
