package import Dialects
package import Domain
import JSON

/// Makes conversations that could be: of every field now and then, in orders that all dialects know.
package struct ConversationMaker: Sendable {
    package var random: SeededRandom
    private var calls = 0
    /// Messages knows functions alone, and what comes back from there is one.
    let hasCustomTools: Bool

    /// - Parameter hasCustomTools: whether there are custom tools, and choices of several tools.
    package init(seed: UInt64, hasCustomTools: Bool = false) {
        random = SeededRandom(seed: seed)
        self.hasCustomTools = hasCustomTools
    }

    static let words = [
        "When is high tide?", "Grüße an Bord", "🌊", "„Möwe“", "a\nb", "\"quoted\" \\ and \u{7}", "Noon.", "x",
        "Line\u{2028}end",
        "The Heron came in.", "<b>&amp;</b>", "0", "null",
    ]

    mutating func text() -> String { random.pick(Self.words) }

    // MARK: Requests

    /// - Parameter model: what the provider calls the model; Messages has rules by its name.
    package mutating func request(model: String) -> ConversationRequest {
        var request = ConversationRequest(model: model)
        if random.chance(2) { request.turns.append(Turn(.system, [textPart()])) }
        if random.chance(4) { request.turns.append(Turn(.developer, [textPart()])) }
        for _ in 0..<(1 + random.below(3)) { appendRound(&request.turns) }
        if random.chance(6) { request.turns.append(Turn(.system, [textPart()])) }
        request.turns.append(Turn(.user, userParts()))
        if random.chance(2) { setTools(&request) }
        setSampling(&request.sampling)
        setWishes(&request)
        return request
    }

    private mutating func textPart() -> Part { .text(Part.Text(text())) }

    private mutating func userParts() -> [Part] {
        var parts = [textPart()]
        if random.chance(3) { parts.append(textPart()) }
        if random.chance(4) { parts.append(image()) }
        if random.chance(5) { parts.append(file()) }
        return parts
    }

    private mutating func image() -> Part {
        .image(
            Part.Image(
                random.pick([
                    .url("https://pictures.example/a.png"), .inline(mediaType: "image/png", base64: "iVBORw0KGgo="),
                ]),
                detail: random.maybe(["low", "high"])
            )
        )
    }

    private mutating func file() -> Part {
        .file(
            Part.File(
                random.pick([.inline(mediaType: "application/pdf", base64: "JVBERi0xLjc="), .text("Three ships.")]),
                name: random.pick(["log.pdf", "log"]),
                wantsCitations: random.chance(4)
            )
        )
    }

    private mutating func appendRound(_ turns: inout [Turn]) {
        turns.append(Turn(.user, userParts(), name: random.chance(8) ? "mate" : nil))
        var parts: [Part] = []
        if random.chance(5) { parts.append(.reasoning(Reasoning(text(), isSummary: random.chance(2)))) }
        if random.chance(8) { parts.append(.refusal(text())) } else { parts.append(textPart()) }
        guard random.chance(2) else { return turns.append(Turn(.assistant, parts)) }
        var results: [Part] = []
        for _ in 0..<(1 + random.below(2)) {
            calls += 1
            let id = "call_\(calls)"
            parts.append(.toolCall(call(id)))
            results.append(.toolResult(ToolResult(callID: id, parts: resultParts(), isError: random.chance(6))))
        }
        turns += [Turn(.assistant, parts), Turn(.tool, results)]
        if random.chance(2) { turns.append(Turn(.assistant, [textPart()])) }
    }

    mutating func call(_ id: String) -> ToolCall {
        if hasCustomTools, random.chance(3) {
            return ToolCall(id: id, name: "log", arguments: random.chance(5) ? "" : text(), isCustom: true)
        }
        return ToolCall(id: id, name: random.pick(["weather", "clock"]), arguments: arguments())
    }

    mutating func arguments() -> String {
        random.pick([
            "", "{}", #"{"city":"Genoa"}"#, #"{"n":1.50,"e":1E+2,"deep":{"a":[1,null,true]}}"#,
            #"{"text":"a\nb \u00e9"}"#,
        ])
    }

    private mutating func resultParts() -> [Part] {
        switch random.below(6) {
        case 0: []
        case 1: [textPart(), textPart()]
        case 2: [textPart(), image()]
        default: [textPart()]
        }
    }

    // MARK: Wishes

    private static let schema = JSONValue.object(
        ("type", .string("object")),
        (
            "properties",
            .object(("city", .object(("type", .string("string")))), ("n", .object(("type", .string("number")))))
        ),
        ("required", .array([.string("city")])),
        ("additionalProperties", .bool(false))
    )

    private mutating func setTools(_ request: inout ConversationRequest) {
        request.tools = [Tool(name: "weather", description: "Weather of a city", parameters: Self.schema)]
        if random.chance(2) { request.tools.append(Tool(name: "clock", strict: random.maybe([true, false]))) }
        request.toolChoice = random.maybe([.auto, .required, .named("weather")])
        if random.chance(4) { request.allowsParallelToolCalls = false }
        if hasCustomTools { setCustomTools(&request) }
    }

    private mutating func setCustomTools(_ request: inout ConversationRequest) {
        let format: Tool.InputFormat = random.pick([.text, .grammar(syntax: "lark", definition: text())])
        request.tools.append(Tool(kind: .custom(format), name: "log", description: random.maybe(["Notes a line"])))
        guard random.chance(2) else { return }
        request.toolChoice = random.pick([
            .named("log"), .allowed(["log", "weather"], isRequired: random.chance(2)),
            .allowed(["clock"], isRequired: false),
        ])
    }

    private mutating func setSampling(_ sampling: inout Sampling) {
        sampling.temperature = random.maybe(["0", "0.70", "1", "1.0", "1.9"])
        sampling.topP = random.maybe(["0.90", "1", "0.1"])
        sampling.topK = random.maybe(["40"])
        sampling.seed = random.maybe(["42", "9007199254740993"])
        sampling.frequencyPenalty = random.maybe(["0.50", "-2"])
        sampling.presencePenalty = random.maybe(["0.25"])
        sampling.logitBias = random.chance(8) ? .object(("1734", .number("-100"))) : nil
        if random.chance(4) {
            sampling.stop = Array(["END", "\n\n", "Ahoy", "a", "b", "c"].shuffled(using: &random).prefix(3))
        }
    }

    private mutating func setWishes(_ request: inout ConversationRequest) {
        if random.chance(6) { request.format = .json }
        if random.chance(5) {
            request.format = .schema(
                name: random.maybe(["sighting"]),
                description: nil,
                schema: Self.schema,
                strict: true
            )
        }
        request.outputLimit = random.maybe(["1", "512", "9000", "100000"])
        if random.chance(3) {
            var wish = ReasoningWish()
            switch random.below(4) {
            case 0: wish.mode = .off
            case 1: (wish.mode, wish.budget) = (.on, random.pick(["1024", "5000", "60000"]))
            default: wish.effort = random.pick(["minimal", "low", "medium", "high", "xhigh", "max"])
            }
            request.reasoning = wish
        }
        request.verbosity = random.maybe(["low", "medium", "high"])
        request.isStream = random.chance(2)
        if request.isStream { request.wantsStreamUsage = random.maybe([true, false]) }
        if random.chance(4) {
            request.metadata = [.init(name: "watch", value: text()), .init(name: "mast", value: "main")]
        }
        request.endUser = random.maybe(["skipper-7"])
        request.promptCacheKey = random.maybe(["pilot-book"])
        request.store = random.maybe([true, false])
        request.serviceTier = random.maybe(["default", "flex", "priority"])
    }
}
