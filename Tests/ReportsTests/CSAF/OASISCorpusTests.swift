import JSON
import Reports
import Testing

@Suite("The corpus of the standard", .enabled(if: OASISCorpus.isThere))
struct OASISCorpusTests {
    /// `…-2021-6-1-27-09-01.json`: the number of the test, and of the file.
    private static func parts(_ file: OASISCorpus.File) throws -> (test: String, number: Int) {
        let name = try #require(file.name.split(separator: ".").first)
        let numbers = name.split(separator: "-").suffix(while: { Int($0) != nil && $0 != "2021" }).compactMap {
            Int($0)
        }
        let number = try #require(numbers.last)
        return (numbers.dropLast().map(String.init).joined(separator: "."), number)
    }

    @Test("all of it is there")
    func count() throws {
        let numbers = try OASISCorpus.files("mandatory").map { try Self.parts($0).number }
        #expect(numbers.filter { $0 < 10 }.count == 87 && numbers.filter { $0 > 10 }.count == 60)
    }

    /// Files whose documents are so short that by the letter of the standard they fail further tests, which stand for
    /// themselves.
    private static let alsoFailing: [String: [CSAFTest]] = [
        // Neither notes nor references.
        "6.1.27.1": [.documentReferences],
        "6.1.27.2": [.documentNotes],
        "6.1.27.3": [.documentNotes, .documentReferences],
        // A title is all that is said of the vulnerability.
        "6.1.27.4": [.vulnerabilityNotes, .productStatus],
        "6.1.27.5": [.productTree, .productStatus],
        "6.1.27.6": [.productTree, .vulnerabilityNotes],
        "6.1.27.7": [.vulnerabilityNotes, .vulnerabilityID],
        "6.1.27.8": [.productTree, .vulnerabilityNotes, .exploitabilityStatus],
        "6.1.27.10": [.vulnerabilityNotes],
    ]

    @Test(
        "a file for a mandatory test fails that test and no other, or passes",
        arguments: OASISCorpus.files("mandatory")
    )
    func mandatory(file: OASISCorpus.File) throws {
        let (name, number) = try Self.parts(file)
        let report = CSAFValidator.check(try file.document())
        guard number < 10 else {
            #expect(report.isValid, "\(report.faults)")
            return
        }
        let test = try #require(CSAFTest(rawValue: name))
        #expect(Set(report.causes) == Set([test] + (Self.alsoFailing[name] ?? [])), "\(report.faults)")
        // What follows from another fault is a matter of the document's history alone.
        #expect(report.faults.allSatisfy { $0.follows == nil || $0.follows == test }, "\(report.faults)")
    }

    @Test("a file for another test is valid, but for the two whose file has two hashes of one algorithm")
    func others() throws {
        let files = OASISCorpus.files("optional") + OASISCorpus.files("informative")
        let counted = files.filter { !$0.name.contains("6-2-08-02") && !$0.name.contains("6-2-09-02") }
        #expect(files.count - counted.count == 2 && counted.count > 80)
        for file in counted {
            let report = CSAFValidator.check(try file.document())
            #expect(report.isValid, "\(file.name): \(report.faults)")
        }
        for file in files where !counted.contains(where: { $0.name == file.name }) {
            #expect(CSAFValidator.check(try file.document()).failed == [.hashAlgorithmTwice])
        }
    }

    @Test("names of weaknesses and parts of languages that the files use are all known here")
    func unchecked() throws {
        for file in OASISCorpus.files("mandatory") {
            #expect(CSAFValidator.check(try file.document()).unchecked.isEmpty, "\(file.name)")
        }
    }
}

extension BidirectionalCollection {
    fileprivate func suffix(while belongs: (Element) -> Bool) -> SubSequence {
        var start = endIndex
        while start > startIndex, belongs(self[index(before: start)]) { start = index(before: start) }
        return self[start...]
    }
}
