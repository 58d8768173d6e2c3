import Dialects
import Domain
import Probing
import Relay
import Routing
import Settings

extension ProbeTarget {
    /// A target longer silent than this does not answer, whatever its route waits for.
    private static let patience = Duration.seconds(120)

    /// Who interrupts a run waits so long for what is under way: what is not answered then is asked again when it goes on.
    static let parting = Duration.seconds(10)

    /// A model alone, or a route as its callers get it.
    ///
    /// - Parameter recall: that does not count, for the trials are to tell whether it may be lifted.
    init(_ place: Place, _ settings: Settings, _ relay: Relay, lifting recall: String? = nil) {
        let models = settings.models.filter { place.models.contains($0.name) }
        self.init(
            name: place.name,
            takesTools: models.contains { $0.capabilities.contains(.tools) },
            takesPrefill: models.contains { $0.capabilities.contains(.prefill) }
        ) { body in
            let answer = await relay.ask(
                InternalRequest(
                    route: place.name,
                    operation: .conversation(.chatCompletions),
                    body: body,
                    patience: Self.patience,
                    parting: Self.parting,
                    certifies: recall,
                    isAlone: place.isModel,
                    keepsAnswer: true
                )
            )
            return Reply(answer)
        }
    }

    /// What a command names: a model or a route of the settings.
    struct Place {
        var name: String
        var isModel: Bool
        /// Those that may answer.
        var models: [String]

        /// - Parameter text: a name, or `model:NAME` and `route:NAME` where both have it.
        init(_ text: String, _ settings: Settings, onlyModels: Bool = false) throws {
            let (kind, name) = Self.parts(text)
            let isModel = kind != "route" && settings.models.contains { $0.name == name }
            let route = kind == "model" || onlyModels ? nil : settings.routes.first { $0.name == name }
            if isModel, route != nil, kind == nil {
                throw Failure(.failed, "`\(name)` is a model and a route. Write `model:\(name)` or `route:\(name)`.")
            }
            if let route {
                self.init(name: name, isModel: false, models: route.serve)
            } else if isModel {
                self.init(name: name, isModel: true, models: [name])
            } else {
                let known = settings.models.map(\.name) + (onlyModels ? [] : settings.routes.map(\.name))
                let nearest = NearestWord.question(name, among: known).map { " " + $0 } ?? ""
                throw Failure(
                    .failed,
                    "There is no \(onlyModels ? "model" : "model or route") `\(name)`.\(nearest) There are: \(known.sorted().joined(separator: ", "))."
                )
            }
        }

        /// A model of the settings, alone.
        init(model name: String) {
            self.init(name: name, isModel: true, models: [name])
        }

        private init(name: String, isModel: Bool, models: [String]) {
            (self.name, self.isModel, self.models) = (name, isModel, models)
        }

        private static func parts(_ text: String) -> (kind: String?, name: String) {
            for kind in ["model", "route"] where text.hasPrefix(kind + ":") {
                return (kind, String(text.dropFirst(kind.count + 1)))
            }
            return (nil, text)
        }
    }
}

extension ProbeTarget.Reply {
    /// What an exchange came to; whatever is no whole answer is an error, and never one that counts.
    init(_ answer: InternalAnswer) {
        var observed = ProbeTarget.Observed(
            usage: answer.usage,
            cost: answer.cost,
            model: answer.reportedModel,
            microseconds: answer.totalMicroseconds
        )
        if answer.status == 200, answer.model != nil {
            guard let reply = ChatReply(answer.body) else {
                self = .failed(.malformed, observed, retryAfter: nil)
                return
            }
            observed.model = reply.model ?? observed.model
            observed.build = reply.build
            self = .answered(reply.answer, observed)
            return
        }
        let kind = answer.failureClass.flatMap(FailureClass.init(rawValue:))
        if kind == .contentRefused {
            // The vendor's filter stood in for the model: there is an answer, and it is nobody's.
            self = .answered(Answer(text: "", ending: .filtered), observed)
            return
        }
        self = .failed(
            Self.reason(answer, kind),
            observed,
            retryAfter: answer.retryAfter.map { .seconds($0) }
        )
    }

    private static func reason(_ answer: InternalAnswer, _ kind: FailureClass?) -> Verdict.ErrorReason {
        if answer.isRecalled { return .recalled }
        switch answer.failure {
        case "cut", "unterminated", "reset": return .truncated
        case "malformed", "bad_frame", "encoded": return .malformed
        case "model_busy": return .rateLimited
        case let label? where label.hasSuffix("_timeout") || label == "too_slow": return .timeout
        default: break
        }
        switch kind {
        case .overloaded, .rateLimited: return .rateLimited
        case .malformed: return .malformed
        default: return answer.status == 429 ? .rateLimited : .target
        }
    }
}
