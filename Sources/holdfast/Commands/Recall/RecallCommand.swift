import ArgumentParser
import Control
import Domain
import JSON
import Recalls
import Reports
import Settings
import Storage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

struct RecallCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recall",
        abstract: "Recall a model: keep a lineage, or a part of its use, from serving until it is deliberately lifted.",
        discussion: """
            Names what the model is, not where it is reached: every configured path of the lineage closes, aliases, dated names, other \
            clouds and fine-tunes with it. The order goes into the ledger first and is in effect milliseconds later; with no server, or one \
            that hangs, it stands all the same. Requests move to the route's next model that is not recalled.

            Run it with --dry-run first: it lists every path and what becomes of it. `holdfast blast` tells who uses the model.

            With a recall's id in place of a lineage, a hold or a signal is declared.

            Examples:
              holdfast recall openai/gpt-5 --dry-run
              holdfast recall anthropic/claude-sonnet@4.6 --class I --notice "Unsafe advice on dosage."
              holdfast recall openai/gpt-5 --route support --tag purpose=triage
              holdfast recall HF-RC-2026-0003 --class I

            Exit code 1 when nothing is reached, the order is refused, or there is no such recall; 3 when the ledger cannot be written.
            """
    )

    @Argument(help: "vendor/family, vendor/family@version, vendor/*, an alias of the settings, or a recall's id.")
    var target: String

    @OptionGroup(title: "What it is about") var slice: SliceOptions
    @OptionGroup(title: "The order") var order: OrderOptions
    @OptionGroup var source: SettingsOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting(output) {
            let settings = try source.load().settings
            let orderer = Orderer(settings: settings, slice: slice, options: order, output: output)
            if target.hasPrefix("HF-") {
                try await orderer.declare(target)
            } else {
                try await orderer.open(target, as: .declared)
            }
        }
    }
}

struct HoldCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold",
        abstract: "Hold a model back at once, until a person decides.",
        discussion: """
            A hold keeps back what a recall would, awaits a decision and never expires: `holdfast recall ID` declares it, \
            `holdfast release ID` ends it.

            Examples:
              holdfast hold openai/gpt-5 --reason "odd answers since noon"
              holdfast hold openai/gpt-5 --model gpt-azure

            Exit code 1 when nothing is reached or the order is refused; 3 when the ledger cannot be written.
            """
    )

    @Argument(help: "vendor/family, vendor/family@version, vendor/*, or an alias of the settings.")
    var target: String

    @Flag(help: "Record a signal only: nothing is kept back.")
    var signal = false

    @OptionGroup(title: "What it is about") var slice: SliceOptions
    @OptionGroup(title: "The order") var order: OrderOptions
    @OptionGroup var source: SettingsOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting(output) {
            let settings = try source.load().settings
            try await Orderer(settings: settings, slice: slice, options: order, output: output)
                .open(target, as: signal ? .signal : .held)
        }
    }
}

/// Opens and declares recalls for the commands that do.
struct Orderer {
    let settings: Settings
    let slice: SliceOptions
    let options: OrderOptions
    let output: OutputOptions

    func open(_ target: String, as state: RecallState) async throws {
        let order = options.order(try Recaller.pattern(target, settings), try slice.slice(settings))
        // Whoever only asks leaves nothing behind, and asks where there is nothing yet, too.
        let recaller =
            options.dryRun ? try? Recaller(settings, mayCreate: false) : try Recaller(settings, mayCreate: true)
        let known = try recaller?.ledger.refresh() ?? ControlState()
        try RecallDesk.checkFindings(of: order, in: known)
        let paths = RecallPaths(order, settings, standing: known.recalls.values, Assembly.offlineSnapshot(settings))
        let move = RecallMove(
            to: state,
            by: try recaller?.actor() ?? .uid(Int(getuid())),
            reason: options.reason,
            evidence: try Recaller.evidence(options.evidence)
        )
        let awareAt = options.awareAt?.milliseconds
        try recaller?.desk.checkOpening(order, move, awareAt: awareAt)
        guard let recaller, !options.dryRun else {
            showReach(paths)
            if paths.reachesNothing, settings.passThrough.isEmpty {
                throw Failure(.failed, "The order would reach no configured path.")
            }
            return
        }
        if !options.evenUnused { try Recaller.refuseUnused(paths, order, settings) }
        let recall = try recaller.desk.open(order, move, awareAt: awareAt)
        await RecallResult(recaller: recaller, output: output, warning: warnOfNotice()).tell(recall, paths)
    }

