/// What a value of a document must look like: a JSON schema in Swift, as far as that of CSAF 2.0 goes.
indirect enum Shape: Sendable {
    case text(TextForm)
    /// One of a closed set.
    case word([String])
    /// - Parameter isSet: no element stands twice.
    case list(Shape, least: Int = 1, isSet: Bool = false)
    case object(Members)
    /// `Shape.branch`, which holds branches itself.
    case branches
    /// An object about whose members a test of its own decides.
    case anyObject

    /// Members that are not named may be there: the standard's schema forbids none.
    struct Members: Sendable {
        var required: [String: Shape]
        var optional: [String: Shape]
        /// How many members, known or not.
        var count: ClosedRange<Int>
    }

    static func object(
        _ required: [String: Shape],
        optional: [String: Shape] = [:],
        count: ClosedRange<Int> = 0...Int.max
    ) -> Shape {
        .object(Members(required: required, optional: optional, count: count))
    }

    /// Text that is not empty.
    static let words = Shape.text(.words)
    static let uri = Shape.text(.uri)
    static let moment = Shape.text(.moment)
    static let id = words
    static let ids = Shape.list(id, isSet: true)
}
