import Domain
import JSON
import Testing

@testable import Dialects

/// Holds the code to the loss policy: what a fixture shows must meet the fate that the policy names, and every fate that
/// the policy names must be shown by a fixture.
@Suite("Loss policy")
struct PolicyCoverageTests {
    /// A field on its way, and what should become of it.
    struct Cell: Hashable, CustomStringConvertible {
        var field: ConversationField
        var source: Dialect
        var target: Dialect

        var description: String { "\(field.rawValue): \(source.rawValue) → \(target.rawValue)" }
    }

    private static let pairs = Dialect.allCases.flatMap { source in
        Dialect.allCases.filter { $0 != source }.map { (source: source, target: $0) }
    }

    @Test("every outcome is shown by a fixture, and comes about")
    func coverage() throws {
        var shown: Set<Cell> = []
        for fixture in Fixture.requests + Fixture.answers + Fixture.streams {
            for target in Dialect.allCases where target != fixture.dialect {
                try shown.formUnion(Self.verified(fixture, target))
            }
        }
        let missing = Self.pairs.flatMap { pair in
            ConversationField.allCases.compactMap { field -> Cell? in
                let cell = Cell(field: field, source: pair.source, target: pair.target)
                let outcome = LossPolicy.outcome(of: field, from: pair.source, to: pair.target)
                return outcome == nil || shown.contains(cell) ? nil : cell
            }
        }
        #expect(missing.isEmpty, "No fixture shows\n\(missing.map { "\($0)" }.joined(separator: "\n"))")
    }

    /// The cells that the fixture shows on its way to the target; a claim that does not hold is an issue.
    private static func verified(_ fixture: Fixture, _ target: Dialect) throws -> [Cell] {
        let way = try Way(fixture, target)
        return fixture.shows.compactMap { field in
            let cell = Cell(field: field, source: fixture.dialect, target: target)
            let name = "\(fixture.kind.rawValue)/\(fixture), \(cell)"
            guard let outcome = LossPolicy.outcome(of: field, from: fixture.dialect, to: target) else {
                Issue.record("\(name): the source cannot say it.")
                return nil
            }
            guard way.isShown(field) else {
                Issue.record("\(name): the fixture does not hold it.")
                return nil
            }
            switch way.fate(field, outcome) {
            case .asDeclared: return cell
            case .hidden: return nil
            case .otherwise(let what):
                Issue.record("\(name): should be \(outcome.rawValue), but \(what).")
                return nil
            }
        }
    }

    @Test("a strict route refuses what would be dropped, and names it", arguments: Fixture.requests)
    func strict(fixture: Fixture) throws {
        for target in Dialect.allCases where target != fixture.dialect {
            guard let losses = try? fixture.translated(to: target).losses, let lost = losses.fields.first
            else { continue }
            let refusal = #expect(throws: Refusal.self) { try fixture.translated(to: target, isStrict: true) }
            #expect(refusal?.code == .untranslatable)
            #expect(refusal?.parameter == (lost == .unknown ? losses.unknown.first : lost.rawValue))
        }
    }
}
