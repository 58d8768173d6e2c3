import JSON

/// What the model says to one request, in pieces as it would stream them.
enum Speech: Equatable {
    struct Call: Equatable {
        var name: String
        /// Compact JSON.
        var arguments: String
        var pieces: [String] { Speech.slices(of: arguments) }

        init(_ tool: RehearsalRequest.Tool, _ arguments: JSONValue) {
            name = tool.name
            self.arguments = Speech.text(arguments)
        }
    }

    case text([String], isCutShort: Bool)
    case calls([Call])

    init(_ request: RehearsalRequest, _ behaviour: RehearsalBehaviour, _ lapse: Lapse = .none(nil)) {
        switch lapse {
        case .call(let call): self = .calls([call])
        case .words(let words):
            // Where a call is demanded, the words stand in its arguments.
            let calls = Self.calls(request, named: [], .init(saying: words))
            self = calls.isEmpty ? Self.said(words, request, .init(saying: words)) : .calls(calls)
        case .none(let secret):
            let named = Self.tools(request.tools, namedIn: request.lastUserText)
            let calls = Self.calls(request, named: named, .fixed)
            guard calls.isEmpty else {
                self = .calls(calls)
                return
            }
            let words = behaviour.words(for: request.lastUserText) ?? Self.derived(request)
            self = Self.said(secret?.withheld(from: words) ?? words, request, .fixed)
        }
    }

    private static func said(_ words: String, _ request: RehearsalRequest, _ material: ExampleMaterial) -> Speech {
        var text = words
        switch request.format {
        case .text: break
        case .anyObject:
            if !isObject(words) { text = Self.text(.object(("answer", .string(words)))) }
        case .schema(let schema):
            if !isObject(words) { text = Self.text(SchemaExample.value(for: schema, of: material)) }
        }
        return limited(Self.words(of: text), to: request.outputLimit)
    }

    var outputTokens: Int {
        switch self {
        case .text(let pieces, _): Tokens.count(bytes: pieces.reduce(0) { $0 + $1.utf8.count })
        case .calls(let calls): calls.reduce(0) { $0 + Tokens.count($1.arguments) }
        }
    }

    /// How many content frames it has as a stream.
    var pieceCount: Int {
        switch self {
        case .text(let pieces, _): pieces.count
        case .calls(let calls): calls.reduce(0) { $0 + $1.pieces.count }
        }
    }

    // MARK: Tool calls

    private static func calls(
        _ request: RehearsalRequest,
        named: [RehearsalRequest.Tool],
        _ material: ExampleMaterial
    ) -> [Call] {
        let chosen: [RehearsalRequest.Tool]
        switch request.toolChoice {
        case .never: return []
        case .named(let name): chosen = request.tools.filter { $0.name == name }
        case .any: chosen = named.isEmpty ? Array(request.tools.prefix(1)) : named
        case .auto: chosen = request.endsWithToolResult ? [] : named
        }
        return chosen.prefix(request.mayCallSeveral ? chosen.count : 1).map {
            Call($0, SchemaExample.value(for: $0.schema, of: material))
        }
    }

    /// As whole words: `get_time` is not named by `get_timetable`.
    private static func tools(_ tools: [RehearsalRequest.Tool], namedIn text: String) -> [RehearsalRequest.Tool] {
        guard !tools.isEmpty else { return [] }
        let words = Set(text.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") })
        return tools.filter { words.contains(Substring($0.name)) }
    }

    // MARK: Words

    private static func derived(_ request: RehearsalRequest) -> String {
        let count = request.lastUserText.split(whereSeparator: \.isWhitespace).count
        return "This is Holdfast's rehearsal model, not a real one. Your last message has \(count) "
            + (count == 1 ? "word." : "words.")
    }

    private static func isObject(_ text: String) -> Bool {
        (try? JSONValue(parsing: Array(text.utf8)))?.members != nil
    }

    fileprivate static func text(_ value: JSONValue) -> String { String(decoding: value.bytes, as: UTF8.self) }

    /// Words with the white space before them: joined, they are the text again.
    static func words(of text: String) -> [String] {
        var pieces: [String] = []
        var wasSpace = true
        for character in text {
            let isSpace = character.isWhitespace
            if pieces.isEmpty || (isSpace && !wasSpace) { pieces.append("") }
            pieces[pieces.count - 1].append(character)
            wasSpace = isSpace
        }
        return pieces
    }

    /// Arguments come in short slices that respect no boundary of JSON, as vendors send them.
    private static func slices(of text: String) -> [String] {
        var pieces: [String] = []
        var rest = Substring(text)
        while !rest.isEmpty {
            pieces.append(String(rest.prefix(8)))
            rest = rest.dropFirst(8)
        }
        return pieces
    }

    private static func limited(_ pieces: [String], to limit: Int?) -> Speech {
        guard let limit else { return .text(pieces, isCutShort: false) }
        var bytes = 0
        let kept = pieces.prefix { piece in
            bytes += piece.utf8.count
            return Tokens.count(bytes: bytes) <= limit
        }
        return .text(Array(kept), isCutShort: kept.count < pieces.count)
    }
}
