import Dialects
import Domain
import JSON
import NIOCore

/// A provider's error inside an answer whose status was good.
enum AnswerError {
    /// - Returns: nil when the answer is none.
    static func read(_ answer: JSONValue, _ dialect: Dialect) -> UpstreamError? {
        let profile = dialect.profile
        if let error = answer["error"], !error.isNull { return profile.readError(answer) }
        return profile.innerError(in: answer) ?? (hasWord(answer) ? UpstreamError() : nil)
    }

    /// Servers write it behind an answer that broke off, and not always with an error beside it.
    private static func hasWord(_ answer: JSONValue) -> Bool {
        answer["choices"]?.elements?.contains { $0["finish_reason"]?.string == "error" } ?? false
    }

    /// Whether an answer that ended so may be an error at all: to tell, it would have to be read whole.
    static func isPossible(finishReason: String?) -> Bool {
        switch finishReason {
        case nil, "failed", "error": true
        default: false
        }
    }

    /// The error event among whole frames, the last of which made the stream fail.
    static func read(frames bytes: ByteBuffer, _ dialect: Dialect) -> UpstreamError? {
        var events = ServerSentEvents()
        guard let frames = try? bytes.withUnsafeReadableBytes({ try events.append($0) }) else { return nil }
        for frame in frames {
            // An error event stands for itself, so that no frame needs what came before it.
            var reader = dialect.profile.makeReader()
            for event in (try? reader.read(frame)) ?? [] {
                if case .failed(let error) = event { return error }
            }
            guard let data = try? JSONValue(parsing: frame.data), let error = read(data, dialect) else { continue }
            return error
        }
        return nil
    }
}
