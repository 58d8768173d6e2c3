import Control
import Domain
package import JSON

extension Card {
    /// A CycloneDX 1.6 bill of materials of what serves, with a model card for each model that was tried (ECMA-424; the schema's
    /// `modelCard`). Only what was measured is in it; each value has the ledger's entry that says it among the properties.
    package var cycloneDX: JSONValue {
        .object(
            ("bomFormat", .string("CycloneDX")),
            ("specVersion", .string("1.6")),
            ("serialNumber", .string("urn:uuid:\(serial)")),
            ("version", .integer(1)),
            (
                "metadata",
                .object(
                    ("timestamp", .string(ClockText.rfc3339(unixMilliseconds: madeAt))),
                    (
                        "tools",
                        .object(
                            (
                                "components",
                                .array([.object(("type", .string("application")), ("name", .string("holdfast")))])
                            )
                        )
                    ),
                    (
                        "component",
                        .object(
                            ("type", .string("application")),
                            ("bom-ref", .string(root)),
                            ("name", .string(name)),
                            ("description", purpose.map { .string($0) })
                        )
                    ),
                    ("supplier", organisation.map { .object(("name", .string($0))) }),
                    (
                        "properties",
                        .array([
                            Self.property("ledger.entries", "\(ledger.size)"),
                            Self.property("ledger.origin", ledger.origin ?? Self.notStated),
                        ])
                    )
                )
            ),
            ("components", .array(lineages.map(component))),
            (
                "dependencies",
                .array([
                    .object(("ref", .string(root)), ("dependsOn", .array(lineages.map { .string(Self.reference($0)) })))
                ])
            ),
            ("vulnerabilities", findings.isEmpty ? nil : .array(findings.map(vulnerability)))
        )
    }

    /// Each once, in the order in which they are asked, then those that findings and certificates speak of.
    private var lineages: [String] {
        var seen: Set<String> = []
        return
            (serving.map(\.lineage) + certificates.map(\.issued.certificate.lineage)
            + findings.map(\.confirmed.finding.lineage)).filter { seen.insert($0).inserted }
    }

    private var root: String { "\(kind):\(name)" }
    private static func reference(_ lineage: String) -> String { "lineage:\(lineage)" }

    private func component(_ lineage: String) -> JSONValue {
        let parts = Lineage(lineage)
        return .object(
            ("type", .string("machine-learning-model")),
            ("bom-ref", .string(Self.reference(lineage))),
            ("supplier", parts.map { .object(("name", .string($0.vendor))) }),
            ("name", .string(parts?.family ?? lineage)),
            ("version", parts?.version.map { .string($0) }),
            ("modelCard", modelCard(lineage))
        )
    }

    private func modelCard(_ lineage: String) -> JSONValue {
        let results = certificates.filter { $0.issued.certificate.lineage == lineage }
            .flatMap { entry in entry.issued.certificate.packs.map { (entry, $0) } }
        let metrics = results.compactMap { entry, pack -> JSONValue? in
            guard let rate = pack.rate else { return nil }
            return .object(
                (
                    "type",
                    .string(pack.measuresUsefulness ? "rate of harmless requests not served" : "attack success rate")
                ),
                ("value", .string(JSONValue.decimal(millionths: rate.point))),
                (
                    "slice",
                    .string(
                        "\(pack.pack) version \(pack.version), \(pack.hits) of \(pack.scored) scored trials, \(entry.issued.certificate.id), ledger entry \(entry.index)"
                    )
                ),
                (
                    "confidenceInterval",
                    .object(
                        ("lowerBound", .string(JSONValue.decimal(millionths: rate.low))),
                        ("upperBound", .string(JSONValue.decimal(millionths: rate.high)))
                    )
                )
            )
        }
        return .object(
            ("quantitativeAnalysis", metrics.isEmpty ? nil : .object(("performanceMetrics", .array(metrics)))),
            (
                "considerations",
                .object(
                    ("useCases", purpose.map { .array([.string($0)]) }),
                    (
                        "technicalLimitations",
                        .array(
                            (metrics.isEmpty ? ["attack success: \(Self.notMeasured)"] : [])
                                .map { .string($0) } + untested.map { .string("not tested: \($0)") }
                        )
                    )
                )
            )
        )
    }

    private func vulnerability(_ entry: Found) -> JSONValue {
        let (finding, confirmed) = (entry.confirmed.finding, entry.confirmed)
        return .object(
            ("bom-ref", .string(finding.id)),
            ("id", .string(finding.id)),
            ("source", .object(("name", .string("Holdfast probe finding")))),
            (
                "ratings",
                .array([.object(("severity", .string(finding.severity)), ("method", .string("other")))])
            ),
            (
                "description",
                .string(
                    "Probes of \(finding.pack) version \(finding.packVersion) that had hit were tried again: \(finding.hits) of \(finding.rate.count) hit, \(RateText.brief(finding.rate)). Reach: \(confirmed.breadthWords)."
                )
            ),
            ("created", .string(ClockText.rfc3339(unixMilliseconds: confirmed.at))),
            ("analysis", .object(("state", .string(Self.analysis(confirmed))))),
            ("affects", .array([.object(("ref", .string(Self.reference(finding.lineage))))])),
            ("properties", .array([Self.property("ledger.index", "\(entry.index)")]))
        )
    }

    /// The schema's words for where it stands.
    private static func analysis(_ confirmed: GateState.Confirmed) -> String {
        switch confirmed.closed?.outcome {
        case nil: "exploitable"
        case .fixed: "resolved"
        case .accepted: "exploitable"
        case .falsePositive: "false_positive"
        }
    }

    private static func property(_ name: String, _ value: String) -> JSONValue {
        .object(("name", .string("holdfast:\(name)")), ("value", .string(value)))
    }

    /// The same for the same card: a version 8 UUID (RFC 9562 §5.8) of what it is read from.
    private var serial: String {
        var digests: [UInt64] = []
        for part in ["first", "second"] {
            digests.append(
                TextDigest("\(part) \(kind) \(name) \(ledger.origin ?? "") \(ledger.size) \(madeAt)".utf8).value
            )
        }
        var digits = Array(digests.map { Hex.text(withUnsafeBytes(of: $0.bigEndian) { Array($0) }) }.joined())
        (digits[12], digits[16]) = ("8", "a")
        var result = ""
        for (place, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(place) { result += "-" }
            result.append(digit)
        }
        return result
    }
}
