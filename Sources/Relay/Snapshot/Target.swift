import Dialects
import Domain
import NIOCore
import Routing
import Settings

/// One model as the data plane reaches it: everything about a request to it that does not depend on the request.
final class Target: Sendable {
    let model: Model
    /// The provider's name of the model, as it stands in a request's JSON.
    let modelID: Splice.Name
    let providerName: String
    /// Whose table says what an error of the provider means.
    let kind: ProviderAnswer.Kind
    let lineage: String
    /// The lines that name the model in an answer's head.
    let names: ByteBuffer
    /// In the provider's order.
    let dialects: [Dialect]
    let origin: Origin
    let handle: ModelHandle
    /// One entry a credential that could be read, with its place in the settings; one without place where none is used.
    let credentials: [Credential]
    /// A whole request for the provider's list of models.
    let modelsListHead: ByteBuffer
    /// The model takes the name that was asked for, not the one configured: the pass-through of a start without file.
    let takesAskedName: Bool

    struct Credential: Sendable {
        /// Place in the provider's list; what the journal and a binding name.
        let index: Int
        /// By operation: request line and all fixed fields, ready to be sent.
        fileprivate let heads: [ByteBuffer]
    }

    /// - Parameter secrets: by place among the provider's credentials, nil where it cannot be read; empty where none is used.
    init(
        model: Model,
        provider: Provider,
        base: BaseURL,
        origin: Origin,
        handle: ModelHandle,
        secrets: [String?],
        takesAskedName: Bool = false
    ) {
        self.model = model
        modelID = Splice.Name(model.id)
        self.providerName = provider.name
        kind = ProviderAnswer.Kind(provider.kind)
        self.lineage = model.lineage.description
        var names = ByteBuffer()
        names.writeField("holdfast-model", model.name)
        names.writeField("holdfast-lineage", lineage)
        self.names = names
        self.dialects = provider.dialects
        self.origin = origin
        self.handle = handle
        self.takesAskedName = takesAskedName
        modelsListHead = Self.modelsListHead(provider, base, secret: secrets.lazy.compactMap { $0 }.first)
        let usable: [(Int, String?)] =
            secrets.isEmpty
            ? [(0, nil)] : secrets.enumerated().compactMap { index, secret in secret.map { (index, $0) } }
        credentials = usable.map { index, secret in
            Credential(
                index: index,
                heads: Operation.all.map { Self.head($0, provider, base, secret: secret) }
            )
        }
    }

    /// The dialect in which a request goes up: the caller's own where it is spoken, otherwise the first that is.
    func dialect(for caller: Dialect) -> Dialect {
        dialects.contains(caller) ? caller : dialects.first ?? caller
    }

    /// What the request asks for and this model does not declare; nil when there is nothing.
    func missing(for peek: Peek, bodyBytes: Int) -> String? {
        if let missing = peek.needs.missing(of: model.capabilities) {
            return "the capability `\(missing.rawValue)`"
        }
        if let limit = model.outputLimit, let wanted = peek.outputLimit, wanted > limit {
            return "an output of \(wanted) tokens (its limit is \(limit))"
        }
        if let limit = model.contextLimit, !peek.needs.hasAny(of: .media),
            bodyBytes / Self.mostBytesPerToken > limit
        {
            return "a context of this length (its limit is \(limit) tokens)"
        }
        return nil
    }

    /// Far above what any text of any language needs, so that nothing is kept from a model that could take it.
    private static let mostBytesPerToken = 16

    /// The model in metrics. A pass-through takes whatever name the caller chose, and a label must come from the settings.
    var label: String { takesAskedName ? "*" : model.name }

    /// Request line and fixed fields of a request; the fields of the request itself and the empty line follow.
    func head(_ operation: Operation, credential: Int) -> ByteBuffer {
        let chosen = credentials.first { $0.index == credential } ?? credentials[0]
        return chosen.heads[operation.place]
    }

    private static func head(_ operation: Operation, _ provider: Provider, _ base: BaseURL, secret: String?)
        -> ByteBuffer
    {
        head("POST \(base.path)\(operation.path)", provider, base, secret: secret)
    }

    private static func modelsListHead(_ provider: Provider, _ base: BaseURL, secret: String?) -> ByteBuffer {
        var whole = head("GET \(base.path)/models", provider, base, secret: secret)
        whole.writeString("\r\n")
        return whole
    }

    private static func head(_ start: String, _ provider: Provider, _ base: BaseURL, secret: String?) -> ByteBuffer {
        var head = ByteBuffer()
        head.writeString(start)
        var query = base.query.map { [$0] } ?? []
        if case .query(let name) = provider.authentication, let secret {
            query.append("\(name)=\(percentEncoded(secret))")
        }
        if !query.isEmpty { head.writeString("?" + query.joined(separator: "&")) }
        head.writeString(" HTTP/1.1\r\n")
        head.writeField("host", hostField(base))
        switch (provider.authentication, secret) {
        case (.bearer, let secret?): head.writeField("authorization", "Bearer \(secret)")
        case (.header(let name), let secret?): head.writeString("\(name): \(secret)\r\n")
        case (.bearer, nil), (.header, nil), (.query, _), (.none, _): break
        }
        // Compressed answers could not be followed frame by frame.
        head.writeField("accept-encoding", "identity")
        head.writeField("user-agent", "holdfast")
        for field in provider.headers { head.writeString("\(field.name): \(field.value)\r\n") }
        return head
    }

    private static func hostField(_ base: BaseURL) -> String {
        let host = base.host.contains(":") ? "[\(base.host)]" : base.host
        return base.port == (base.isTLS ? 443 : 80) ? host : "\(host):\(base.port)"
    }

    private static func percentEncoded(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return encoded
    }
}

extension ProviderAnswer.Kind {
    init(_ kind: Provider.Kind) {
        switch kind {
        case .openai: self = .openAI
        case .anthropic: self = .anthropic
        case .openaiCompatible: self = .compatible
        case .rehearsal: self = .rehearsal
        }
    }
}
