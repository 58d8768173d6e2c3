package import Control
import JSON

/// What a run is made for. It is a part of the plan, so that whoever goes on with the run does the same with it.
package enum RunPurpose: Sendable, Equatable {
    /// Somebody wants to look at it.
    ///
    /// nil: whom it asks was not recorded.
    case probe(Asked?)
    case certificate(Certifying)
    /// It belongs to the run of this id, and is gone on with by it: what hit there is tried again, or an incumbent is asked the same.
    case part(of: String)

    /// Whom a run asks, as the settings had it when it began: a run is only gone on with while it is so.
    package struct Asked: Sendable, Equatable {
        /// One model alone; otherwise a route, as its callers get it.
        package var isModel: Bool
        /// Of each model that may answer, in the route's order: whom it is asked of, and by which name there.
        package var upstreams: [String]

        package init(isModel: Bool, upstreams: [String]) {
            self.isModel = isModel
            self.upstreams = upstreams
        }
    }

    /// The terms on which a model is tried.
    package struct Certifying: Sendable, Equatable {
        package var policy: String
        /// Of the policy as it stood when the run began: a run is only gone on with while it stands so.
        package var policyHash: String
        /// Whom the model was asked of when the run began, and by which name there: a run is only gone on with while it is so.
        package var upstream: String
        /// Ids of findings whose own probes are tried too.
        package var findings: [String]
        /// The recall that the model is tried under.
        package var recall: String?
        /// What hits is tried again, and becomes a finding where it comes again.
        package var confirms: Bool
        package var by: Actor

        package init(
            policy: String,
            policyHash: String,
            upstream: String,
            findings: [String],
            recall: String?,
            confirms: Bool,
            by: Actor
        ) {
            self.policy = policy
            self.policyHash = policyHash
            self.upstream = upstream
            self.findings = findings
            self.recall = recall
            self.confirms = confirms
            self.by = by
        }
    }

    package var certifying: Certifying? { if case .certificate(let terms) = self { terms } else { nil } }

    // MARK: As a member of the plan

    /// nil: a run that somebody wants to look at, of whom was not recorded.
    var json: JSONValue? {
        switch self {
        case .probe(let asked):
            asked.map { asked in
                .object(
                    ("model", .bool(asked.isModel)),
                    ("upstreams", .array(asked.upstreams.map { .string($0) }))
                )
            }
        case .part(let id): .object(("part_of", .string(id)))
        case .certificate(let terms):
            .object(
                ("policy", .string(terms.policy)),
                ("policy_hash", .string(terms.policyHash)),
                ("upstream", .string(terms.upstream)),
                ("findings", .array(terms.findings.map { .string($0) })),
                ("recall", terms.recall.map { .string($0) }),
                ("confirms", .bool(terms.confirms)),
                ("by", .string(terms.by.description))
            )
        }
    }

    init(_ value: JSONValue?) {
        if let id = value?["part_of"]?.string {
            self = .part(of: id)
        } else if let policy = value?["policy"]?.string {
            self = .certificate(
                Certifying(
                    policy: policy,
                    policyHash: value?["policy_hash"]?.string ?? "",
                    upstream: value?["upstream"]?.string ?? "",
                    findings: value?["findings"]?.elements?.compactMap(\.string) ?? [],
                    recall: value?["recall"]?.string,
                    confirms: value?["confirms"]?.bool ?? true,
                    by: value?["by"]?.string.flatMap { Actor($0) } ?? .server
                )
            )
        } else {
            self = .probe(
                value?["upstreams"]?.elements.map { upstreams in
                    Asked(isModel: value?["model"]?.bool ?? true, upstreams: upstreams.compactMap(\.string))
                }
            )
        }
    }
}
