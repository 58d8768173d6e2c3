import Console
import Control
import Domain
import JSON
import Probing
import Statistics

/// What somebody wants to have tried, as a command line says it and as a running server is told.
struct RunOrder: Sendable {
    enum Aim: Sendable {
        /// - Parameters:
        ///   - trials: of each pack; nil: as many as the pack says.
        ///   - only: beginnings of ids of probes; empty: all.
        case probe(String, packs: [String], trials: Int?, only: [String])
        case certify(String, policy: String, recall: String?, findings: [String], confirms: Bool)
    }

    var aim: Aim
    /// nil: drawn.
    var seed: UInt64?
    var parameters = RunPlan.Parameters(mostTokens: Self.usualTokens)
    var ceilings = RunPlan.Ceilings()

    init(_ aim: Aim) {
        self.aim = aim
    }

    static let usualPacks = ["leak-core", "injection-core", "output-core", "usability"]
    static let usualTokens = 512
    static let tokens = 1...100_000
    static let concurrency = 1...1024
    private static let mostNames = 64

    /// The first name that stands there twice.
    static func repeated(_ names: [String]) -> String? {
        var seen: Set<String> = []
        return names.first { !seen.insert($0).inserted }
    }

    static func isTemperature(_ text: String) -> Bool {
        Money(decimal: text).map { $0 >= .zero && $0 <= Money(picos: 2_000_000_000_000) } ?? false
    }

    static func isPrice(_ text: String) -> Bool { Money(decimal: text).map { $0 > .zero } ?? false }

    // MARK: As the server is told

    private static let probing: Set<String> = ["target", "packs", "trials", "only"]
    private static let certifying: Set<String> = ["model", "policy", "recall", "findings", "no_confirm"]
    private static let common = ceilings.union(["seed", "max_tokens", "temperature"])
    /// Those members that are ceilings.
    static let ceilings: Set<String> = ["tokens", "money", "tokens_per_day", "money_per_day", "concurrency"]

    var document: JSONValue {
        let own: [(String, JSONValue?)] =
            switch aim {
            case .probe(let target, let packs, let trials, let only):
                [
                    ("target", .string(target)), ("packs", .array(packs.map { .string($0) })),
                    ("trials", trials.map { .integer($0) }), ("only", .array(only.map { .string($0) })),
                ]
            case .certify(let model, let policy, let recall, let findings, let confirms):
                [
                    ("model", .string(model)), ("policy", .string(policy)), ("recall", recall.map { .string($0) }),
                    ("findings", .array(findings.map { .string($0) })), ("no_confirm", .bool(!confirms)),
                ]
            }
        let terms: [(String, JSONValue?)] = [
            ("seed", seed.map { .string(String($0)) }),
            ("max_tokens", .integer(parameters.mostTokens)),
            ("temperature", parameters.temperature.map { .string($0) }),
        ]
        return .object(
            (own + terms + ceilings.members).compactMap { name, value in value.map { JSONValue.Member(name, $0) } }
        )
    }

    /// - Throws: `ConsoleSources.Failure`, which names the member.
    init(_ body: [UInt8]) throws {
        let certifies = (try? JSONValue(parsing: body))?["policy"] != nil
        let document = try CommandDocument(
            body,
            known: (certifies ? Self.certifying : Self.probing).union(Self.common)
        )
        func names(_ name: String) throws -> [String] {
            let names = try document.texts(name) ?? []
            guard names.count <= Self.mostNames else {
                throw document.wrong(name, "a list of at most \(Self.mostNames) names")
            }
            if let twice = Self.repeated(names) {
                throw document.wrong(name, "a list that names `\(twice.prefix(64))` once")
            }
            return names
        }
        func needed(_ name: String) throws -> String {
            guard let text = try document.text(name), !text.isEmpty else { throw document.wrong(name, "named") }
            return text
        }
        if certifies {
            self.init(
                .certify(
                    try needed("model"),
                    policy: try needed("policy"),
                    recall: try document.text("recall"),
                    findings: try names("findings"),
                    confirms: try !document.flag("no_confirm")
                )
            )
        } else {
            let packs = try names("packs")
            self.init(
                .probe(
                    try needed("target"),
                    packs: packs.isEmpty ? Self.usualPacks : packs,
                    trials: try document.integer("trials", 1...SampleSize.most),
                    only: try names("only")
                )
            )
        }
        if let text = try document.text("seed") {
            guard let seed = UInt64(text) else { throw document.wrong("seed", "a whole number, as a text") }
            self.seed = seed
        }
        parameters.mostTokens = try document.integer("max_tokens", Self.tokens) ?? Self.usualTokens
        parameters.temperature = try Self.decimal(
            document,
            "temperature",
            Self.isTemperature,
            "a decimal between 0 and 2"
        )
        ceilings = try Self.ceilings(document)(ceilings)
    }

    /// - Returns: puts those that the document has in the place of others.
    static func ceilings(_ document: CommandDocument) throws -> @Sendable (RunPlan.Ceilings) -> RunPlan.Ceilings {
        func money(_ name: String) throws -> Money? {
            try decimal(document, name, isPrice, "a decimal above 0").flatMap { Money(decimal: $0) }
        }
        let named = (
            tokens: try document.integer("tokens", 1...Int.max), money: try money("money"),
            tokensPerDay: try document.integer("tokens_per_day", 1...Int.max), moneyPerDay: try money("money_per_day"),
            concurrency: try document.integer("concurrency", concurrency)
        )
        return { known in
            .init(
                tokens: named.tokens ?? known.tokens,
                money: named.money ?? known.money,
                tokensPerDay: named.tokensPerDay ?? known.tokensPerDay,
                moneyPerDay: named.moneyPerDay ?? known.moneyPerDay,
                concurrency: named.concurrency ?? known.concurrency
            )
        }
    }

    private static func decimal(
        _ document: CommandDocument,
        _ name: String,
        _ isOne: (String) -> Bool,
        _ what: String
    ) throws -> String? {
        guard let text = try document.text(name) else { return nil }
        guard isOne(text) else { throw document.wrong(name, "\(what), as a text") }
        return text
    }
}

extension RunPlan.Ceilings {
    /// As the operator API names them.
    var members: [(String, JSONValue?)] {
        [
            ("tokens", tokens.map { .integer($0) }),
            ("money", money.map { .string($0.decimal) }),
            ("tokens_per_day", tokensPerDay.map { .integer($0) }),
            ("money_per_day", moneyPerDay.map { .string($0.decimal) }),
            ("concurrency", .integer(concurrency)),
        ]
    }
}
