import Dialects
import Domain

/// What a request's head asks of the server.
enum RehearsalAsk: Equatable {
    case serve(Operation)
    case models(Vendor)
    case refuse(RehearsalProblem, Vendor)

    /// - Parameter target: of the request line, with its query.
    /// - Parameter isKnown: the secret was shown.
    init(isPost: Bool, target: String, isForAnthropic: Bool, isKnown: Bool) {
        let path = target.prefix { $0 != "?" }
        let operation = Operation.all.first { "/v1\($0.path)" == path }
        let vendor = operation?.dialect.vendor ?? (isForAnthropic ? .anthropic : .openAI)
        if !isKnown {
            let message = "This port serves the process that opened it, and that process only."
            self = .refuse(RehearsalProblem(status: 401, message), vendor)
        } else if let operation, isPost {
            self = .serve(operation)
        } else if path == "/v1/models", !isPost {
            self = .models(vendor)
        } else {
            self = .refuse(RehearsalProblem(status: 404, "The rehearsal model has nothing at this path."), vendor)
        }
    }
}
