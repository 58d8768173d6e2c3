package import Control
package import Settings

/// Whether a recall does what it says: live probes on its paths show it, never the settings alone.
///
/// A probe on a closed path must be turned away; one on an open path must not be answered by the recalled model under another name.
package struct EffectivenessCheck: Sendable {
    /// One request through the gateway's own path, pinned to one model of a route.
    package struct Probe: Sendable, Hashable {
        package var route: String
        package var model: String
        /// What the order is narrowed to, so that the probe is in the slice.
        package var tenant: String?
        package var dialect: String?
        package var capability: String?
        package var tag: String?
        /// The path is to turn it away.
        package var isClosed: Bool
        /// The model is of the lineage, and this use of it is not what the order is about.
        package var isOfLineage: Bool
    }

    package enum Answer: Sendable, Hashable {
        /// Kept back by a recall; nothing was sent.
        case turnedAway
        /// - Parameter reported: what the model calls itself in its answer.
        case answered(reported: String?)
        /// Neither: the provider is down, say.
        case failed(String)
    }

    package struct Result: Sendable, Hashable {
        package var findings: RecallFindings
        /// nil: it passed.
        package var fault: String?
    }

    package let probes: [Probe]
    private let paths: Int
    /// Names under which the recalled model is known to answer.
    private let names: Set<String>

    /// - Parameter random: which of the paths are probed, where not all are.
    package init(_ order: RecallOrder, _ settings: Settings, using random: inout some RandomNumberGenerator) {
        let paths = RecallPaths(order, settings)
        var all: [Probe] = []
        var seenOpen: Set<String> = []
        for path in paths.paths {
            guard let route = path.route else { continue }
            // No probe asks for these: they are no conversations.
            if path.fate != .open, let narrowed = order.slice[.capability],
                narrowed.isSubset(of: ["embeddings", "count-tokens"])
            {
                continue
            }
            // One route's way to an untouched model is as good as another's.
            if path.fate == .open, !seenOpen.insert(path.model.name).inserted { continue }
            all.append(
                Probe(
                    route: route,
                    model: path.model.name,
                    tenant: order.slice[.tenant]?.min(),
                    dialect: order.slice[.dialect]?.min(),
                    capability: order.slice[.capability]?.min(),
                    tag: order.slice[.tag]?.min(),
                    isClosed: path.fate != .open,
                    isOfLineage: settings.reach(of: order.lineage, to: path.model.lineage) != nil
                )
            )
        }
        self.paths = all.count
        names = Set(
            settings.models.filter { settings.reach(of: order.lineage, to: $0.lineage) != nil }.map(\.id)
        )
        let wanted = (all.count * order.checks.percent + 99) / 100
        // What the order closes comes first: it is what must be shown.
        let closed = all.filter(\.isClosed).shuffled(using: &random)
        let open = all.filter { !$0.isClosed }.shuffled(using: &random)
        probes = Array((closed + open).prefix(wanted))
    }

    /// Vendors answer under a dated name where an undated one was asked for: `gpt-5-2025-08-07`, `gpt-4-0613`, `pro@20250514`.
    /// After a dash one or two digits are another version: `gpt-4` is no date of `gpt`.
    private static func isName(_ reported: String, of id: String) -> Bool {
        guard reported.hasPrefix(id) else { return false }
        let rest = reported.dropFirst(id.count)
        guard let mark = rest.first else { return true }
        let digits = rest.dropFirst().prefix(while: \.isNumber).count
        return mark == "-" ? digits >= 3 : "@:".contains(mark) && digits > 0
    }

    /// - Parameter leaks: requests that were seen to reach the lineage since the recall is in force; nil where they cannot be
    ///   told from those that may.
    package func judge(_ answers: [(Probe, Answer)], leaks: Int?) -> Result {
        var found = leaks ?? 0
        var fault: String?
        for (probe, answer) in answers {
            switch answer {
            case .turnedAway where probe.isClosed: continue
            case .answered where probe.isClosed:
                found += 1
                fault = fault ?? "a probe on route `\(probe.route)` was answered by the model `\(probe.model)`"
            case .answered(let reported?) where !probe.isOfLineage && names.contains { Self.isName(reported, of: $0) }:
                found += 1
                fault =
                    fault
                    ?? "the model `\(probe.model)` on route `\(probe.route)` answers as `\(reported)`, which is recalled: is its lineage declared rightly?"
            // An open path that is down, or is kept back by another recall, reaches nobody.
            case .turnedAway, .answered: continue
            case .failed(let cause) where probe.isClosed:
                fault =
                    fault
                    ?? "a probe on route `\(probe.route)` to the model `\(probe.model)` was not turned away: \(cause)"
            case .failed: continue
            }
        }
        if fault == nil, let leaks, leaks > 0 {
            fault = "\(leaks) requests reached the lineage after the recall was in force"
        }
        return Result(
            findings: RecallFindings(probed: answers.count, paths: paths, leaks: found),
            fault: fault
        )
    }
}
