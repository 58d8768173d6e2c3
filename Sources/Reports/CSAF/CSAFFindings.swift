/// Collects what the tests find, under the test that is at work.
struct CSAFFindings {
    /// A document of 32 MiB can hold a million faults; nobody reads more than these of one test.
    static let mostOfATest = 100

    private var faults: [CSAFReport.Fault] = []
    private var unchecked: [CSAFReport.Unchecked] = []
    private var untold = 0
    private var test = CSAFTest.structure
    private var told = 0

    mutating func begin(_ test: CSAFTest) {
        self.test = test
        told = 0
    }

    mutating func fault(_ pointer: JSONPointer, _ message: @autoclosure () -> String) {
        guard hasRoom() else { return }
        faults.append(.init(test: test, pointer: pointer, message: message()))
    }

    mutating func notChecked(_ pointer: JSONPointer, _ reason: @autoclosure () -> String) {
        guard hasRoom() else { return }
        unchecked.append(.init(test: test, pointer: pointer, reason: reason()))
    }

    private mutating func hasRoom() -> Bool {
        told += 1
        if told > Self.mostOfATest { untold += 1 }
        return told <= Self.mostOfATest
    }

    var report: CSAFReport {
        let failed = Set(faults.map(\.test))
        let faults = self.faults.map { fault in
            var fault = fault
            fault.follows = fault.test.mayFollow.first(where: failed.contains)
            return fault
        }
        return CSAFReport(faults: faults, unchecked: unchecked, untold: untold)
    }
}
