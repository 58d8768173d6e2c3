import Dialects
import Domain

/// How a request is asked: the caller's dialect, plain or streamed, and the dialect that the providers speak.
struct Form: Sendable, Equatable {
    let dialect: Dialect
    let isStream: Bool
    let upstream: Dialect

    init(_ dialect: Dialect, stream: Bool, upstream: Dialect? = nil) {
        self.dialect = dialect
        isStream = stream
        self.upstream = upstream ?? dialect
    }

    var isTranslated: Bool { upstream != dialect }

    var name: String {
        dialect.rawValue + (isTranslated ? " from \(upstream.rawValue)" : "") + (isStream ? ", streamed" : "")
    }

    static let plain = Dialect.allCases.map { Form($0, stream: false) }
    static let streams = Dialect.allCases.map { Form($0, stream: true) }
    static let all = plain + streams
    /// Where a failure does not depend on the dialect: one of each kind of answer.
    static let two = [Form(.chatCompletions, stream: false), Form(.messages, stream: true)]
    static let translated = [
        Form(.messages, stream: true, upstream: .chatCompletions),
        Form(.chatCompletions, stream: true, upstream: .messages),
        Form(.responses, stream: true, upstream: .messages),
    ]
}
