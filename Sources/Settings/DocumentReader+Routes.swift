import Domain
import Yams

/// `routes`: by which names applications ask, and who answers how.
extension DocumentReader {
    private static let routeKeys = [
        "serve", "boundary", "usage", "strict", "repair", "refusals", "timeouts", "attempts", "retries",
        "continue", "continue_recalled", "comment_after", "model_name", "last_resort", "require",
        "watch", "purpose", "not_for",
    ]

    func readRoutes(_ value: Value, _ models: [Model], _ providers: [Provider], _ policies: [Policy]) -> [Route] {
        guard let section = value.names() else { return [] }
        return section.entries.compactMap { key, value in
            let isNamed = checkName(key, value)
            let route = readRoute(key, value, models, providers, policies)
            return isNamed ? route : nil
        }
    }

    private func readRoute(
        _ name: String,
        _ value: Value,
        _ models: [Model],
        _ providers: [Provider],
        _ policies: [Policy]
    ) -> Route? {
        guard let fields = value.section(Self.routeKeys) else { return nil }
        let serve = readServe(fields["serve"], value)
        let boundary = readBoundary(fields["boundary"])
        checkReach(serve, boundary, models, providers, fields)
        return Route(
            name: name,
            serve: serve,
            boundary: boundary,
            usage: fields["usage"]?.choice(Route.UsageReport.self) ?? .observe,
            isStrict: fields["strict"]?.flag() ?? false,
            repairsStreams: fields["repair"]?.flag() ?? false,
            refusals: fields["refusals"]?.choice(Route.Refusals.self) ?? .return,
            timeouts: readTimeouts(fields["timeouts"]),
            attempts: fields["attempts"]?.integer(1...32) ?? Defaults.attempts,
            retries: readRetries(fields["retries"]),
            continues: fields["continue"]?.flag() ?? false,
            continuesRecalled: fields["continue_recalled"]?.flag() ?? false,
            commentAfter: readCommentAfter(fields["comment_after"]),
            modelName: fields["model_name"]?.choice(Route.ModelName.self) ?? .served,
            lastResort: readLastResort(fields["last_resort"]),
            requirement: readRequirement(fields["require"], policies),
            watch: readWatching(
                fields["watch"],
                fields,
                models.filter { serve.contains($0.name) && boundary.holds($0) }
            ),
            purpose: fields["purpose"]?.words(most: 2000),
            notFor: fields["not_for"]?.words(most: 2000)
        )
    }

    private func readCommentAfter(_ value: Value?) -> Duration? {
        if value?.isText("off") == true { return nil }
        return value?.duration(.milliseconds(50) ... .seconds(3600)) ?? Defaults.commentAfter
    }

    /// Longer than anybody reads of an answer that is none.
    private static let longestLastResort = 4096

    private func readLastResort(_ value: Value?) -> String? {
        guard let value, let fields = value.section(["text"]) else { return nil }
        guard let text = fields["text"] else {
            value.failEntry("A last resort needs a `text`: what callers read when no model answers.")
            return nil
        }
        guard let words = text.text() else { return nil }
        guard (1...Self.longestLastResort).contains(words.utf8.count), words.contains(where: { !$0.isWhitespace })
        else {
            text.fail("The text has between 1 and \(Self.longestLastResort) bytes, and not white space alone.")
            return nil
        }
        return words
    }

    private func readServe(_ serve: Value?, _ route: Value) -> [String] {
        guard let serve else {
            route.failEntry("The route has no `serve`: the models that answer, in order.")
            return []
        }
        var names: [String] = []
        for (value, model) in serve.texts() ?? [] {
            checkReference(value, "model", model)
            if names.contains(model) {
                value.fail("The model `\(model.prefix(64))` stands twice in this route.", hint: "Keep one of them.")
            }
            names.append(model)
        }
        if case .sequence(let sequence) = serve.node, sequence.isEmpty {
            serve.fail("A route serves at least one model.", hint: "Name it: `serve: [MODEL]`.")
        }
        return names
    }

    private func readBoundary(_ value: Value?) -> DataBoundary {
        guard let fields = value?.section(["regions", "vendors", "providers"]) else { return DataBoundary() }
        let providers = fields["providers"]?.texts()
        for (value, name) in providers ?? [] { checkReference(value, "provider", name) }
        return DataBoundary(
            regions: (fields["regions"]?.texts()?.map(\.1)).map(Set.init),
            vendors: (fields["vendors"]?.texts()?.map(\.1)).map(Set.init),
            providers: (providers?.map(\.1)).map(Set.init)
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
        // A provider or model that is not there was told already, and may be the one that matters.
        guard boundary.providers?.isSubset(of: providers.map(\.name)) ?? true,
            serve.allSatisfy({ name in models.contains { $0.name == name } })
        else { return }
        let known = models.filter { serve.contains($0.name) }
        let inside = known.contains { boundary.holds($0) }
        if !known.isEmpty, !inside {
            fields.fail(
                "boundary",
                "None of the route's models lies inside its data boundary.",
                hint: "Widen it, or serve another model."
            )
        }
    }
}
