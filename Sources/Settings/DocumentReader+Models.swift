import Domain
import Yams

/// `models` and `routes`: what can be called, and by which name applications ask for it.
extension DocumentReader {
    private static let modelKeys = ["provider", "id", "lineage", "capabilities", "limits", "prices", "region"]
    private static let routeKeys = ["serve", "boundary", "usage", "strict", "repair", "timeouts"]

    // MARK: Models

    func readModels(_ value: Value?, _ providers: [Provider], _ lineages: [LineageEntry]) -> [Model] {
        guard let section = value?.names() else { return [] }
        var models: [Model] = []
        for (key, value) in section.entries where checkName(section, key) {
            guard let model = readModel(key, value, section, providers, lineages) else { continue }
            if let other = models.first(where: {
                $0.provider == model.provider && $0.id == model.id && $0.lineage != model.lineage
            }) {
                section.fail(
                    key,
                    "`\(model.id)` of provider `\(model.provider)` is also the model `\(other.name)`, under another lineage.",
                    hint: "One upstream id is one lineage: correct one of them."
                )
            }
            models.append(model)
        }
        return models
    }

    private func readModel(
        _ name: String,
        _ value: Value,
        _ section: Section,
        _ providers: [Provider],
        _ lineages: [LineageEntry]
    ) -> Model? {
        guard let fields = value.section(Self.modelKeys) else { return nil }
        guard let providerValue = fields["provider"] else {
            section.fail(
                name,
                "The model names no `provider`.",
                hint: "There are: \(providers.prefix(12).map(\.name).joined(separator: ", "))."
            )
            return nil
        }
        guard let providerName = providerValue.text() else { return nil }
        guard let provider = providers.first(where: { $0.name == providerName }) else {
            dangling(providerValue, "provider", providerName, providers.map(\.name))
            return nil
        }
        let isRehearsal = provider.kind == .rehearsal
        let id = fields["id"]?.text() ?? (isRehearsal ? name : nil)
        guard let id, !id.isEmpty, id.utf8.count <= 256, id.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            section.fail(name, "The model needs an `id`: the name its provider knows it by.")
            return nil
        }
        guard let lineage = readLineage(fields["lineage"], name, section, isRehearsal, lineages) else { return nil }
        let limits = fields["limits"]?.section(["context", "output", "concurrency"])
        return Model(
            name: name,
            provider: providerName,
            id: id,
            lineage: lineage,
            capabilities: readCapabilities(fields["capabilities"], provider),
            contextLimit: limits?["context"]?.integer(1...100_000_000),
            outputLimit: limits?["output"]?.integer(1...100_000_000),
            concurrency: limits?["concurrency"]?.integer(1...100_000) ?? Defaults.concurrency,
            prices: readPrices(fields["prices"]),
            region: fields["region"]?.text()
        )
    }

    private func readLineage(
        _ value: Value?,
        _ name: String,
        _ section: Section,
        _ isRehearsal: Bool,
        _ lineages: [LineageEntry]
    ) -> Lineage? {
        guard let value else {
            if isRehearsal { return Lineage(vendor: "holdfast", family: "rehearsal") }
            section.fail(
                name,
                "The model names no `lineage`: what it is, whatever path reaches it.",
                hint: "Declare one under `lineages:`."
            )
            return nil
        }
        guard let text = value.text() else { return nil }
        if let entry = lineages.first(where: { $0.lineage.description == text }) { return entry.lineage }
        if isRehearsal, let lineage = Lineage(text), lineage.vendor == "holdfast" { return lineage }
        dangling(value, "lineage", text, lineages.map(\.lineage.description))
        return nil
    }

    private func readCapabilities(_ value: Value?, _ provider: Provider) -> Set<Capability> {
        guard let list = value?.list() else { return provider.kind.impliedCapabilities }
        return Set(list.compactMap { $0.choice(Capability.self) })
    }

    private func readPrices(_ value: Value?) -> PriceList? {
        guard let value, let fields = value.section(["input", "output", "cached_input"]) else { return nil }
        guard let input = fields["input"].flatMap(readPrice), let output = fields["output"].flatMap(readPrice) else {
            if fields["input"] == nil || fields["output"] == nil {
                value.fail(
                    "Prices need both `input` and `output`.",
                    hint: "Write a price of \"0\" for what costs nothing."
                )
            }
            return nil
        }
        return PriceList(input: input, output: output, cachedInput: fields["cached_input"].flatMap(readPrice))
    }

    private func readPrice(_ value: Value) -> Price? {
        if case .scalar(let scalar) = value.node, scalar.style == .plain, scalar.string.contains(".") {
            value.fail(
                "A price with decimals must be in quotes, or YAML makes a rounded number of it.",
                hint: "Write \"\(scalar.string.prefix(20))\"."
            )
            return nil
        }
        guard let text = value.text() else { return nil }
        guard let price = Price(perMillionTokens: text) else {
            value.fail(
                "A price is a decimal per million tokens with at most six places.",
                hint: "Write it like \"0.15\"."
            )
            return nil
        }
        return price
    }

    // MARK: Routes

    func readRoutes(_ value: Value?, _ models: [Model], _ providers: [Provider]) -> [Route] {
        guard let section = value?.names() else { return [] }
        return section.entries.compactMap { key, value in
            checkName(section, key) ? readRoute(key, value, section, models, providers) : nil
        }
    }

    private func readRoute(
        _ name: String,
        _ value: Value,
        _ section: Section,
        _ models: [Model],
        _ providers: [Provider]
    ) -> Route? {
        guard let fields = value.section(Self.routeKeys) else { return nil }
        guard let serve = fields["serve"] else {
            section.fail(name, "The route has no `serve`: the models that answer, in order.")
            return nil
        }
        var names: [String] = []
        for (value, model) in serve.texts() ?? [] {
            if !models.contains(where: { $0.name == model }) { dangling(value, "model", model, models.map(\.name)) }
            if names.contains(model) {
                value.fail("The model `\(model.prefix(64))` stands twice in this route.", hint: "Keep one of them.")
            }
            names.append(model)
        }
        if case .sequence(let sequence) = serve.node, sequence.isEmpty {
            serve.fail("A route serves at least one model.", hint: "Name it: `serve: [MODEL]`.")
        }
        let boundary = readBoundary(fields["boundary"], providers)
        checkReach(names, boundary, models, providers, fields)
        return Route(
            name: name,
            serve: names,
            boundary: boundary,
            usage: fields["usage"]?.choice(Route.UsageReport.self) ?? .observe,
            isStrict: fields["strict"]?.flag() ?? false,
            repairsStreams: fields["repair"]?.flag() ?? false,
            timeouts: readTimeouts(fields["timeouts"])
        )
    }

    private func readBoundary(_ value: Value?, _ providers: [Provider]) -> DataBoundary {
        guard let fields = value?.section(["regions", "vendors", "providers"]) else { return DataBoundary() }
        for (value, name) in fields["providers"]?.texts() ?? [] where !providers.contains(where: { $0.name == name }) {
            dangling(value, "provider", name, providers.map(\.name))
        }
        return DataBoundary(
            regions: (fields["regions"]?.texts()?.map(\.1)).map(Set.init),
            vendors: (fields["vendors"]?.texts()?.map(\.1)).map(Set.init),
            providers: (fields["providers"]?.texts()?.map(\.1)).map(Set.init)
        )
    }

    /// A boundary that leaves no model is a mistake, not a wish.
    private func checkReach(
        _ serve: [String],
        _ boundary: DataBoundary,
        _ models: [Model],
        _ providers: [Provider],
        _ fields: Section
    ) {
        // A provider that is not there was told already, and may be the one that matters.
        guard boundary.providers?.isSubset(of: providers.map(\.name)) ?? true else { return }
        let known = models.filter { serve.contains($0.name) }
        let inside = known.contains { model in
            (boundary.regions.map { regions in model.region.map(regions.contains) ?? false } ?? true)
                && (boundary.vendors?.contains(model.lineage.vendor) ?? true)
                && (boundary.providers?.contains(model.provider) ?? true)
        }
        if !known.isEmpty, !inside {
            fields.fail(
                "boundary",
                "None of the route's models lies inside its data boundary.",
                hint: "Widen it, or serve another model."
            )
        }
    }

    private func readTimeouts(_ value: Value?) -> Timeouts {
        var timeouts = Timeouts()
        guard let fields = value?.section(["connect", "head", "idle", "total"]) else { return timeouts }
        let range = Duration.milliseconds(50) ... .seconds(86_400)
        timeouts.connect = fields["connect"]?.duration(range) ?? timeouts.connect
        timeouts.head = fields["head"]?.duration(range) ?? timeouts.head
        timeouts.idle = fields["idle"]?.duration(range) ?? timeouts.idle
        timeouts.total = fields["total"]?.duration(range) ?? timeouts.total
        return timeouts
    }
}

extension Provider.Kind {
    /// What models of this kind can do when they list nothing: the vendors' own models do nearly everything; of a
    /// server that merely speaks the protocol nothing is assumed but text and tools.
    var impliedCapabilities: Set<Capability> {
        switch self {
        case .openai: [.tools, .parallelTools, .images, .files, .jsonSchema, .reasoning, .embeddings, .countTokens]
        case .anthropic: [.tools, .parallelTools, .images, .files, .jsonSchema, .reasoning, .prefill, .countTokens]
        case .openaiCompatible: [.tools, .embeddings, .countTokens]
        case .rehearsal: [.tools, .parallelTools, .jsonSchema, .embeddings, .countTokens, .prefill]
        }
    }
}
