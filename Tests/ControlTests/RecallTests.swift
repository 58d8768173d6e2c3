import Control
import Domain
import HoldfastTesting
import Testing

@Suite("Recall: its life")
struct RecallTests {
    static let pattern = LineagePattern(Lineage(vendor: "acme", family: "atlas"))
    static let people = Recall.People(names: ["op_a": "Ada", "op_b": "Bob", "op_a2": "Ada"])

    /// The notes' arrows, written down once more.
    static let arrows: [RecallState: Set<RecallState>] = [
        .signal: [.held, .declared, .dismissed],
        .held: [.declared, .dismissed],
        .declared: [.executing],
        .executing: [.contained],
        .contained: [.correcting, .retired],
        .correcting: [.recertifying, .retired],
        .recertifying: [.reinstating, .correcting],
        .reinstating: [.reinstating, .clear, .held],
        .clear: [.closed],
        .retired: [.closed],
        .dismissed: [],
        .closed: [],
    ]

    /// A recall in a state, by the shortest way there.
    static func recall(in state: RecallState, isDrill: Bool = false) -> Recall {
        let ways: [RecallState: [RecallState]] = [
            .signal: [.signal], .held: [.held], .declared: [.declared], .executing: [.declared, .executing],
            .contained: [.declared, .executing, .contained],
            .correcting: [.declared, .executing, .contained, .correcting],
            .recertifying: [.declared, .executing, .contained, .correcting, .recertifying],
            .reinstating: [.declared, .executing, .contained, .correcting, .recertifying, .reinstating],
            .clear: [.declared, .executing, .contained, .correcting, .recertifying, .reinstating, .clear],
            .retired: [.declared, .executing, .contained, .retired], .dismissed: [.held, .dismissed],
            .closed: [
                .declared, .executing, .contained, .correcting, .recertifying, .reinstating, .clear, .closed,
            ],
        ]
        let way = ways[state] ?? []
        var recall = Recall(
            id: "HF-RC-2026-0001",
            order: RecallOrder(pattern, isDrill: isDrill),
            first: RecallMove(to: way[0], by: .operator("op_a")),
            at: 1,
            awareAt: nil,
            epoch: 1
        )
        for (step, to) in way.dropFirst().enumerated() {
            let isServers = to == .executing || to == .contained
            let move = RecallMove(
                to: to,
                share: to == .reinstating ? 10 : nil,
                by: isServers ? .server : .operator("op_b"),
                statement: "tried"
            )
            try? recall.move(move, at: UInt64(step) + 2, epoch: UInt64(step) + 2, people: people)
        }
        return recall
    }

    @Test("every pair of states: the arrows of the notes and no other", arguments: RecallState.allCases)
    func arrows(from: RecallState) throws {
        let recall = Self.recall(in: from)
        #expect(recall.state == from)
        for to in RecallState.allCases {
            var next = recall
            let isServers = to == .executing || to == .contained
            let move = RecallMove(
                to: to,
                share: to == .reinstating ? 50 : nil,
                by: isServers ? .server : .operator("op_b"),
                statement: "tried"
            )
            let isAllowed = (try? next.move(move, at: 9, epoch: 9, people: Self.people)) != nil
            #expect(isAllowed == (Self.arrows[from] ?? []).contains(to), "\(from) to \(to)")
            #expect(next.state == (isAllowed ? to : from))
            #expect(next.steps.count == recall.steps.count + (isAllowed ? 1 : 0))
        }
    }

    @Test("who may: the server what it finds, anybody holds and declares, an operator all else")
    func actors() {
        let actors: [Actor] = [.server, .uid(1000), .operator("op_b"), .operator("op_gone")]
        for from in RecallState.allCases {
            for to in Self.arrows[from] ?? [] {
                for by in actors {
                    var recall = Self.recall(in: from)
                    let move = RecallMove(to: to, share: to == .reinstating ? 50 : nil, by: by, statement: "tried")
                    let isAllowed = (try? recall.move(move, at: 9, epoch: 9, people: Self.people)) != nil
                    let expected =
                        switch by {
                        case .server: to == .executing || to == .contained || to == .held
                        case .uid: to == .held || to == .declared
                        case .operator("op_b"): to != .executing && to != .contained
                        case .operator: to == .held || to == .declared
                        }
                    #expect(isAllowed == expected, "\(from) to \(to) by \(by)")
                }
            }
        }
    }

