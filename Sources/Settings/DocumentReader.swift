import Domain
import Foundation
import Routing

/// The document's top: reads each section, then checks what only the whole can tell.
struct DocumentReader {
    let problems: ProblemList
    let paths: Paths
    let trials: FileTrials?
    /// All names that the document gives, by section: a reference to an entry that is itself at fault is no second fault.
    private(set) var declared: [String: [String]] = [:]
    /// Names of models with `prices`: those that are at fault themselves are no second fault.
    private(set) var priced: Set<String> = []
    /// Absolute path of the state folder.
    private(set) var state = ""

    init(problems: ProblemList, paths: Paths, trials: FileTrials?) {
        self.problems = problems
        self.paths = paths
        self.trials = trials
    }

    static let topKeys = [
        "state", "keys", "currency", "providers", "lineages", "models", "policies", "routes", "tenants", "listeners",
        "limits",
        "retention", "logs", "signals", "watch", "drills", "notifications",
        "organisation", "publish", "incidents",
    ]

    mutating func read(_ root: Value) -> Settings? {
        guard let top = root.section(Self.topKeys) else { return nil }
        for section in ["providers", "lineages", "models", "routes"] {
            declared[section] = top.all(section).flatMap(\.declared)
        }
        priced = Set(top.all("models").flatMap { $0.declared(with: "prices") })
        state = paths.absolute(top["state"]?.text() ?? Defaults.state)
        let providers = top.all("providers").flatMap { readProviders($0) }
        let lineages = top.all("lineages").flatMap { readLineages($0) }
        let models = top.all("models").flatMap { readModels($0, providers, lineages) }
        let policies = top.all("policies").flatMap { readPolicies($0) }
        let routes = top.all("routes").flatMap { readRoutes($0, models, providers, policies) }
        let tenants = top.all("tenants").flatMap { readTenants($0) }
        if declared["routes"]?.isEmpty ?? true {
            (top["routes"] ?? root).fail(
                "The document has no route, so nothing could be served.",
                hint: "`holdfast init` shows one."
            )
        }
        return Settings(
            state: state,
            keys: paths.absolute(top["keys"]?.text() ?? Defaults.keys),
            currency: readCurrency(top["currency"]),
            providers: providers,
            lineages: lineages,
            models: models,
            routes: routes,
            policies: policies,
            passThrough: [],
            tenants: tenants,
            signals: readSignals(top["signals"]),
            watch: readWatch(top["watch"], routes, models),
            drillAge: top["drills"]?.section(["stale_after"])?["stale_after"]?.duration(
                .seconds(1) ... .seconds(10 * 366 * 86_400)
            )
                ?? Defaults.drillAge,
            listeners: readListeners(top["listeners"]),
            limits: readLimits(top["limits"]),
            retention: readRetention(top["retention"], tenants),
            logs: readLogs(top["logs"]),
            notifications: top.all("notifications").flatMap { readNotifications($0) },
            organisation: readOrganisation(top["organisation"]),
            publication: readPublication(top["publish"]),
            incidents: readIncidents(top["incidents"])
        )
    }

