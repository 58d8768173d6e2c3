import ArgumentParser
import Control
import Dialects
import Domain
import Recalls
import Settings

/// Which part of a lineage's use an order is about. Options of one name are alternatives; all names together must fit.
struct SliceOptions: ParsableArguments {
    @Option(name: .customLong("model"), help: "Only this configured model. May be repeated, like all that follow.")
    var models: [String] = []

    @Option(name: .customLong("route"), help: "Only requests of this route.")
    var routes: [String] = []

    @Option(name: .customLong("tenant"), help: "Only requests of this tenant.")
    var tenants: [String] = []

    @Option(name: .customLong("capability"), help: "Only requests that ask for this, such as tools or images.")
    var capabilities: [String] = []

    @Option(name: .customLong("dialect"), help: "Only callers of this dialect, such as messages.")
    var dialects: [String] = []

    @Option(name: .customLong("region"), help: "Only models of this region.")
    var regions: [String] = []

    @Option(name: .customLong("tag"), help: "Only requests that carry this in holdfast-tag, such as purpose=triage.")
    var tags: [String] = []

    /// - Throws: when a value names nothing, for a slice that fits nothing keeps nothing back.
    func slice(_ settings: Settings) throws -> RecallSlice {
        try SliceValues(
            [
                .model: models, .route: routes, .tenant: tenants, .capability: capabilities, .dialect: dialects,
                .region: regions, .tag: tags,
            ]
        ).slice(settings)
    }
}

/// Values of a slice as people or programs gave them.
struct SliceValues {
    private let values: [RecallSlice.Dimension: [String]]

    init(_ values: [RecallSlice.Dimension: [String]]) {
        self.values = values
    }

    func slice(_ settings: Settings) throws -> RecallSlice {
        for dimension in RecallSlice.Dimension.allCases {
            let given = values[dimension] ?? []
            guard given.count <= RecallSlice.mostValues,
                given.allSatisfy({ (1...RecallSlice.longestValue).contains($0.utf8.count) })
            else {
                throw Failure(
                    .failed,
                    "A slice has at most \(RecallSlice.mostValues) values of each kind, of 1 to \(RecallSlice.longestValue) bytes."
                )
            }
            guard let known = known(dimension, settings) else { continue }
            if let stranger = given.first(where: { !known.contains($0) }) {
                let nearest = NearestWord.question(stranger, among: known).map { " " + $0 } ?? ""
                throw Failure(.failed, "There is no \(dimension.rawValue) `\(stranger.prefix(64))`.\(nearest)")
            }
        }
        if let wrong = values[.tag]?.first(where: { !$0.contains("=") }) {
            throw Failure(.failed, "A tag is `key=value`, not `\(wrong.prefix(64))`.")
        }
        return RecallSlice(values.mapValues { Set($0) })
    }

    /// nil: anything may stand there.
    private func known(_ dimension: RecallSlice.Dimension, _ settings: Settings) -> [String]? {
        switch dimension {
        case .model: settings.models.map(\.name)
        case .route: settings.routes.map(\.name)
        case .tenant: settings.tenants.isEmpty ? nil : settings.tenants.map(\.name)
        case .capability: Capability.allCases.map(\.rawValue)
        case .dialect: Dialect.allCases.map(\.rawValue)
        case .region: Array(Set(settings.models.compactMap(\.region)))
        case .tag: nil
        }
    }
}

/// What an order says beside its target.
struct OrderOptions: ParsableArguments {
    @Option(
        name: .customLong("class"),
        help: "I: serious harm is likely. II: harm is reversible or remote. III: harm is unlikely."
    )
    var recallClass: RecallClass?

    @Option(
        help:
            "D0: new conversations. D1: new requests (usual for II and III). D2: answers under way, too (usual for I). D3: and the journal lists what was answered."
    )
    var depth: RecallDepth?

    @Option(help: "correction, withdrawal, recall or retirement. Default: recall.")
    var kind: RecallKind?

    @Option(help: "safety, availability or legal. Default: safety.")
    var reasonKind: RecallReason?

    @Option(
        help:
            "The share of paths that are probed before it counts as contained: A all, B half, C a tenth, D 2%, E none."
    )
    var checks: CheckLevel?

    @Option(help: "Why, for the ledger's private part.")
    var reason: String?

    @Option(help: "A sentence for everybody: callers, status page and advisory show it.")
    var notice: String?

    @Option(help: "When somebody first knew, RFC 3339 such as 2026-06-12T21:21:00Z. Default: now.")
    var awareAt: Timestamp?

    @Option(
        name: .customLong("evidence"),
        help: "A file, whose SHA-256 is recorded, or such a hash. May be repeated."
    )
    var evidence: [String] = []

    @Option(
        help:
            "A confirmed weakness that it is for, such as HF-FD-2026-0001: what lifts it must have tried its probes. May be repeated."
    )
    var finding: [String] = []

    @Flag(help: "Also where no configured model is of the lineage.")
    var evenUnused = false

    @Flag(help: "Say what would happen to every path, and do nothing.")
    var dryRun = false

    func validate() throws {
        try Self.checkText(reason, "--reason")
        guard finding.count <= RecallOrder.mostFindings else {
            throw ValidationError("There are at most \(RecallOrder.mostFindings) findings to an order.")
        }
    }

    static func checkText(_ text: String?, _ name: String) throws {
        guard (text ?? "").utf8.count <= RecallMove.longestText else {
            throw ValidationError("\(name) has at most \(RecallMove.longestText) bytes.")
        }
    }

    func order(_ lineage: LineagePattern, _ slice: RecallSlice) -> RecallOrder {
        RecallOrder(
            lineage,
            slice: slice,
            recallClass: recallClass ?? .two,
            depth: depth,
            kind: kind ?? .recall,
            reason: reasonKind ?? .safety,
            checks: checks,
            notice: notice,
            findings: finding
        )
    }
}

extension RecallClass: ExpressibleByArgument {}
extension RecallDepth: ExpressibleByArgument {}
extension RecallKind: ExpressibleByArgument {}
extension RecallReason: ExpressibleByArgument {}
extension CheckLevel: ExpressibleByArgument {}
