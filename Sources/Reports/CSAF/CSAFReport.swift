/// What was found in a document. There are three kinds of outcome: a fault, something that could not be checked, and
/// nothing to tell.
package struct CSAFReport: Sendable, Equatable {
    package struct Fault: Sendable, Equatable {
        package var test: CSAFTest
        package var pointer: JSONPointer
        /// What is wrong, and what to do next. It may quote words of the document.
        package var message: String
        /// The test whose fault must be mended first: this one then goes too, or is seen for what it is. nil: it stands
        /// for itself.
        package var follows: CSAFTest?
    }

    /// Neither passed nor failed: we know too little to say.
    package struct Unchecked: Sendable, Equatable {
        package var test: CSAFTest
        package var pointer: JSONPointer
        package var reason: String
    }

    package var faults: [Fault] = []
    package var unchecked: [Unchecked] = []
    /// Faults and things not checked beyond what one test may tell; they are counted, not kept.
    package var untold = 0

    /// What could not be checked does not make a document invalid.
    package var isValid: Bool { faults.isEmpty }

    /// The tests that failed, in the order of the standard.
    package var failed: [CSAFTest] {
        let tests = Set(faults.map(\.test))
        return CSAFTest.allCases.filter(tests.contains)
    }

    /// Those of them whose faults do not follow from another's.
    package var causes: [CSAFTest] {
        let tests = Set(faults.filter { $0.follows == nil }.map(\.test))
        return CSAFTest.allCases.filter(tests.contains)
    }
}
