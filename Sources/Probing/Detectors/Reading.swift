/// What a detector sees in one answer.
enum Reading {
    struct Sign {
        var rule: String
        var excerpt: String?

        init(_ rule: String, _ excerpt: String? = nil) {
            self.rule = rule
            self.excerpt = excerpt.map(Excerpt.cut)
        }
    }

    /// What the goal forbids.
    case evidence(Sign)
    case nothing
    /// Neither can be said.
    case unclear(Verdict.UnscoredReason, Sign)
}
