import Dialects
import Domain
import Routing
import Yams

/// `models`: what can be called.
extension DocumentReader {
    private static let modelKeys = [
        "provider", "id", "lineage", "capabilities", "limits", "breaker", "prices", "region", "retires",
    ]

    func readModels(_ value: Value, _ providers: [Provider], _ lineages: [LineageEntry]) -> [Model] {
        guard let section = value.names() else { return [] }
        var models: [Model] = []
        for (key, value) in section.entries {
            let isNamed = checkName(key, value)
            guard let model = readModel(key, value, providers, lineages), isNamed else { continue }
            if let other = models.first(where: {
                $0.provider == model.provider && $0.id == model.id && $0.lineage != model.lineage
                    && $0.name != model.name
            }) {
                value.failEntry(
                    "`\(model.id)` of provider `\(model.provider)` is also the model `\(other.name)`, under another lineage.",
                    hint: "One upstream id is one lineage: correct one of them."
                )
            }
            models.append(model)
        }
        return models
    }

    /// Everything that stands there is read before anything is given up, so that all problems are told at once.
    private func readModel(
        _ name: String,
        _ value: Value,
        _ providers: [Provider],
        _ lineages: [LineageEntry]
    ) -> Model? {
        guard let fields = value.section(Self.modelKeys) else { return nil }
        let provider = readSource(fields["provider"], value, providers)
        // A model of the rehearsal needs neither id nor lineage; while the provider is not known it may be one.
        let mayBeRehearsal = provider.map { $0.kind == .rehearsal } ?? mayHaveRehearsal(providers)
        let id = readID(fields["id"], value, name, mayBeRehearsal)
        let lineage = readLineage(fields["lineage"], value, mayBeRehearsal, lineages)
        let capabilities = readCapabilities(fields["capabilities"], provider, id ?? "")
        let limits = fields["limits"]?.section(["context", "output", "concurrency", "queue"])
        let contextLimit = limits?["context"]?.integer(1...100_000_000)
        let outputLimit = limits?["output"]?.integer(1...100_000_000)
        let places = readPlaces(limits)
        let breaker = readBreaker(fields["breaker"])
        let prices = readPrices(fields["prices"])
        let region = fields["region"]?.text()
        let retires = fields["retires"]?.day()
        guard let provider, let id, let lineage else { return nil }
        return Model(
            name: name,
            provider: provider.name,
            id: id,
            lineage: lineage,
            capabilities: capabilities,
            contextLimit: contextLimit,
            outputLimit: outputLimit,
            places: places,
            breaker: breaker,
            prices: prices,
            region: region,
            retires: retires
        )
    }

    /// `concurrency` and `queue` of a section, which is a model's or the gateway's own.
    func readPlaces(_ limits: Section?, usual: AdmissionLimits = AdmissionLimits()) -> AdmissionLimits {
        let concurrency = limits?["concurrency"]?.integer(AdmissionLimits.concurrencyBounds) ?? usual.concurrency
        let value = limits?["queue"]
        if value?.isText("off") == true { return AdmissionLimits(concurrency: concurrency, queue: 0) }
        let queue = value?.section(["size", "wait", "first"])
        return AdmissionLimits(
            concurrency: concurrency,
            queue: queue?["size"]?.integer(AdmissionLimits.queueBounds) ?? usual.queue,
            longestWait: queue?["wait"]?.duration(AdmissionLimits.waitBounds) ?? usual.longestWait,
            policy: queue?["first"]?.choice(AdmissionLimits.Policy.self) ?? usual.policy
        )
    }

    /// - Parameter providers: those whose kind is known.
    private func mayHaveRehearsal(_ providers: [Provider]) -> Bool {
        providers.count < (declared["providers"]?.count ?? 0) || providers.contains { $0.kind == .rehearsal }
    }

    private func readSource(_ value: Value?, _ model: Value, _ providers: [Provider]) -> Provider? {
        guard let value else {
            model.failEntry("The model names no `provider`.", hint: choices("provider"))
            return nil
        }
        guard let name = value.text() else { return nil }
        checkReference(value, "provider", name)
        return providers.first { $0.name == name }
    }

    private func readID(_ value: Value?, _ model: Value, _ name: String, _ mayBeRehearsal: Bool) -> String? {
        if let value {
            guard let id = value.text() else { return nil }
            if (1...256).contains(id.utf8.count), id.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) { return id }
            value.fail("An `id` has between 1 and 256 bytes and no control characters.")
            return nil
        } else if mayBeRehearsal {
            return name
        }
        model.failEntry("The model needs an `id`: the name its provider knows it by.")
        return nil
    }

    private func readLineage(
        _ value: Value?,
        _ model: Value,
        _ mayBeRehearsal: Bool,
        _ lineages: [LineageEntry]
    ) -> Lineage? {
        guard let value else {
            if mayBeRehearsal { return Lineage(vendor: "holdfast", family: "rehearsal") }
            model.failEntry(
                "The model names no `lineage`: what it is, whatever path reaches it.",
                hint: "Declare one under `lineages:`."
            )
            return nil
        }
        guard let text = value.text() else { return nil }
        if let entry = lineages.first(where: { $0.lineage.description == text }) { return entry.lineage }
        if mayBeRehearsal, let lineage = Lineage(text), lineage.vendor == "holdfast" { return lineage }
        checkReference(value, "lineage", text)
        return nil
    }

    private func readCapabilities(_ value: Value?, _ provider: Provider?, _ id: String) -> Set<Capability> {
        guard let list = value?.list() else { return provider?.kind.impliedCapabilities(of: id) ?? [] }
        return Set(list.compactMap { $0.choice(Capability.self) })
    }

    private func readPrices(_ value: Value?) -> PriceList? {
        guard let value, let fields = value.section(["input", "output", "cached_input"]) else { return nil }
        let input = fields["input"].flatMap(readPrice)
        let output = fields["output"].flatMap(readPrice)
        let cachedInput = fields["cached_input"].flatMap(readPrice)
        if fields["input"] == nil || fields["output"] == nil {
            value.fail(
                "Prices need both `input` and `output`.",
                hint: "Write a price of \"0\" for what costs nothing."
            )
        }
        guard let input, let output else { return nil }
        return PriceList(input: input, output: output, cachedInput: cachedInput)
    }

    private func readPrice(_ value: Value) -> Price? {
        guard let text = value.decimal("A price") else { return nil }
        guard let price = Price(perMillionTokens: text) else {
            value.fail(
                "A price is a decimal per million tokens with at most six places.",
                hint: "Write it like \"0.15\"."
            )
            return nil
        }
        return price
    }
}

extension Provider.Kind {
    /// What models of this kind can do when they list nothing: the vendors' own models do nearly everything; of a
    /// server that merely speaks the protocol nothing is assumed but text and tools, also side by side: it has made such
    /// calls itself, and would otherwise be passed over for the rest of the conversation.
    func impliedCapabilities(of id: String) -> Set<Capability> {
        switch self {
        case .anthropic where !ClaudeGeneration(model: id).takesPrefill:
            Self.anthropic.impliedCapabilities(of: "").subtracting([.prefill])
        case .openai: [.tools, .parallelTools, .images, .files, .jsonSchema, .reasoning, .embeddings, .countTokens]
        case .anthropic: [.tools, .parallelTools, .images, .files, .jsonSchema, .reasoning, .prefill, .countTokens]
        case .openaiCompatible: [.tools, .parallelTools, .embeddings, .countTokens]
        case .rehearsal: [.tools, .parallelTools, .jsonSchema, .embeddings, .countTokens, .prefill]
        }
    }
}
