import Domain
import HoldfastTesting
import JSON

@testable import Dialects

/// What became of a fixture on its way to another dialect.
enum Way {
    case request(ConversationRequest, ConversationRequest, LossReport)
    case refused(ConversationRequest, Refusal)
    case answer(ConversationAnswer, ConversationAnswer, LossReport)

    enum Fate {
        case asDeclared
        /// Another field's refusal hides it.
        case hidden
        case otherwise(String)
    }

    init(_ fixture: Fixture, _ target: Dialect) throws {
        switch fixture.kind {
        case .requests:
            let source = try fixture.request()
            do {
                let written = try fixture.translated(to: target)
                let read = try target.profile.readRequest(JSONValue(parsing: written.body))
                self = .request(source, read, written.losses)
            } catch let refusal as Refusal where refusal.code == .untranslatable {
                self = .refused(source, refusal)
            }
        case .answers:
            let written = try fixture.answered(to: target)
            let source = try fixture.answer().restoringCustomCalls(of: fixture.customTools)
            self = .answer(source, try target.profile.readAnswer(written.body), written.losses)
        case .streams:
            let written = try Fixture.streamed(
                [fixture.body],
                from: fixture.dialect,
                to: target,
                fixture.customTools
            )
            let source = try StreamAssembler.answer(fixture.body, fixture.dialect).answer
            self = .answer(
                source.restoringCustomCalls(of: fixture.customTools),
                try StreamAssembler.answer(written.bytes, target).answer,
                written.stream.losses
            )
        }
    }

    func isShown(_ field: ConversationField) -> Bool {
        switch self {
        case .request(let source, _, _), .refused(let source, _):
            !RequestEvidence.values(of: field, in: source).isEmpty
        case .answer(let source, _, _): !AnswerEvidence.values(of: field, in: source).isEmpty
        }
    }

    func fate(_ field: ConversationField, _ outcome: LossPolicy.Outcome) -> Fate {
        switch (self, outcome) {
        case (.refused(_, let refusal), .refused) where refusal.parameter == field.rawValue: .asDeclared
        case (.refused(_, let refusal), _): refusal.parameter == field.rawValue ? .otherwise("it is refused") : .hidden
        case (_, .refused): .otherwise("it is not refused")
        case (.request(_, let target, let losses), .dropped):
            dropped(losses.fields.contains(field), RequestEvidence.values(of: field, in: target))
        case (.answer(_, let target, let losses), .dropped):
            dropped(losses.fields.contains(field), AnswerEvidence.values(of: field, in: target))
        case (.request(let source, let target, let losses), .exact):
            arrived(RequestArrival.isExact(field, source, target), losses.fields.contains(field))
        case (.request(let source, let target, let losses), .mapped):
            arrived(RequestArrival.isMapped(field, source, target), losses.fields.contains(field))
        case (.answer(let source, let target, let losses), .exact):
            arrived(AnswerEvidence.isExact(field, source, target), losses.fields.contains(field))
        case (.answer(let source, let target, let losses), .mapped):
            arrived(AnswerEvidence.isMapped(field, source, target), losses.fields.contains(field))
        }
    }

    private func dropped(_ isReported: Bool, _ left: [String]) -> Fate {
        if !isReported { return .otherwise("its loss is not told") }
        return left.isEmpty ? .asDeclared : .otherwise("it is still there: \(left)")
    }

    private func arrived(_ hasArrived: Bool, _ isReported: Bool) -> Fate {
        if isReported { return .otherwise("it is told as lost") }
        return hasArrived ? .asDeclared : .otherwise("it did not arrive")
    }
}
