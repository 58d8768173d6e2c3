import Dialects
import Domain

/// What stands at a path of the service listener. Everything else does not exist.
enum ServicePath: Equatable {
    case operation(Operation)
    case models
    /// `GET /v1/models/NAME`; the name lies behind the prefix.
    case model(Piece)

    init?(_ bytes: Bytes, _ path: Piece) {
        if let served = Self.served.first(where: { $0.matches(bytes, path) }) {
            self = .operation(served.operation)
        } else if path.count == 10, bytes.startsWith("/v1/models", at: path.lowerBound) {
            self = .models
        } else if path.count >= 12, bytes.startsWith("/v1/models/", at: path.lowerBound) {
            self = .model((path.lowerBound + 11)..<path.upperBound)
        } else {
            return nil
        }
    }

    private struct Served {
        var path: [UInt8]
        var operation: Operation

        func matches(_ bytes: Bytes, _ piece: Piece) -> Bool {
            piece.count == path.count && begins(bytes, piece)
        }

        func begins(_ bytes: Bytes, _ piece: Piece) -> Bool {
            piece.count >= path.count && bytes.startsWith(path, at: piece.lowerBound)
        }
    }

    private static let served = Operation.all.map { Served(path: Array("/v1\($0.path)".utf8), operation: $0) }

    /// Of the operation whose path a path begins with.
    static func vendor(_ bytes: Bytes, _ path: Piece) -> Vendor? {
        served.first { $0.begins(bytes, path) }?.operation.dialect.vendor
    }

    static let list = "POST \(Operation.all.map { "/v1\($0.path)" }.joined(separator: ", ")); GET /v1/models"
}

extension RequestHead {
    /// Whose shapes an answer to this request takes, even when its path is unknown.
    func vendor(_ bytes: Bytes) -> Vendor {
        if anthropicVersion != nil { return .anthropic }
        return ServicePath.vendor(bytes, path) ?? .openAI
    }
}
