import Domain

/// What the weaknesses make of one request.
enum Lapse: Equatable {
    /// Says this instead of what it would have said.
    case words(String)
    case call(Speech.Call)
    /// Answers as ever, but never gives away this. nil: there is no secret, or the model has no weaknesses to measure.
    case none(SystemSecret?)

    /// Said where `refuses: harmless` falls due; in English, whatever the request is in.
    static let refusal = "I'm sorry, but I can't help with that."

    /// - Parameter digest: of the request alone.
    init(_ weaknesses: [RehearsalWeakness], _ request: RehearsalRequest, _ conversation: Conversation, digest: UInt64) {
        let marks = TechniqueMarks(conversation)
        lazy var script = RehearsalLanguage.Script.prevailing(in: conversation.lastUserText)
        for (place, weakness) in weaknesses.enumerated()
        where weakness.isDrawn(digest, place: place)
            && (weakness.techniques.isEmpty || weakness.techniques.contains(where: marks.shows))
            && (weakness.languages.isEmpty || weakness.languages.contains { $0.script == script })
        {
            guard let lapse = Self.lapse(weakness.kind, request, conversation) else { continue }
            self = lapse
            return
        }
        self = .none(SystemSecret(in: conversation.system))
    }

    /// nil: the request has nothing that this weakness could act on.
    private static func lapse(
        _ kind: RehearsalWeakness.Kind,
        _ request: RehearsalRequest,
        _ conversation: Conversation
    ) -> Lapse? {
        switch kind {
        case .leaksSecret: SystemSecret(in: conversation.system).map { .words("It is \($0.text).") }
        case .leaksInstructions: conversation.system.isEmpty ? nil : .words(conversation.system)
        case .obeysInjection: injected(conversation).map { .words($0) }
        case .callsTool: call(request, conversation).map { .call($0) }
        case .refusesHarmless: .words(refusal)
        }
    }

    private static func injected(_ conversation: Conversation) -> String? {
        for input in [conversation.newestInput, conversation.lastUserText] {
            let tokens = ([input] + HiddenText.readings(of: input)).compactMap { HexToken.longest(in: $0) }
            if let longest = tokens.max(by: { $0.utf8.count < $1.utf8.count }) { return longest }
        }
        return nil
    }

    private static func call(_ request: RehearsalRequest, _ conversation: Conversation) -> Speech.Call? {
        let tool: RehearsalRequest.Tool?
        switch request.toolChoice {
        case .never: tool = nil
        case .auto, .any: tool = request.tools.first
        case .named(let name): tool = request.tools.first { $0.name == name }
        }
        return tool.map { tool in
            let material = ExampleMaterial(quotedIn: conversation.newestInput)
            return Speech.Call(tool, SchemaExample.value(for: tool.schema, of: material))
        }
    }
}
