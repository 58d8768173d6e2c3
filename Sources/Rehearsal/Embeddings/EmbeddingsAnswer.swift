import JSON

/// OpenAI's embeddings: for each input a vector of length 1 that depends on its bytes alone. Nothing is near for what it
/// means.
struct EmbeddingsAnswer {
    private static let usualDimensions = 64
    private static let maximumDimensions = 4096
    /// Numbers of one answer together: 16 MiB as text at most.
    private static let maximumNumbers = 1 << 20

    let body: JSONValue

    init(_ fields: JSONValue) throws(RehearsalProblem) {
        let request = try RehearsalRequest(fields)
        guard let inputs = Self.inputs(fields["input"]) else {
            throw RehearsalProblem(
                "`input` must be a text, a list of tokens, or a list of those that is not empty.",
                parameter: "input"
            )
        }
        let dimensions = try fields.count("dimensions") ?? Self.usualDimensions
        guard dimensions <= Self.maximumDimensions, dimensions * inputs.count <= Self.maximumNumbers else {
            throw RehearsalProblem(
                "At most \(Self.maximumDimensions) dimensions and \(Self.maximumNumbers) numbers are made for a request.",
                parameter: "dimensions"
            )
        }
        let isBase64: Bool
        switch fields["encoding_format"] {
        case nil, .null, .string("float"): isBase64 = false
        case .string("base64"): isBase64 = true
        default:
            throw RehearsalProblem("`encoding_format` must be float or base64.", parameter: "encoding_format")
        }
        let tokens = inputs.reduce(0) { $0 + Tokens.count(bytes: $1.count) }
        body = .object(
            ("object", .string("list")),
            (
                "data",
                .array(
                    inputs.enumerated().map { index, input in
                        let vector = Self.vector(of: input, dimensions)
                        return .object(
                            ("object", .string("embedding")),
                            ("index", .integer(index)),
                            ("embedding", isBase64 ? .string(Base64.text(vector)) : Self.list(vector))
                        )
                    }
                )
            ),
            ("model", .string(request.reportedModel)),
            ("usage", .object(("prompt_tokens", .integer(tokens)), ("total_tokens", .integer(tokens))))
        )
    }

    /// The bytes of each input; nil when the value has none of the four shapes.
    private static func inputs(_ value: JSONValue?) -> [[UInt8]]? {
        switch value {
        case .string(let text): return [Array(text.utf8)]
        case .array(let elements) where !elements.isEmpty:
            if elements.allSatisfy({ $0.integer != nil }) { return [JSONValue.array(elements).bytes] }
            var inputs: [[UInt8]] = []
            for element in elements {
                switch element {
                case .string(let text): inputs.append(Array(text.utf8))
                case .array(let tokens) where !tokens.isEmpty && tokens.allSatisfy { $0.integer != nil }:
                    inputs.append(element.bytes)
                default: return nil
                }
            }
            return inputs
        default: return nil
        }
    }

    static func vector(of input: [UInt8], _ dimensions: Int) -> [Float] {
        let seed = RequestDigest.hash(input)
        var vector = (1...dimensions).map { index in
            // 53 bits as a number from -1 to 1.
            let bits = RequestDigest.spread(seed &+ RequestDigest.golden &* UInt64(index)) >> 11
            return Double(bits) / Double(UInt64(1) << 52) - 1
        }
        let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
        if length == 0 { vector[0] = 1 }
        return vector.map { Float($0 / max(length, .leastNormalMagnitude)) }
    }

    private static func list(_ vector: [Float]) -> JSONValue {
        .array(vector.map { .number($0.description) })
    }
}
