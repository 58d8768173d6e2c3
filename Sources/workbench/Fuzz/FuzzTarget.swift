import Domain
import HoldfastTesting

/// One question that is asked again and again with other bytes.
protocol FuzzTarget {
    static var question: FuzzQuestion { get }

    /// Makes the input of a case.
    static func input(_ source: inout SeededRandom) -> [UInt8]

    /// - Returns: nil when all is well, else what is wrong; `wasAccepted` tells whether our side took the input, so that
    ///   a run whose inputs are all refused at once does not pass for a test.
    static func check(_ input: [UInt8], _ source: inout SeededRandom) -> (problem: String?, wasAccepted: Bool)
}