    private func readCurrency(_ value: Value?) -> String {
        guard let value, let text = value.text() else { return Defaults.currency }
        guard (1...8).contains(text.count), text.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) else {
            value.fail("A currency is a short word of letters, such as USD or INR.")
            return Defaults.currency
        }
        return text
    }

    /// Names stand in URLs, headers, metrics and file names.
    func checkName(_ key: String, _ value: Value) -> Bool {
        let isFine =
            !key.isEmpty && key.utf8.count <= 64
            && key.unicodeScalars.allSatisfy { scalar in
                switch scalar {
                case "a"..."z", "A"..."Z", "0"..."9", ".", "_", "-", ":", "/": true
                default: false
                }
            }
        if !isFine {
            value.failEntry("A name has 1 to 64 letters, digits, `.`, `_`, `-`, `:` or `/`.")
        }
        return isFine
    }

    /// Says when a name leads nowhere, and which one is near.
    func checkReference(_ value: Value, _ what: String, _ name: String) {
        let known = declared["\(what)s"] ?? []
        if known.contains(name) { return }
        let nearest = NearestWord.question(name, among: known)
        value.fail("There is no \(what) `\(name.prefix(64))`.", hint: nearest ?? choices(what))
    }

    /// What the document offers instead, in words.
    func choices(_ what: String) -> String {
        let known = declared["\(what)s"] ?? []
        if known.isEmpty { return "There is none." }
        return "There are: \(Self.some(known))."
    }

    /// The first of many, as a list in a sentence.
    static func some(_ names: [String]) -> String {
        names.prefix(mostChoices).joined(separator: ", ") + (names.count > mostChoices ? ", …" : "")
    }

    /// More would hide the problem behind its remedy.
    private static let mostChoices = 12

    // MARK: Lineages

    private func readLineages(_ value: Value) -> [LineageEntry] {
        guard let section = value.names() else { return [] }
        var entries: [LineageEntry] = []
        for (key, value) in section.entries {
            let lineage = Lineage(key)
            if lineage == nil { value.failEntry("A lineage is `vendor/family` or `vendor/family@version`.") }
            guard let fields = value.section(["aliases", "derived_from"]) else { continue }
            let aliases = fields["aliases"]?.texts()?.map(\.1) ?? []
            let origin = readOrigin(fields["derived_from"])
            guard let lineage else { continue }
            entries.append(LineageEntry(lineage: lineage, aliases: aliases, derivedFrom: origin))
        }
        checkDescent(entries, section)
        return entries
    }

    /// A slip here would let a fine-tune escape the recall of what it was made from, so the origin must be declared.
    private func readOrigin(_ value: Value?) -> Lineage? {
        guard let value, let text = value.text() else { return nil }
        checkReference(value, "lineage", text)
        return Lineage(text)
    }

    private func checkDescent(_ entries: [LineageEntry], _ section: Section) {
        let origins = Dictionary(entries.map { ($0.lineage, $0.derivedFrom) }, uniquingKeysWith: { first, _ in first })
        for entry in entries {
            var ancestor = entry.derivedFrom
            for _ in entries where ancestor != nil && ancestor != entry.lineage {
                ancestor = ancestor.flatMap { origins[$0] ?? nil }
            }
            if ancestor == entry.lineage {
                section.fail(
                    entry.lineage.description,
                    "This lineage is derived from itself.",
                    hint: "Correct `derived_from`."
                )
            }
        }
        var owners: [String: Lineage] = [:]
        for entry in entries {
            for alias in entry.aliases {
                if let owner = owners.updateValue(entry.lineage, forKey: alias), owner != entry.lineage {
                    section.fail(
                        entry.lineage.description,
                        "The alias `\(alias.prefix(64))` belongs to `\(owner)` already.",
                        hint: "One name means one lineage."
                    )
                }
            }
        }
    }

    // MARK: The process

    private func readLimits(_ value: Value?) -> Limits {
        let fields = value?.section([
            "body", "memory", "connections", "concurrency", "queue", "receive", "keep_alive", "drain", "threads",
        ])
        let limits = Limits(
            body: fields?["body"]?.bytes(1024...(1 << 30)) ?? Defaults.body,
            memory: fields?["memory"]?.bytes((1 << 20)...(1 << 40)) ?? Defaults.memory,
            connections: fields?["connections"]?.integer(1...1_000_000) ?? Defaults.connections,
            places: readPlaces(fields, usual: AdmissionLimits(concurrency: Defaults.concurrency)),
            receive: fields?["receive"]?.duration(.milliseconds(100) ... .seconds(3600)) ?? Defaults.receive,
            keepAlive: fields?["keep_alive"]?.duration(.milliseconds(100) ... .seconds(86_400)) ?? Defaults.keepAlive,
            drain: fields?["drain"]?.duration(.zero ... .seconds(3600)) ?? Defaults.drain,
            threads: fields?["threads"]?.integer(0...256) ?? 0
        )
        if limits.body > limits.memory {
            fields?.fail(
                fields?["body"] == nil ? "memory" : "body",
                "One body may not be larger than all memory for bodies (`memory`)."
            )
        }
        return limits
    }

    private func readRetention(_ value: Value?, _ tenants: [Tenant]) -> Retention {
        let fields = value?.section(["journal", "free_space"])
        let journal = fields?["journal"]?.section(["age", "size"])
        let age = journal?["age"]?.duration(.seconds(60) ... .seconds(10 * 366 * 86_400)) ?? Defaults.journalAge
        checkAge(journal?["age"], age, tenants)
        return Retention(
            journalAge: age,
            journalSize: journal?["size"]?.bytes((1 << 20)...(1 << 45)) ?? Defaults.journalSize,
            freeSpace: fields?["free_space"]?.bytes(0...(1 << 50)) ?? Defaults.freeSpace
        )
    }

    private func readSignals(_ value: Value?) -> Signals {
        let fields = value?.section(["model_gone", "retirement", "lists"])
        let usual = Signals()
        return Signals(
            modelGone: fields?["model_gone"]?.choice(Signals.Answer.self) ?? usual.modelGone,
            retirement: fields?["retirement"]?.choice(Signals.Answer.self) ?? usual.retirement,
            lists: fields?["lists"]?.isText("off") == true
                ? nil : fields?["lists"]?.duration(.seconds(1) ... .seconds(30 * 86_400)) ?? usual.lists
        )
    }

    private func readLogs(_ value: Value?) -> Logs {
        let fields = value?.section(["format", "level"])
        return Logs(
            format: fields?["format"]?.choice(Logs.Format.self) ?? .text,
            level: fields?["level"]?.choice(Logs.Level.self) ?? .info
        )
    }
}
