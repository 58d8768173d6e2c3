import Control
import Testing

@Suite("A lookout")
struct LookoutTests {
    @Test("lets whoever waits go on after a look that began behind the wait, and no earlier")
    func order() {
        let lookout = Lookout()
        let underWay = lookout.begin()
        let awaited = lookout.awaitNext()
        #expect(!lookout.isAwaited(underWay))
        lookout.know(underWay)
        #expect(!lookout.knows(awaited))
        let next = lookout.begin()
        #expect(next == awaited && lookout.isAwaited(next))
        lookout.know(next)
        #expect(lookout.knows(awaited))
        // Nobody waits any more: nothing is to be told.
        #expect(!lookout.isAwaited(lookout.begin()))
    }

    @Test("a later wait is for a later look, and what is known is not forgotten")
    func later() {
        let lookout = Lookout()
        let first = lookout.awaitNext()
        _ = lookout.begin()
        let second = lookout.awaitNext()
        #expect(second == first + 1)
        lookout.know(second)
        lookout.know(first)
        #expect(lookout.knows(first) && lookout.knows(second))
    }
}
