import Domain
import Routing
import Testing

@Suite("Stream commit")
struct StreamCommitTests {
    @Test("life-cycle frames are held and the first content commits")
    func commitsOnContent() {
        var commit = StreamCommit()
        #expect(commit.piece(.init(), bytes: 100) == .hold)
        #expect(commit.piece(.init(), bytes: 10) == .hold)
        #expect(commit.piece(.init(content: true), bytes: 50) == .commit)
        #expect(commit.piece(.init(content: true), bytes: 50) == .relay)
        #expect(commit.isCommitted)
    }

    @Test("a failure before content is unseen; the same failure after it is told")
    func failureBeforeAndAfter() {
        var unseen = StreamCommit()
        _ = unseen.piece(.init(), bytes: 10)
        #expect(unseen.fail(.cut) == .abandon(.cut))
        var seen = StreamCommit()
        _ = seen.piece(.init(content: true), bytes: 10)
        #expect(seen.fail(.cut) == .interrupt(.cut))
    }

    @Test("an end without terminator is a failure, however well the framing ended")
    func unterminated() {
        var held = StreamCommit()
        _ = held.piece(.init(), bytes: 10)
        #expect(held.ended() == .abandon(.unterminated))
        var committed = StreamCommit()
        _ = committed.piece(.init(content: true), bytes: 10)
        #expect(committed.ended() == .interrupt(.unterminated))
    }

    @Test("an answer that ends well without content is sent whole")
    func emptyAnswer() {
        var commit = StreamCommit()
        #expect(commit.piece(.init(terminator: true), bytes: 10) == .hold)
        #expect(commit.ended() == .commitAndFinish)
    }

    @Test("what happens to the connection after the terminator does not spoil a complete answer")
    func resetAfterTerminator() {
        var commit = StreamCommit()
        _ = commit.piece(.init(content: true), bytes: 10)
        _ = commit.piece(.init(terminator: true), bytes: 10)
        #expect(commit.fail(.cut) == .finish)
    }

    @Test("frames without any content are held only up to a bound")
    func heldBound() {
        var commit = StreamCommit()
        #expect(commit.piece(.init(), bytes: StreamCommit.maximumHeld) == .hold)
        #expect(commit.piece(.init(), bytes: 1) == .abandon(.badFrame))
    }

    @Test("a bad frame counts even when it brings content")
    func badFrameWithContent() {
        var commit = StreamCommit()
        #expect(commit.piece(.init(content: true, failure: .badFrame), bytes: 10) == .abandon(.badFrame))
    }

    @Test("whatever happens, an answer finishes well only after its terminator", arguments: 0..<300)
    func neverFinishesEarly(seed: Int) {
        var random = SystemRandomNumberGenerator.seeded(seed)
        var commit = StreamCommit()
        var terminated = false
        for _ in 0..<50 {
            let action: StreamCommit.Action
            switch Int.random(in: 0..<10, using: &random) {
            case 0:
                action = commit.ended()
            case 1:
                action = commit.fail(.cut)
            case 2:
                terminated = true
                action = commit.piece(.init(terminator: true), bytes: 1)
            default:
                action = commit.piece(.init(content: Bool.random(using: &random)), bytes: 1)
            }
            switch action {
            case .finish, .commitAndFinish:
                #expect(terminated)
                return
            case .abandon:
                #expect(!commit.isCommitted)
                return
            case .interrupt:
                #expect(commit.isCommitted)
                return
            case .hold:
                #expect(!commit.isCommitted)
            case .commit, .relay:
                #expect(commit.isCommitted)
            }
        }
    }
}

/// Seeded, so that a failing walk can be walked again (Steele, Lea, Flood, OOPSLA 2014).
struct SeededRandom: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

extension SystemRandomNumberGenerator {
    static func seeded(_ seed: Int) -> SeededRandom { SeededRandom(state: UInt64(seed)) }
}
