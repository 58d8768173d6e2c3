import JSON
import Reports
import Testing

/// One change of a valid document, and what it must do: break a test at a place, or none.
struct Change: Sendable, CustomTestStringConvertible {
    var what: String
    /// nil: the document stays valid.
    var breaks: (test: CSAFTest, pointer: String)?
    var make: @Sendable () throws -> JSONValue

    var testDescription: String { what }

    /// - Parameter pointer: of the fault.
    static func breaks(
        _ test: CSAFTest,
        _ pointer: String,
        _ what: String,
        _ make: @escaping @Sendable () throws -> JSONValue
    ) -> Change {
        Change(what: what, breaks: (test, pointer), make: make)
    }

    static func keeps(_ what: String, _ make: @escaping @Sendable () throws -> JSONValue) -> Change {
        Change(what: what, breaks: nil, make: make)
    }

    /// The test is the only one whose fault stands for itself, and the place is among its faults.
    func verify(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let report = CSAFValidator.check(try make())
        guard let breaks else {
            #expect(report.isValid, "\(report.faults)", sourceLocation: sourceLocation)
            return
        }
        #expect(report.causes == [breaks.test], "\(report.faults)", sourceLocation: sourceLocation)
        let places = report.faults.filter { $0.test == breaks.test }.map(\.pointer.text)
        #expect(places.contains(breaks.pointer), "\(report.faults)", sourceLocation: sourceLocation)
        #expect(report.faults.allSatisfy { $0.message.hasSuffix(".") }, sourceLocation: sourceLocation)
    }
}
