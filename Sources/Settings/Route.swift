import Domain

/// The name applications ask for.
package struct Route: Sendable, Equatable {
    package enum UsageReport: String, CaseIterable, Sendable {
        /// Take what the upstream reports by itself.
        case observe
        /// Ask the upstream for usage where the caller did not.
        case ask
    }

    package enum Refusals: String, CaseIterable, Sendable {
        /// The caller gets the refusal.
        case `return`
        /// The next model is asked.
        case move
    }

    /// What stands as `model` in the body of an answer.
    package enum ModelName: String, CaseIterable, Sendable {
        /// What the model that answered calls itself.
        case served
        /// What the caller asked for, for programs that compare the two.
        case asked
    }

    package var name: String
    /// Models in order of preference; not empty, no repeats.
    package var serve: [String]
    package var boundary: DataBoundary
    package var usage: UsageReport
    /// What a translation between dialects would leave out is refused instead.
    package var isStrict: Bool
    /// Streams that need no translation are read and written anew all the same, for servers with known defects.
    package var repairsStreams: Bool
    /// What becomes of a request whose content a model or a filter beside it refuses with an error.
    package var refusals: Refusals
    package var timeouts: Timeouts
    /// Of one exchange, whatever retries, credentials and fallbacks multiply to.
    package var attempts: Int
    package var retries: Retries
    /// Streams that break off may be finished by another model.
    package var continues: Bool
    /// Also those of a model that is recalled meanwhile, whatever for.
    package var continuesRecalled: Bool
    /// How long a stream without an answer stays silent; nil: until a model answers.
    package var commentAfter: Duration?
    package var modelName: ModelName
    /// What a conversation is answered with when no model does; nil: with an error.
    package var lastResort: String?
    /// What its models must hold; nil: nothing.
    package var requirement: Requirement?
    /// nil: they are not watched.
    package var watch: Watching?
    /// What it is for, in words for the public; nil: nobody said.
    package var purpose: String?
    /// What it must not be used for; nil: nobody said.
    package var notFor: String?

    package init(
        name: String,
        serve: [String],
        boundary: DataBoundary,
        usage: UsageReport,
        isStrict: Bool = false,
        repairsStreams: Bool = false,
        refusals: Refusals = .return,
        timeouts: Timeouts,
        attempts: Int = Defaults.attempts,
        retries: Retries = Retries(),
        continues: Bool = false,
        continuesRecalled: Bool = false,
        commentAfter: Duration? = Defaults.commentAfter,
        modelName: ModelName = .served,
        lastResort: String? = nil,
        requirement: Requirement? = nil,
        watch: Watching? = nil,
        purpose: String? = nil,
        notFor: String? = nil
    ) {
        self.name = name
        self.serve = serve
        self.boundary = boundary
        self.usage = usage
        self.isStrict = isStrict
        self.repairsStreams = repairsStreams
        self.refusals = refusals
        self.timeouts = timeouts
        self.attempts = attempts
        self.retries = retries
        self.continues = continues
        self.continuesRecalled = continuesRecalled
        self.commentAfter = commentAfter
        self.modelName = modelName
        self.lastResort = lastResort
        self.requirement = requirement
        self.watch = watch
        self.purpose = purpose
        self.notFor = notFor
    }
}

/// Where a route's traffic may go. nil means no restriction of that sort.
package struct DataBoundary: Sendable, Equatable {
    package var regions: Set<String>?
    package var vendors: Set<String>?
    package var providers: Set<String>?

    /// Whether a model lies inside.
    package func holds(_ model: Model) -> Bool {
        (regions.map { regions in model.region.map(regions.contains) ?? false } ?? true)
            && (vendors?.contains(model.lineage.vendor) ?? true) && (providers?.contains(model.provider) ?? true)
    }

    package init(
        regions: Set<String>? = nil,
        vendors: Set<String>? = nil,
        providers: Set<String>? = nil
    ) {
        self.regions = regions
        self.vendors = vendors
        self.providers = providers
    }
}
