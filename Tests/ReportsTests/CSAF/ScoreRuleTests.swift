import JSON
import Reports
import Testing

@Suite("CSAF: scores")
struct ScoreRuleTests {
    private static let score = "/vulnerabilities/0/scores/0"
    private static let object = "/vulnerabilities/0/scores/0/cvss_v3"

    private static func vector(_ text: String, _ base: String, _ severity: String, version: String = "3.1") throws
        -> JSONValue
    {
        try SampleAdvisory.recall().with(
            object,
            json: """
                {"version": "\(version)", "vectorString": "\(text)", "baseScore": \(base), "baseSeverity": "\(severity)"}
                """
        )
    }

    private static func second(_ json: String) throws -> JSONValue {
        try SampleAdvisory.recall().with("/vulnerabilities/0/scores/1", json: json)
    }

    @Test("each change does what it must", arguments: repeated + invalid + computed + inconsistent)
    func change(change: Change) throws { try change.verify() }

    private static let three = "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:L/A:N"

    private static let repeated: [Change] = [
        .breaks(
            .scoresOfOneVersion,
            "/vulnerabilities/0/scores/1/products/0",
            "a product has two scores of one version"
        ) {
            let document = try SampleAdvisory.recall()
            return document.with(
                "/vulnerabilities/0/scores/1",
                document["vulnerabilities"]?.elements?.first?["scores"]?.elements?.first
            )
        },
        .keeps("a product has scores of three versions") {
            try second(
                """
                {"products": ["MODEL-A"],
                 "cvss_v2": {"version": "2.0", "vectorString": "AV:N/AC:L/Au:N/C:C/I:P/A:N", "baseScore": 8.5},
                 "cvss_v3": {"version": "3.0", "vectorString": "\(three)", "baseScore": 8.2, "baseSeverity": "HIGH"}}
                """
            )
        },
    ]

    private static let invalid: [Change] = [
        .breaks(.invalidCVSS, "\(object)/baseSeverity", "a severity is missing") {
            try SampleAdvisory.recall().with("\(object)/baseSeverity", nil)
        },
        .breaks(.invalidCVSS, "\(object)/version", "the version is of no such object") {
            try SampleAdvisory.recall().with("\(object)/version", .string("2.0"))
        },
        .breaks(.invalidCVSS, "\(object)/vectorString", "version and vector are of two versions") {
            try SampleAdvisory.recall().with("\(object)/version", .string("3.0"))
        },
        .breaks(.invalidCVSS, "\(object)/vectorString", "the vector has a value that there is not") {
            try vector("CVSS:3.1/AV:N/AC:M/PR:N/UI:N/S:U/C:H/I:L/A:N", "8.2", "HIGH")
        },
        .breaks(.invalidCVSS, "\(object)/vectorString", "the vector ends in a slash") {
            try vector("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:L/A:N/", "8.2", "HIGH")
        },
        .breaks(.invalidCVSS, "\(object)/attackComplexity", "a word of another version") {
            try SampleAdvisory.recall().with("\(object)/attackComplexity", .string("MEDIUM"))
        },
        .breaks(.invalidCVSS, "\(object)/temporalScore", "a score is text") {
            try SampleAdvisory.recall().with("\(object)/temporalScore", .string("8.2"))
        },
        .breaks(.invalidCVSS, "/vulnerabilities/0/scores/1/cvss_v2/version", "a version is missing") {
            try second(
                #"{"products": ["MODEL-B"], "cvss_v2": {"vectorString": "AV:L/AC:L/Au:M/C:C/I:C/A:C", "baseScore": 6.5}}"#
            )
        },
        .keeps("metrics may be in any order, and unknown members there") {
            try vector("CVSS:3.1/A:N/AV:N/PR:N/AC:L/UI:N/I:L/S:U/C:H", "8.20", "HIGH")
                .with("\(object)/comment", .string("ours"))
        },
    ]

    private static let computed: [Change] = [
        .breaks(.wrongCVSS, "\(object)/baseScore", "the score is a tenth too high") {
            try vector("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:L/A:N", "8.3", "HIGH")
        },
        .breaks(.wrongCVSS, "\(object)/baseSeverity", "its name is that of another") {
            try vector("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:L/A:N", "8.2", "CRITICAL")
        },
        .breaks(.wrongCVSS, "\(object)/temporalScore", "time makes it less") {
            try vector("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:L/A:N/E:P/RL:O", "8.2", "HIGH")
                .with("\(object)/temporalScore", .number("8.2"))
        },
        .breaks(.wrongCVSS, "\(object)/vectorString", "a base metric is missing") {
            try vector("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:L", "8.2", "HIGH")
        },
        .breaks(.wrongCVSS, "\(object)/vectorString", "a metric stands twice") {
            try vector("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:L/A:N/AV:L", "8.2", "HIGH")
        },
        .breaks(.wrongCVSS, "/vulnerabilities/0/scores/1/cvss_v2/environmentalScore", "a score of version 2 is wrong") {
            try second(
                """
                {"products": ["MODEL-B"],
                 "cvss_v2": {"version": "2.0", "vectorString": "AV:N/AC:L/Au:N/C:N/I:N/A:C/CDP:H/TD:H/CR:M/IR:M/AR:H",
                             "baseScore": 7.8, "environmentalScore": 9.1}}
                """
            )
        },
        .keeps("time makes it less, and that is told") {
            try vector("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:L/A:N/E:P/RL:O", "8.2", "HIGH")
                .with("\(object)/temporalScore", .number("7.4")).with("\(object)/temporalSeverity", .string("HIGH"))
        },
    ]

    private static let inconsistent: [Change] = [
        .breaks(.inconsistentCVSS, "\(object)/attackVector", "the vector says otherwise") {
            try SampleAdvisory.recall().with("\(object)/attackVector", .string("LOCAL"))
        },
        .keeps("the vector says nothing of it") {
            try SampleAdvisory.recall().with("\(object)/modifiedAttackVector", .string("LOCAL"))
        },
    ]
}
