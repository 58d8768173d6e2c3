package import Domain
import JSON

/// What a run is going to try, whole: from it and the packs every trial can be made again.
package struct RunPlan: Sendable, Equatable {
    package struct Part: Sendable, Equatable {
        package var pack: String
        package var version: Int
        /// Of the pack's content: a run is only gone on with while it stands as it was.
        package var hash: String
        /// The pack's, for reports.
        package var review: String?
        /// Ids of probes, in the order in which they are tried; one may stand more than once.
        package var probes: [String]

        package init(pack: String, version: Int, hash: String, review: String? = nil, probes: [String]) {
            self.pack = pack
            self.version = version
            self.hash = hash
            self.review = review
            self.probes = probes
        }
    }

    /// What is sent with every request.
    package struct Parameters: Sendable, Equatable {
        package var mostTokens: Int
        /// A decimal; nil: the target's own.
        package var temperature: String?

        package init(mostTokens: Int = 256, temperature: String? = nil) {
            self.mostTokens = mostTokens
            self.temperature = temperature
        }
    }

    package struct Ceilings: Sendable, Equatable {
        /// Of the run.
        package var tokens: Int?
        package var money: Money?
        /// Of a day of UTC, all runs from this state folder together.
        package var tokensPerDay: Int?
        package var moneyPerDay: Money?
        /// Requests at once.
        package var concurrency: Int

        package init(
            tokens: Int? = nil,
            money: Money? = nil,
            tokensPerDay: Int? = nil,
            moneyPerDay: Money? = nil,
            concurrency: Int = 32
        ) {
            self.tokens = tokens
            self.money = money
            self.tokensPerDay = tokensPerDay
            self.moneyPerDay = moneyPerDay
            self.concurrency = concurrency
        }

        /// Whether there is a ceiling of tokens or money at all.
        package var isSomethingCapped: Bool { tokens != nil || money != nil || isDayCapped }

        package var isDayCapped: Bool { tokensPerDay != nil || moneyPerDay != nil }

        /// What is left of those of the run; nil: nothing.
        func after(_ spent: Spent) -> Ceilings? {
            var left = self
            left.tokens = tokens.map { $0 - spent.tokens }
            left.money = money.map { Money(picos: $0.picos - spent.money.picos) }
            return left.tokens.map { $0 > 0 } ?? true && left.money.map { $0 > .zero } ?? true ? left : nil
        }
    }

    /// `run_…`.
    package var id: String
    package var target: String
    package var parts: [Part]
    package var seed: UInt64
    package var parameters: Parameters
    package var ceilings: Ceilings
    package var purpose: RunPurpose
    /// The server makes it, and goes on with it when it starts again.
    package var isServers: Bool

    package init(
        id: String,
        target: String,
        parts: [Part],
        seed: UInt64,
        parameters: Parameters = Parameters(),
        ceilings: Ceilings = Ceilings(),
        purpose: RunPurpose = .probe(nil),
        isServers: Bool = false
    ) {
        self.id = id
        self.target = target
        self.parts = parts
        self.seed = seed
        self.parameters = parameters
        self.ceilings = ceilings
        self.purpose = purpose
        self.isServers = isServers
    }

    package var count: Int { parts.reduce(0) { $0 + $1.probes.count } }

    /// Of a trial: the run's and its number's, mixed, so that neighbours have nothing in common.
    package func seed(of number: Int) -> UInt64 {
        var random = SeededRandom(seed: seed(startingAt: number))
        return random.next()
    }

    /// The seed of a plan whose trial 0 is the one of that number here, and so on.
    func seed(startingAt number: Int) -> UInt64 { seed &+ UInt64(number) &* 0xd134_2543_de82_ef95 }

    // MARK: As text

    package var text: String {
        let value = JSONValue.object(
            ("id", .string(id)),
            ("target", .string(target)),
            ("seed", .string(String(seed))),
            ("max_tokens", .integer(parameters.mostTokens)),
            ("temperature", parameters.temperature.map { .string($0) }),
            ("tokens", ceilings.tokens.map { .integer($0) }),
            ("money", ceilings.money.map { .string($0.decimal) }),
            ("tokens_per_day", ceilings.tokensPerDay.map { .integer($0) }),
            ("money_per_day", ceilings.moneyPerDay.map { .string($0.decimal) }),
            ("concurrency", .integer(ceilings.concurrency)),
            ("purpose", purpose.json),
            ("server", isServers ? .bool(true) : nil),
            (
                "parts",
                .array(
                    parts.map { part in
                        .object(
                            ("pack", .string(part.pack)),
                            ("version", .integer(part.version)),
                            ("hash", .string(part.hash)),
                            ("review", part.review.map { .string($0) }),
                            ("probes", .array(part.probes.map { .string($0) }))
                        )
                    }
                )
            )
        )
        return String(decoding: value.bytes, as: UTF8.self)
    }

    /// nil for a text that is no plan.
    package init?(text: String) {
        guard let value = try? JSONValue(parsing: Array(text.utf8)), let id = value["id"]?.string,
            let target = value["target"]?.string, let seed = value["seed"]?.string.flatMap({ UInt64($0) }),
            let mostTokens = value["max_tokens"]?.integer, let parts = value["parts"]?.elements
        else { return nil }
        self.init(
            id: id,
            target: target,
            parts: parts.map { part in
                Part(
                    pack: part["pack"]?.string ?? "",
                    version: part["version"]?.integer ?? 0,
                    hash: part["hash"]?.string ?? "",
                    review: part["review"]?.string,
                    probes: part["probes"]?.elements?.compactMap(\.string) ?? []
                )
            },
            seed: seed,
            parameters: Parameters(mostTokens: mostTokens, temperature: value["temperature"]?.string),
            ceilings: Ceilings(
                tokens: value["tokens"]?.integer,
                money: value["money"]?.string.flatMap { Money(decimal: $0) },
                tokensPerDay: value["tokens_per_day"]?.integer,
                moneyPerDay: value["money_per_day"]?.string.flatMap { Money(decimal: $0) },
                concurrency: value["concurrency"]?.integer ?? 1
            ),
            purpose: RunPurpose(value["purpose"]),
            isServers: value["server"]?.bool ?? false
        )
    }
}
