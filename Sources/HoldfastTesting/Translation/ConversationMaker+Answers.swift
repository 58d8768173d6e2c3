package import Dialects
import Domain

extension ConversationMaker {
    /// In the order that whole answers of all dialects have: reasoning, text or refusal, calls.
    package mutating func answer() -> ConversationAnswer {
        var answer = ConversationAnswer()
        answer.model = "coast-1"
        answer.createdAt = 1_764_000_000
        if random.chance(3) { answer.parts.append(.reasoning(Reasoning(text(), isSummary: random.chance(2)))) }
        let isRefusal = random.chance(6)
        if isRefusal {
            answer.parts.append(.refusal(text()))
        } else if random.chance(5) == false {
            answer.parts.append(.text(Part.Text(text() + text())))
        }
        let count = isRefusal ? 0 : random.pick([0, 0, 1, 2, 3])
        for index in 0..<count {
            answer.parts.append(.toolCall(call("call_\(index)")))
        }
        setStop(&answer, count > 0, isRefusal)
        let input = random.below(1000)
        answer.usage = Usage(
            input: input,
            output: random.below(1000),
            cachedInput: random.maybe([input / 2, 0]),
            cacheWrite: random.maybe([input / 3, 0]),
            reasoning: random.maybe([0, 7])
        )
        return answer
    }

    private mutating func setStop(_ answer: inout ConversationAnswer, _ hasCalls: Bool, _ isRefusal: Bool) {
        if isRefusal {
            answer.stop = .refused
        } else if hasCalls {
            answer.stop = .toolCalls
        } else {
            answer.stop = random.pick([.endOfTurn, .endOfTurn, .outputLimit, .refused, .stopSequence])
            if answer.stop == .stopSequence { answer.stopSequence = "END" }
        }
    }

    /// The events that tell an answer, its texts in pieces; now and then calls side by side.
    package mutating func events(of answer: ConversationAnswer) -> [StreamEvent] {
        var events = [StreamEvent.started(id: answer.id, model: answer.model, createdAt: answer.createdAt)]
        var late: [StreamEvent] = []
        let areCallsSideBySide = random.chance(2)
        for (number, part) in answer.parts.enumerated() {
            switch part {
            case .text(let text): events += block(number, .text, text.text) + [.closed(number)]
            case .refusal(let text): events += block(number, .refusal, text) + [.closed(number)]
            case .reasoning(let reasoning):
                events += block(number, .reasoning(isSummary: reasoning.isSummary), reasoning.text)
                if let seal = reasoning.seal { events.append(.sealed(number, seal)) }
                events.append(.closed(number))
            case .toolCall(let call):
                let kind: StreamEvent.Block =
                    call.isCustom ? .customCall(id: call.id, name: call.name) : .toolCall(id: call.id, name: call.name)
                events += block(number, kind, call.arguments)
                if areCallsSideBySide { late.append(.closed(number)) } else { events.append(.closed(number)) }
            case .image, .file, .audio, .toolResult: break
            }
        }
        return events + late + [
            .usage(answer.usage), .stopped(answer.stop ?? .endOfTurn, sequence: answer.stopSequence), .ended,
        ]
    }

    private mutating func block(_ number: Int, _ block: StreamEvent.Block, _ text: String) -> [StreamEvent] {
        var events = [StreamEvent.opened(number, block)]
        var rest = Substring(text)
        while !rest.isEmpty {
            let piece = rest.prefix(1 + random.below(6))
            events.append(.delta(number, String(piece)))
            rest = rest.dropFirst(piece.count)
        }
        return events
    }
}
