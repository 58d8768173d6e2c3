import Domain

/// What stands at a path of the service listener. Everything else does not exist.
enum ServicePath: Equatable {
    case operation(Operation)
    case models
    /// `GET /v1/models/NAME`; the name lies behind the prefix.
    case model(Piece)

    init?(_ bytes: Bytes, _ path: Piece) {
        switch path.count {
        case 20 where bytes.startsWith("/v1/chat/completions", at: path.lowerBound):
            self = .operation(.conversation(.chatCompletions))
        case 12 where bytes.startsWith("/v1/messages", at: path.lowerBound):
            self = .operation(.conversation(.messages))
        case 13 where bytes.startsWith("/v1/responses", at: path.lowerBound):
            self = .operation(.conversation(.responses))
        case 14 where bytes.startsWith("/v1/embeddings", at: path.lowerBound):
            self = .operation(.embeddings)
        case 25 where bytes.startsWith("/v1/messages/count_tokens", at: path.lowerBound):
            self = .operation(.countTokens)
        case 26 where bytes.startsWith("/v1/responses/input_tokens", at: path.lowerBound):
            self = .operation(.inputTokens)
        case 10 where bytes.startsWith("/v1/models", at: path.lowerBound):
            self = .models
        case 12... where bytes.startsWith("/v1/models/", at: path.lowerBound):
            self = .model((path.lowerBound + 11)..<path.upperBound)
        default:
            return nil
        }
    }

    static let list =
        "POST /v1/chat/completions, /v1/responses, /v1/messages, /v1/messages/count_tokens, /v1/responses/input_tokens, /v1/embeddings; GET /v1/models"
}

extension RequestHead {
    /// Whose shapes an answer to this request takes, even when its path is unknown.
    func vendor(_ bytes: Bytes) -> Vendor {
        if anthropicVersion != nil { return .anthropic }
        return path.count >= 12 && bytes.startsWith("/v1/messages", at: path.lowerBound) ? .anthropic : .openAI
    }
}