    func declare(_ id: String) async throws {
        let recaller = try Recaller(settings, mayCreate: false)
        let seen = try recaller.ledger.refresh().recalls[id]
        guard let seen else { throw RecallRefusal.unknown(id) }
        guard try slice.slice(settings).isWhole else {
            throw Failure(.failed, "\(id) has its slice already. Open another recall for another one.")
        }
        guard options.finding.isEmpty else {
            throw Failure(.failed, "\(id) was opened for its findings already. Open another recall for another one.")
        }
        guard options.kind == nil, options.reasonKind == nil, options.checks == nil, options.awareAt == nil else {
            throw Failure(
                .failed,
                "\(id) keeps the kind, the checks and the moment that it was opened with. Leave out --kind, --reason-kind, --checks and --aware-at."
            )
        }
        var order = seen.order
        order.recallClass = options.recallClass ?? order.recallClass
        order.depth = options.depth ?? max(order.depth, order.recallClass.usualDepth)
        let others = try recaller.ledger.refresh().recalls.values.filter { $0.id != id }
        let paths = RecallPaths(order, settings, standing: others, Assembly.offlineSnapshot(settings))
        let move = RecallMove(
            to: .declared,
            by: try recaller.actor(),
            reason: options.reason,
            evidence: try Recaller.evidence(options.evidence),
            recallClass: order.recallClass,
            depth: order.depth,
            notice: options.notice
        )
        if options.dryRun {
            _ = try recaller.desk.tried(id, [move], in: try recaller.ledger.refresh(), under: settings)
            return showReach(paths)
        }
        let recall = try recaller.desk.move(id, [move], under: settings)
        await RecallResult(recaller: recaller, output: output, warning: warnOfNotice()).tell(recall, paths)
    }
}

extension Orderer {
    /// Says it on standard error: a notice is its writer's, and an order in haste is not refused for its tone.
    private func warnOfNotice() -> String? {
        let warning = options.notice.flatMap { NoticeLint.warning(of: $0) }
        if let warning { complain(warning) }
        return warning
    }

    /// Of an order that is only tried.
    private func showReach(_ paths: RecallPaths) {
        let warning = warnOfNotice()
        var json = RecallView.json(paths)
        if let warning, case .object(let members) = json {
            json = .object(members + [.init("notice_warning", .string(warning))])
        }
        show(output, json: json, table: RecallView.table(paths))
    }
}

/// Tells what an order came to.
struct RecallResult {
    let recaller: Recaller
    let output: OutputOptions
    /// What is to be said of the notice; nil: nothing.
    var warning: String?

    func tell(_ recall: Recall, _ paths: RecallPaths? = nil) async {
        let effect = await recaller.effect(of: recall.steps.last?.epoch ?? 0)
        let refusal = effect == .noServer ? recaller.refusalToStart() : nil
        var members: [JSONValue.Member] = [
            .init("recall", RecallView.json(recall)), .init("effect", .string(effect.rawValue)),
        ]
        if let refusal { members.append(.init("start_refused", .string(refusal))) }
        if let paths { members.append(.init("reach", RecallView.json(paths))) }
        if let warning { members.append(.init("notice_warning", .string(warning))) }
        let words =
            refusal.map { "No server runs from this state folder, and the next one refuses to start. \($0)" }
            ?? effect.words
        let left = paths?.routes.filter { $0.outcome == .refused || $0.outcome == .lastResort } ?? []
        let warnings = left.map { "  route \($0.route): \(RecallView.words($0.outcome))" }
        show(
            output,
            json: .object(members),
            table: ([RecallView.life(recall), "", words] + warnings).joined(separator: "\n")
        )
    }
}
