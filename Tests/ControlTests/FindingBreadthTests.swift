import Control
import Domain
import Testing

@Suite("How far a finding reaches")
struct FindingBreadthTests {
    private var state = ControlState()

    private static func measured(_ breadth: BreadthKind, trials: Int = 101) -> FindingBreadth {
        var measured = ControlEventTests.breadth
        (measured.breadth, measured.trials) = (breadth, trials)
        return measured
    }

    @Test("what was measured later takes the place of the former, and of no finding there is nothing to say")
    mutating func replaced() throws {
        let id = ControlEventTests.finding.id
        state.apply(.findingMeasured(Self.measured(.narrow)), at: 1)
        #expect(state.contradictions == 1 && state.gate.findings.isEmpty)
        state.apply(.findingConfirmed(ControlEventTests.finding), at: 2)
        #expect(state.gate.findings[id]?.breadth == nil && state.gate.findings[id]?.measuredAt == nil)
        for (at, breadth) in [(3, .broad), (4, .undetermined)] as [(UInt64, BreadthKind)] {
            let isRouted = state.apply(.findingMeasured(Self.measured(breadth)), at: at)
            #expect(!isRouted)
        }
        let found = try #require(state.gate.findings[id])
        #expect(found.breadth == Self.measured(.undetermined) && found.measuredAt == 4 && found.steps == 2)
        #expect(found.finding == ControlEventTests.finding && state.contradictions == 1)
    }

    @Test(
        "it gives the scale's breadth, unless a person has said it",
        arguments: [
            (.isolated, 0, 4), (.narrow, 2, 4), (.domain, 3, 0), (.broad, 4, 2), (.universal, 4, 0),
            (.undetermined, nil, 4),
        ] as [(BreadthKind, Int?, Int)]
    )
    func axis(breadth: BreadthKind, axis: Int?, assessed: Int) {
        var finding = ControlEventTests.finding
        finding.cjs = Finding.CJS(ease: 3)
        var state = ControlState()
        state.apply(.findingConfirmed(finding), at: 1)
        state.apply(.findingMeasured(Self.measured(breadth)), at: 2)
        #expect(state.gate.findings[finding.id]?.cjs == Finding.CJS(breadth: axis, ease: 3))
        func assess(_ cjs: Finding.CJS) {
            state.apply(.findingAssessed(FindingAssessment(id: finding.id, cjs: cjs, by: .uid(7), reason: "r")), at: 3)
        }
        // Something else that a person says leaves it.
        assess(Finding.CJS(discoverability: 2))
        #expect(state.gate.findings[finding.id]?.cjs.breadth == axis)
        assess(Finding.CJS(breadth: assessed))
        #expect(state.gate.findings[finding.id]?.cjs.breadth == assessed)
        // Nor does a later measurement take a person's word away.
        state.apply(.findingMeasured(Self.measured(.isolated)), at: 4)
        #expect(state.gate.findings[finding.id]?.cjs.breadth == assessed)
        #expect(state.gate.findings[finding.id]?.finding.cjs == finding.cjs)
    }
}
