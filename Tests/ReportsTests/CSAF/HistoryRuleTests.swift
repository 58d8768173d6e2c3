import JSON
import Reports
import Testing

@Suite("CSAF: versions, history and status of a document")
struct HistoryRuleTests {
    private static let numbers = "/document/tracking/revision_history"
    private static let version = "/document/tracking/version"

    @Test("each change does what it must", arguments: orders + drafts)
    func change(change: Change) throws { try change.verify() }

    private static let orders: [Change] = [
        .breaks(.revisionOrder, "\(numbers)/1/number", "a later date has the lower number") {
            try SampleAdvisory.history(["10 2", "11 1"], version: "1")
        },
        .breaks(.revisionOrder, "\(numbers)/0/number", "a fraction of a second decides") {
            try SampleAdvisory.history(["2026-06-10T08:00:00.00010Z 1", "2026-06-10T08:00:00.000Z 2"], version: "2")
        },
        .keeps("the list is in another order than the dates") {
            try SampleAdvisory.history(["11 2", "10 1"], version: "2")
        },
        .keeps("of one date the number decides, as a number") {
            try SampleAdvisory.history((1...10).reversed().map { "10 \($0)" }, version: "10")
        },
        .keeps("dates in several zones") {
            try SampleAdvisory.history(["2026-06-10T01:00:00+02:00 1", "2026-06-09T23:30:00Z 2"], version: "2")
        },
        .breaks(.latestVersion, version, "the document is older than its history") {
            try SampleAdvisory.history(["10 1", "11 2"], version: "1")
        },
        .breaks(.latestVersion, version, "a pre-release is not what was released, in a draft neither its number") {
            try SampleAdvisory.history(["10 1.0.0", "11 2.0.0"], version: "3.0.0-rc.1", status: "draft")
        },
        .keeps("a draft may be a pre-release of its last revision") {
            try SampleAdvisory.history(["10 1.0.0", "11 2.0.0"], version: "2.0.0-rc.1", status: "draft")
        },
        .keeps("build metadata says nothing") {
            try SampleAdvisory.history(["10 1.0.0+a.1"], version: "1.0.0+b-2")
        },
        .breaks(.revisionMissing, "\(numbers)/1/number", "a number is left out") {
            try SampleAdvisory.history(["10 1", "11 3"], version: "3")
        },
        .breaks(.revisionMissing, "\(numbers)/0/number", "the history begins with 2") {
            try SampleAdvisory.history(["10 2", "11 3"], version: "3")
        },
        .breaks(.revisionMissing, "\(numbers)/1/number", "a major number is left out") {
            try SampleAdvisory.history(["10 1.4.0", "11 3.0.0"], version: "3.0.0")
        },
        .breaks(.revisionMissing, "\(numbers)/1/number", "a number that no machine word holds is left out") {
            try SampleAdvisory.history(
                ["10 1", "11 100000000000000000000000000"],
                version: "100000000000000000000000000"
            )
        },
        .keeps("minor numbers may be left out") {
            try SampleAdvisory.history(["10 1.4.0", "11 1.9.0"], version: "1.9.0")
        },
        .breaks(.revisionTwice, "\(numbers)/1/number", "a number stands twice") {
            try SampleAdvisory.history(["10 1", "11 1"], version: "1")
        },
        .keeps("two revisions of one day") { try SampleAdvisory.history(["10 1", "10 2"], version: "2") },
        .breaks(.mixedVersions, "\(numbers)/1/number", "the kind of number changes") {
            try SampleAdvisory.history(["10 1.0.0", "11 2"], version: "2")
        },
        .breaks(.mixedVersions, version, "the document's version is of the other kind") {
            try SampleAdvisory.history(["10 1"], version: "1.0.0")
        },
        .keeps("all are of three numbers") { try SampleAdvisory.history(["10 1.0.0", "11 2.0.0"], version: "2.0.0") },
    ]

    private static let drafts: [Change] = [
        .breaks(.draftStatus, "/document/tracking/status", "version 0 is final") {
            try SampleAdvisory.history(["10 0"], version: "0")
        },
        .breaks(.draftStatus, "/document/tracking/status", "version 0.9.5 is interim") {
            try SampleAdvisory.history(["10 0.9.5"], version: "0.9.5", status: "interim")
        },
        .keeps("version 0.9.5 is a draft") {
            try SampleAdvisory.history(["10 0.9.5"], version: "0.9.5", status: "draft")
        },
        .breaks(.releasedHistory, "\(numbers)/0/number", "the history of a final document begins with 0") {
            try SampleAdvisory.history(["10 0", "11 1"], version: "1")
        },
        .keeps("the history of a draft begins with 0") {
            try SampleAdvisory.history(["10 0", "11 1"], version: "1", status: "draft")
        },
        .breaks(.prereleaseInHistory, "\(numbers)/0/number", "a pre-release is in the history") {
            try SampleAdvisory.history(["10 1.0.0-rc.1", "11 1.0.0"], version: "1.0.0")
        },
        .keeps("what looks like a pre-release is build metadata") {
            try SampleAdvisory.history(["10 1.0.0+build-rc.1", "11 1.1.0"], version: "1.1.0")
        },
        .breaks(.prereleaseVersion, version, "a pre-release is final") {
            try SampleAdvisory.history(["10 1.0.0"], version: "1.0.0-alpha")
        },
        .keeps("build metadata of a final document") {
            try SampleAdvisory.history(["10 1.0.0"], version: "1.0.0+alpha")
        },
    ]

    @Test("one mistake that fails several tests is told as one, and the rest as what follows")
    func follows() throws {
        let report = CSAFValidator.check(try SampleAdvisory.history(["10 1.0.0"], version: "1.0.0-alpha"))
        #expect(report.failed == [.latestVersion, .draftStatus, .prereleaseVersion])
        #expect(report.faults.filter { $0.follows != nil }.allSatisfy { $0.follows == .prereleaseVersion })
        let order = CSAFValidator.check(try SampleAdvisory.history(["10 2", "11 1"], version: "2"))
        #expect(order.failed == [.revisionOrder, .latestVersion, .revisionMissing] && order.causes == [.revisionOrder])
    }

    @Test("a revision that cannot be read is a fault of the structure, and no version is missed for it")
    func unreadable() throws {
        let document = try SampleAdvisory.recall().with("\(Self.numbers)/1/number", .string("two"))
        let report = CSAFValidator.check(document)
        #expect(report.failed == [.structure], "\(report.faults)")
    }
}
