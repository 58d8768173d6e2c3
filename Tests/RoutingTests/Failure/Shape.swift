import Routing
import Testing

/// One answer as a provider was seen or is documented to send it, and what it means.
struct Shape: Sendable, CustomTestStringConvertible {
    var status: Int
    var type: String?
    var code: String?
    var parameter: String?
    var message: String?
    var named = false
    var means: FailureClass

    init(
        _ status: Int,
        _ type: String? = nil,
        _ code: String? = nil,
        _ message: String? = nil,
        parameter: String? = nil,
        named: Bool = false,
        is means: FailureClass
    ) {
        self.status = status
        self.type = type
        self.code = code
        self.message = message
        self.parameter = parameter
        self.named = named
        self.means = means
    }

    var testDescription: String { "\(status) \(type ?? "-") \(code ?? "-") \(message ?? "-") is \(means.rawValue)" }

    func classified(as kind: ProviderAnswer.Kind) -> FailureClass {
        .classify(
            ProviderAnswer(
                kind: kind,
                status: status,
                type: type,
                code: code,
                parameter: parameter,
                message: message
            ),
            callerNamedSomething: named
        )
    }
}
