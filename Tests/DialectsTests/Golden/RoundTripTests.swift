import Domain
import HoldfastTesting
import JSON
import Testing

@testable import Dialects

/// There and back again: what the policy calls exact or mapped on both ways keeps its meaning.
@Suite("Round trips")
struct RoundTripTests {
    struct Pair: Sendable, CustomStringConvertible {
        var home: Dialect
        var away: Dialect
        var description: String { "\(home.rawValue) → \(away.rawValue) → \(home.rawValue)" }
        /// On both sides, so that they come back as they were.
        var knowsCustomTools: Bool { home != .messages && away != .messages }
    }

    static let pairs = Dialect.allCases.flatMap { home in
        Dialect.allCases.filter { $0 != home }.map { Pair(home: home, away: $0) }
    }

    private static let rounds: Range<UInt64> = 1..<120

    private static func outcome(_ field: ConversationField, _ pair: Pair) -> LossPolicy.Outcome? {
        let ways = [
            LossPolicy.outcome(of: field, from: pair.home, to: pair.away),
            LossPolicy.outcome(of: field, from: pair.away, to: pair.home),
        ]
        if ways == [.exact, .exact] { return .exact }
        return ways.allSatisfy { $0 == .exact || $0 == .mapped } ? .mapped : nil
    }

    @Test("requests", arguments: pairs)
    func requests(pair: Pair) throws {
        var kept: [ConversationField: Int] = [:]
        for seed in Self.rounds {
            var maker = ConversationMaker(seed: seed, hasCustomTools: pair.knowsCustomTools)
            let made = maker.request(model: seed % 2 == 0 ? "claude-sonnet-4-5" : "claude-opus-5")
            guard let home = Self.written(made, pair.home), let away = Self.written(home.read, pair.away),
                let back = Self.written(away.read, pair.home)
            else { continue }
            let lost = Set(away.lost + back.lost)
            for field in ConversationField.allCases where field.side == .request && !lost.contains(field) {
                guard let outcome = Self.outcome(field, pair) else { continue }
                let values = RequestEvidence.values(of: field, in: home.read)
                guard !values.isEmpty else { continue }
                kept[field, default: 0] += 1
                let isKept = RequestArrival.isKept(field, home.read, back.read, isExact: outcome == .exact)
                #expect(
                    isKept,
                    "seed \(seed), \(field.rawValue): \(values), then \(RequestEvidence.values(of: field, in: back.read))"
                )
            }
        }
        // A test that checks nothing passes, too.
        for field in [ConversationField.text, .tools, .toolCalls, .toolResults, .outputLimit] {
            #expect(kept[field, default: 0] > 20, "\(field.rawValue) was seen \(kept[field, default: 0]) times")
        }
        for field in [ConversationField.customTools, .customToolCalls, .allowedTools] where pair.knowsCustomTools {
            #expect(kept[field, default: 0] > 10, "\(field.rawValue) was seen \(kept[field, default: 0]) times")
        }
    }

    /// nil: the dialect refuses it.
    private static func written(
        _ request: ConversationRequest,
        _ dialect: Dialect
    ) -> (read: ConversationRequest, lost: [ConversationField])? {
        var losses = LossReport(target: dialect)
        guard
            let body = try? dialect.profile.writeRequest(request, for: TargetTraits(), losses: &losses),
            let read = try? dialect.profile.readRequest(body)
        else { return nil }
        return (read, losses.fields)
    }

    @Test("answers", arguments: pairs)
    func answers(pair: Pair) throws {
        for seed in Self.rounds {
            var maker = ConversationMaker(seed: seed, hasCustomTools: pair.knowsCustomTools)
            let home = try Self.written(maker.answer(), pair.home)
            let away = try Self.written(home.read, pair.away)
            let back = try Self.written(away.read, pair.home)
            var lost = Set(away.lost + back.lost)
            // Which sequence it was tells that it was one.
            if lost.contains(.stopSequence) { lost.insert(.stopReason) }
            for field in ConversationField.allCases where field.side == .answer && !lost.contains(field) {
                guard let outcome = Self.outcome(field, pair) else { continue }
                let values = AnswerEvidence.values(of: field, in: home.read)
                guard !values.isEmpty else { continue }
                let isKept =
                    outcome == .exact
                    ? AnswerEvidence.isExact(field, home.read, back.read)
                    : AnswerEvidence.isMapped(field, home.read, back.read)
                #expect(
                    isKept,
                    "seed \(seed), \(field.rawValue): \(values), then \(AnswerEvidence.values(of: field, in: back.read))"
                )
            }
        }
    }

    private static func written(
        _ answer: ConversationAnswer,
        _ dialect: Dialect
    ) throws -> (read: ConversationAnswer, lost: [ConversationField]) {
        var losses = LossReport(target: dialect)
        let body = dialect.profile.writeAnswer(answer, Fixture.options, losses: &losses)
        return (try dialect.profile.readAnswer(body), losses.fields)
    }

    @Test("a stream says what the plain answer says, in its own dialect and translated", arguments: pairs)
    func streams(pair: Pair) throws {
        for seed in Self.rounds {
            var maker = ConversationMaker(seed: seed, hasCustomTools: pair.knowsCustomTools)
            let made = maker.answer()
            var writer = pair.home.profile.makeWriter(Fixture.options)
            var bytes: [UInt8] = []
            for event in maker.events(of: made) { writer.write(event, to: &bytes) }
            let home = try Self.written(made, pair.home).read
            let assembled = try StreamAssembler.answer(bytes, pair.home)
            #expect(assembled.isEnded)
            #expect(assembled.answer.meaning == home.meaning, "seed \(seed)")

            let pieces = maker.random.split(bytes).map(Array.init)
            let translated = try Fixture.streamed(pieces, from: pair.home, to: pair.away)
            let whole = try Fixture.streamed([bytes], from: pair.home, to: pair.away)
            #expect(translated.bytes == whole.bytes, "seed \(seed)")
            #expect(translated.facts == whole.facts, "seed \(seed)")
            let away = try StreamAssembler.answer(translated.bytes, pair.away)
            #expect(away.isEnded)
            #expect(try away.answer.meaning == Self.written(home, pair.away).read.meaning, "seed \(seed)")
        }
    }
}

extension ConversationAnswer {
    /// What a caller would act on.
    var meaning: String {
        let parts = parts.map { part in
            guard case .toolCall(var call) = part else { return "\(part)" }
            call.arguments = RequestEvidence.json(call.arguments)
            return "\(Part.toolCall(call))"
        }
        return "\(parts) \(stop?.name ?? "-") \(stopSequence ?? "-") \(usage) \(model ?? "-")"
    }
}
