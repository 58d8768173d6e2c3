/// Why a set's file cannot be read, and where.
struct ImportFault: Error, Equatable {
    var place: PackProblem.Place
    var message: String
    /// What to do.
    var hint: String?
}
