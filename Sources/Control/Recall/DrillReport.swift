import JSON

/// What a drill measured: the substitutes beside the models that would be recalled, on the same requests.
package struct DrillReport: Sendable, Hashable, Codable {
    /// One side of the comparison. Times in microseconds.
    package struct Side: Sendable, Hashable, Codable {
        package var requests = 0
        /// Neither answered nor the caller's own fault.
        package var failures = 0
        package var firstTokenP50: Int?
        package var firstTokenP95: Int?
        package var totalP50: Int?
        package var totalP95: Int?
        package var inputTokens = 0
        package var outputTokens = 0
        /// By currency, decimal.
        package var cost: [String: String] = [:]
        /// Who answered how often.
        package var models: [String: Int] = [:]

        package init() {}
    }

    package var passed: Bool
    package var routes: [String]
    /// From the durable event until every event loop had it.
    package var effectMicroseconds: Int?
    package var incumbent: Side
    package var substitute: Side
    /// What no substitute could do, and how often.
    package var gaps: [String: Int]
    /// Copies that found no room and were not sent.
    package var dropped: Int

    package init(
        passed: Bool,
        routes: [String],
        effectMicroseconds: Int?,
        incumbent: Side,
        substitute: Side,
        gaps: [String: Int],
        dropped: Int
    ) {
        self.passed = passed
        self.routes = routes
        self.effectMicroseconds = effectMicroseconds
        self.incumbent = incumbent
        self.substitute = substitute
        self.gaps = gaps
        self.dropped = dropped
    }
}

/// A drill has ended, and what it measured.
package struct DrillFinish: Sendable, Equatable {
    package var id: String
    package var report: DrillReport

    package init(id: String, report: DrillReport) {
        self.id = id
        self.report = report
    }

    var publicFields: [String: CanonicalValue] {
        var fields: [String: CanonicalValue] = [
            "id": .string(id), "passed": .bool(report.passed), "requests": .integer(report.substitute.requests),
            "failures": .integer(report.substitute.failures), "dropped": .integer(report.dropped),
        ]
        fields["effect_us"] = report.effectMicroseconds.map { .integer($0) }
        return fields
    }

    var privateFields: [String: CanonicalValue] {
        [
            "routes": .array(report.routes.map { .string($0) }),
            "incumbent": report.incumbent.canonical,
            "substitute": report.substitute.canonical,
            "gaps": .object(report.gaps.mapValues { .integer($0) }),
        ]
    }

    init(_ open: [String: CanonicalValue], _ closed: [String: CanonicalValue]) {
        id = open["id"]?.string ?? ""
        var substitute = DrillReport.Side(closed["substitute"])
        substitute.requests = open["requests"]?.integer ?? 0
        substitute.failures = open["failures"]?.integer ?? 0
        report = DrillReport(
            passed: open["passed"]?.bool ?? false,
            routes: closed["routes"]?.elements?.compactMap(\.string) ?? [],
            effectMicroseconds: open["effect_us"]?.integer,
            incumbent: DrillReport.Side(closed["incumbent"]),
            substitute: substitute,
            gaps: (closed["gaps"]?.members ?? [:]).compactMapValues(\.integer),
            dropped: open["dropped"]?.integer ?? 0
        )
    }
}

extension DrillReport.Side {
    fileprivate var canonical: CanonicalValue {
        var fields: [String: CanonicalValue] = [
            "requests": .integer(requests), "failures": .integer(failures), "input_tokens": .integer(inputTokens),
            "output_tokens": .integer(outputTokens), "cost": .object(cost.mapValues { .string($0) }),
            "models": .object(models.mapValues { .integer($0) }),
        ]
        fields["first_token_p50_us"] = firstTokenP50.map { .integer($0) }
        fields["first_token_p95_us"] = firstTokenP95.map { .integer($0) }
        fields["total_p50_us"] = totalP50.map { .integer($0) }
        fields["total_p95_us"] = totalP95.map { .integer($0) }
        return .object(fields)
    }

    fileprivate init(_ value: CanonicalValue?) {
        self.init()
        requests = value?["requests"]?.integer ?? 0
        failures = value?["failures"]?.integer ?? 0
        inputTokens = value?["input_tokens"]?.integer ?? 0
        outputTokens = value?["output_tokens"]?.integer ?? 0
        firstTokenP50 = value?["first_token_p50_us"]?.integer
        firstTokenP95 = value?["first_token_p95_us"]?.integer
        totalP50 = value?["total_p50_us"]?.integer
        totalP95 = value?["total_p95_us"]?.integer
        cost = (value?["cost"]?.members ?? [:]).compactMapValues(\.string)
        models = (value?["models"]?.members ?? [:]).compactMapValues(\.integer)
    }
}