    @Test("a recall may begin as a signal, a hold or declared, and the server declares none")
    func beginnings() {
        for state in RecallState.allCases {
            for by in [Actor.server, .uid(0), .operator("op_a")] {
                let isAllowed =
                    (try? Recall.checkFirst(RecallMove(to: state, by: by), RecallOrder(Self.pattern))) != nil
                let isFirst = [.signal, .held, .declared].contains(state)
                #expect(isAllowed == (isFirst && !(by == .server && state == .declared)), "\(state) by \(by)")
            }
        }
    }

    @Test("two people: whoever declared it does not lift it, under whatever token")
    func twoPeople() {
        for id in ["op_a", "op_a2"] {
            var recall = Self.recall(in: .recertifying)
            let refusal = #expect(throws: RecallRefusal.self) {
                try recall.move(
                    RecallMove(to: .reinstating, share: 10, by: .operator(id), statement: "tried", waiver: "please"),
                    at: 9,
                    epoch: 9,
                    people: Self.people
                )
            }
            #expect(refusal == .needsOtherPerson("op_a"))
        }
    }

    @Test("one person alone lifts with a waiver, and only where nobody else could")
    func waiver() throws {
        let alone = Recall.People(names: ["op_a": "Ada", "op_a2": "Ada"])
        var recall = Self.recall(in: .recertifying)
        var move = RecallMove(to: .reinstating, share: 10, by: .operator("op_a"), statement: "tried")
        #expect(throws: RecallRefusal.needsWaiver) { try recall.move(move, at: 9, epoch: 9, people: alone) }
        move.waiver = " "
        #expect(throws: RecallRefusal.needsWaiver) { try recall.move(move, at: 9, epoch: 9, people: alone) }
        move.waiver = "nobody else is on call"
        try recall.move(move, at: 9, epoch: 9, people: alone)
        #expect(recall.state == .reinstating)
    }

    @Test("what was declared by a user of the machine, any operator lifts")
    func declaredLocally() throws {
        var recall = Recall(
            id: "r",
            order: RecallOrder(Self.pattern),
            first: RecallMove(to: .declared, by: .uid(0)),
            at: 1,
            awareAt: nil,
            epoch: 1
        )
        for (to, by) in [
            (RecallState.executing, Actor.server), (.contained, .server), (.correcting, .operator("op_a")),
            (.recertifying, .operator("op_a")),
        ] { try recall.move(RecallMove(to: to, by: by), at: 2, epoch: 2, people: Self.people) }
        try recall.move(
            RecallMove(to: .reinstating, share: 10, by: .operator("op_a"), evidence: ["ab"]),
            at: 3,
            epoch: 3,
            people: Self.people
        )
        #expect(recall.share == 10)
    }

    @Test("who revoked their own token is who they were")
    func rotatedToken() {
        let people = Recall.People(names: ["op_a": "Ada", "op_a2": "Ada", "op_b": "Bob"], active: ["op_a2", "op_b"])
        var recall = Self.recall(in: .recertifying)
        #expect(throws: RecallRefusal.needsOtherPerson("op_a")) {
            try recall.move(
                RecallMove(to: .reinstating, share: 10, by: .operator("op_a2"), statement: "tried", waiver: "w"),
                at: 9,
                epoch: 9,
                people: people
            )
        }
        #expect(throws: RecallRefusal.needsToken) {
            try recall.move(
                RecallMove(to: .reinstating, share: 10, by: .operator("op_a"), statement: "tried"),
                at: 9,
                epoch: 9,
                people: people
            )
        }
    }

    @Test("declared by a user of the machine, lifted by the only operator: with a waiver")
    func declaredLocallyAlone() throws {
        var recall = Recall(
            id: "r",
            order: RecallOrder(Self.pattern),
            first: RecallMove(to: .held, by: .uid(0)),
            at: 1,
            awareAt: nil,
            epoch: 1
        )
        let alone = Recall.People(names: ["op_a": "Ada"])
        #expect(throws: RecallRefusal.shallower(.newRequests)) {
            try recall.move(
                RecallMove(to: .declared, by: .uid(0), depth: .newConversations),
                at: 2,
                epoch: 2,
                people: alone
            )
        }
        for (to, by) in [
            (RecallState.declared, Actor.uid(0)), (.executing, .server), (.contained, .server),
            (.correcting, .operator("op_a")), (.recertifying, .operator("op_a")),
        ] { try recall.move(RecallMove(to: to, by: by), at: 2, epoch: 2, people: alone) }
        var move = RecallMove(to: .reinstating, share: 10, by: .operator("op_a"), evidence: ["ab"])
        #expect(throws: RecallRefusal.needsWaiver) { try recall.move(move, at: 3, epoch: 3, people: alone) }
        move.waiver = "nobody else"
        try recall.move(move, at: 3, epoch: 3, people: alone)
        #expect(recall.share == 10)
    }

    @Test("the first step back needs evidence, and blanks are none", arguments: [nil, "", " \n"])
    func evidence(statement: String?) {
        var recall = Self.recall(in: .recertifying)
        #expect(throws: RecallRefusal.needsEvidence) {
            try recall.move(
                RecallMove(to: .reinstating, share: 10, by: .operator("op_b"), statement: statement),
                at: 9,
                epoch: 9,
                people: Self.people
            )
        }
    }

    @Test("shares: 10, 50, 100, each larger than the one before")
    func shares() {
        for (share, isAllowed) in [(nil, false), (1, false), (10, false), (50, true), (99, false), (100, true)] {
            var recall = Self.recall(in: .reinstating)
            let move = RecallMove(to: .reinstating, share: share, by: .operator("op_b"))
            #expect((try? recall.move(move, at: 9, epoch: 9, people: Self.people)) != nil ? isAllowed : !isAllowed)
        }
    }

    @Test("what serves in each state")
    func serving() {
        let expected: [RecallState: Int] = [
            .signal: 100, .held: 0, .declared: 0, .executing: 0, .contained: 0, .correcting: 0, .recertifying: 0,
            .reinstating: 10, .clear: 100, .retired: 0, .dismissed: 100, .closed: 100,
        ]
        for state in RecallState.allCases { #expect(Self.recall(in: state).share == expected[state], "\(state)") }
        var retired = Self.recall(in: .retired)
        try? retired.move(RecallMove(to: .closed, by: .operator("op_b")), at: 9, epoch: 9, people: Self.people)
        #expect(retired.state == .closed)
        #expect(retired.share == 0, "the file of a retired model is closed, and it still does not serve")
        #expect(retired.isStanding)
    }

    @Test(
        "from any state, whatever is tried: nothing serves more without an operator who did not declare it",
        arguments: 0..<200
    )
    func walks(seed: Int) {
        var random = SeededRandom(seed: seed)
        var recall = Self.recall(in: .declared)
        for step in 0..<60 {
            let before = recall
            let by = random.pick([Actor.server, .uid(1), .operator("op_a"), .operator("op_b"), .operator("op_x")])
            let move = RecallMove(
                to: random.pick(RecallState.allCases),
                share: random.pick([nil, 10, 50, 100, 0, -1, 1000]),
                by: by,
                statement: random.pick([nil, "", "tried"]),
                waiver: random.pick([nil, "", "alone"])
            )
            do {
                try recall.move(move, at: UInt64(step), epoch: UInt64(step), people: Self.people)
                if recall.share > before.share { #expect(by == .operator("op_b")) }
                #expect(recall.steps.count == before.steps.count + 1)
            } catch {
                #expect(recall == before, "a refused move changes nothing")
            }
        }
    }

    @Test("a hold of what was declared once is not released: it is declared again, and comes back by its steps")
    func heldAgain() throws {
        var recall = Self.recall(in: .reinstating)
        try recall.move(RecallMove(to: .held, by: .operator("op_a")), at: 9, epoch: 9, people: Self.people)
        for id in ["op_a", "op_b"] {
            #expect(throws: RecallRefusal.wasDeclared) {
                try recall.move(RecallMove(to: .dismissed, by: .operator(id)), at: 10, epoch: 10, people: Self.people)
            }
        }
        try recall.move(RecallMove(to: .declared, by: .uid(0)), at: 10, epoch: 10, people: Self.people)
        #expect(recall.share == 0)
    }

    @Test("a drill walks the same arrows, asks nobody, and can be broken off from anywhere")
    func drills() {
        for state in RecallState.allCases {
            for to in RecallState.allCases {
                var drill = Self.recall(in: state, isDrill: true)
                let isAllowed =
                    (try? drill.move(
                        RecallMove(to: to, share: 10, by: .server),
                        at: 9,
                        epoch: 9,
                        people: Recall.People(names: [:])
                    )) != nil
                let isArrow = (Self.arrows[state] ?? []).contains(to)
                #expect(isAllowed == (isArrow || to == .dismissed && !state.isOver), "\(state) to \(to)")
            }
        }
    }

    @Test("a declared hold takes its new class and depth")
    func widening() throws {
        var recall = Self.recall(in: .held)
        try recall.move(
            RecallMove(to: .declared, by: .uid(0), recallClass: .one, depth: .inFlight),
            at: 2,
            epoch: 2,
            people: Self.people
        )
        #expect(recall.order.recallClass == .one)
        #expect(recall.order.depth == .inFlight)
        #expect(recall.declaredBy == .uid(0))
    }

    @Test("it can be seen as it was after any number of events", arguments: RecallState.allCases)
    func asOf(state: RecallState) {
        let recall = Self.recall(in: state)
        for (place, step) in recall.steps.enumerated() {
            let past = recall.asOf(epoch: step.epoch)
            #expect(past?.state == step.move.to && past?.steps == Array(recall.steps[...place]))
        }
        #expect(recall.asOf(epoch: 0) == nil)
        #expect(recall.asOf(epoch: 99) == recall)
    }

    @Test("a class, and a notice, that came with the declaration were not there before it")
    func asOfOrder() throws {
        var recall = Self.recall(in: .held)
        try recall.move(
            RecallMove(to: .declared, by: .operator("op_b"), recallClass: .one, depth: .inFlight, notice: "Unsafe."),
            at: 2,
            epoch: 2,
            people: Self.people
        )
        let orders = try [1, 2].map { try #require(recall.asOf(epoch: $0)).order }
        #expect(orders.map(\.recallClass) == [.two, .one] && orders.map(\.depth) == [.newRequests, .inFlight])
        #expect(orders.map(\.notice) == [nil, "Unsafe."])
    }

    @Test(
        "a notice is one line of plain text, in any script",
        arguments: [
            ("Unsafe advice.", true), ("\u{0915}\u{094D}\u{200D}\u{0937}", true), ("two\nlines", false),
            ("\u{202E}turned", false), (String(repeating: "n", count: 501), false),
        ]
    )
    func plainNotice(notice: String, isPlain: Bool) throws {
        var recall = Self.recall(in: .held)
        let move = RecallMove(to: .declared, by: .uid(0), notice: notice)
        let moved: Void? = try? recall.move(move, at: 2, epoch: 2, people: Self.people)
        #expect((moved != nil) == isPlain && (recall.order.notice == notice) == isPlain)
    }

    @Test("a person is awaited by holds, and by what the server found and would have held")
    func awaited() {
        for state in RecallState.allCases {
            #expect(Self.recall(in: state).awaitsPerson(holding: []) == (state == .held))
            #expect(!Self.recall(in: state, isDrill: true).awaitsPerson(holding: Set(RecallKind.allCases)))
        }
        for by in [Actor.server, .uid(7)] {
            let found = Recall(
                id: "x",
                order: RecallOrder(Self.pattern, kind: .withdrawal),
                first: RecallMove(to: .signal, by: by),
                at: 1,
                awareAt: nil,
                epoch: 1
            )
            #expect(found.awaitsPerson(holding: [.withdrawal]) == (by == .server))
            #expect(!found.awaitsPerson(holding: [.retirement]))
        }
    }
}
