/// Why nothing can be said of an incident as asked, and what to do.
package enum IncidentRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    case unknown(String)

    package var description: String {
        switch self {
        case .unknown(let id): "There is no incident `\(id.prefix(64))`. `holdfast incident list` lists them."
        }
    }
}
