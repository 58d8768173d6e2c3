import Domain

@testable import Dialects

/// Puts the events of a stream together to the answer that they tell, as any client does.
struct StreamAssembler {
    private(set) var answer = ConversationAnswer()
    private(set) var isEnded = false
    private(set) var failure: UpstreamError?
    /// By number of the block: its place among the parts.
    private var places: [Int: Int] = [:]

    static func answer(_ bytes: [UInt8], _ dialect: Dialect) throws -> StreamAssembler {
        var frames = ServerSentEvents()
        var reader = dialect.profile.makeReader()
        var assembler = StreamAssembler()
        for frame in try bytes.withUnsafeBytes({ try frames.append($0) }) {
            for event in try reader.read(frame) { assembler.take(event) }
        }
        return assembler
    }

    mutating func take(_ event: StreamEvent) {
        switch event {
        case .started(let id, let model, let createdAt):
            (answer.id, answer.model, answer.createdAt) = (id, model, createdAt)
        case .opened(let number, let block):
            places[number] = answer.parts.count
            answer.parts.append(Self.part(block))
        case .delta(let number, let text): places[number].map { answer.parts[$0].append(text) }
        case .sealed(let number, let seal): places[number].map { answer.parts[$0].seal(seal) }
        case .closed: break
        case .usage(let usage): answer.usage.take(usage)
        case .foreign(let field): if !answer.foreign.contains(field) { answer.foreign.append(field) }
        case .stopped(let reason, let sequence): (answer.stop, answer.stopSequence) = (reason, sequence)
        case .ended:
            isEnded = true
            answer.parts.removeAll(where: \.isEmptyText)
        case .failed(let error): failure = error
        }
    }

    private static func part(_ block: StreamEvent.Block) -> Part {
        switch block {
        case .text: .text(Part.Text(""))
        case .refusal: .refusal("")
        case .reasoning(let isSummary): .reasoning(Reasoning("", isSummary: isSummary))
        case .toolCall(let id, let name): .toolCall(ToolCall(id: id, name: name, arguments: ""))
        case .customCall(let id, let name): .toolCall(ToolCall(id: id, name: name, arguments: "", isCustom: true))
        }
    }
}

extension Part {
    fileprivate var isEmptyText: Bool {
        switch self {
        case .text(let text): text.text.isEmpty
        case .refusal(let text): text.isEmpty
        case .reasoning(let reasoning): reasoning.text.isEmpty && reasoning.seal == nil
        case .image, .file, .audio, .toolCall, .toolResult: false
        }
    }

    fileprivate mutating func append(_ more: String) {
        switch self {
        case .text(var text):
            text.text += more
            self = .text(text)
        case .refusal(let text): self = .refusal(text + more)
        case .reasoning(var reasoning):
            reasoning.text += more
            self = .reasoning(reasoning)
        case .toolCall(var call):
            call.arguments += more
            self = .toolCall(call)
        case .image, .file, .audio, .toolResult: break
        }
    }

    fileprivate mutating func seal(_ seal: Reasoning.Seal) {
        guard case .reasoning(var reasoning) = self else { return }
        reasoning.seal = seal
        self = .reasoning(reasoning)
    }
}
