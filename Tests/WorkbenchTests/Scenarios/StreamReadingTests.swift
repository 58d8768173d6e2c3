import Dialects
import Domain
import HoldfastTesting
import Testing

@testable import workbench

@Suite("Reading an answer as a client does")
struct StreamReadingTests {
    private static let frames = Dialect.allCases.map { ($0, GoodAnswer("the tide is out").frames($0, model: "m")) }

    private func read(_ body: String, _ dialect: Dialect, framed: Bool = true, ended: Bool = true) -> StreamReading {
        StreamReading(.streamed(body, isComplete: framed), dialect, connectionEnded: ended)
    }

    @Test("a good stream is whole, and says what it says", arguments: Self.frames)
    func whole(dialect: Dialect, frames: [String]) {
        let reading = read(frames.joined(), dialect)
        #expect(reading.ending == .whole)
        #expect(reading.text == "the tide is out")
        #expect(reading.terminators == 1)
        #expect(reading.openings == 1)
        #expect(reading.errors.isEmpty)
        #expect(reading.frames == frames)
    }

    @Test("one that lacks any of its last frames and ends cleanly looks complete and is not", arguments: Self.frames)
    func truncated(dialect: Dialect, frames: [String]) {
        for count in 0..<frames.count {
            #expect(read(frames.prefix(count).joined(), dialect).ending == .looksComplete, "\(count)")
        }
        let half = frames.joined() + "data: {\"ha"
        #expect(read(half, dialect).ending == .looksComplete)
    }

    @Test("one that breaks off is never whole, even behind its terminator", arguments: Self.frames)
    func brokenOff(dialect: Dialect, frames: [String]) {
        #expect(read(frames.joined(), dialect, framed: false).ending == .brokenOff)
        #expect(read(frames.prefix(3).joined(), dialect, framed: false).ending == .brokenOff)
        #expect(read(frames.prefix(3).joined(), dialect, framed: false, ended: false).ending == .hanging)
    }

    @Test(
        "the dialect's error event with an abnormal close is told; with a clean end it is not enough",
        arguments: Self.frames
    )
    func told(dialect: Dialect, frames: [String]) {
        let body = frames.prefix(3).joined() + Samples.errorEvent(dialect)
        #expect(read(body, dialect, framed: false).ending == .toldAndBroken)
        #expect(read(body, dialect, framed: true).ending == .toldAndEnded)
        #expect(read(body, dialect, framed: false, ended: false).ending == .hanging)
        #expect(read(body, dialect, framed: false).errors.count == 1)
    }

    @Test(
        "an error without its event's name is none where events have names",
        arguments: [Dialect.messages, .responses]
    )
    func foreignError(dialect: Dialect) {
        let frames = GoodAnswer("the tide is out").frames(dialect, model: "m")
        let body = frames.prefix(3).joined() + Samples.errorEvent(.chatCompletions)
        #expect(read(body, dialect, framed: false).ending == .garbage)
    }

    @Test("a frame that is no JSON is garbage, whatever follows", arguments: Self.frames)
    func garbage(dialect: Dialect, frames: [String]) {
        let body = frames.prefix(3).joined() + "data: {\"broken\n\n" + frames.dropFirst(3).joined()
        #expect(read(body, dialect).ending == .garbage)
    }

    @Test("a plain answer is whole as JSON of its dialect, and half of it is not", arguments: Dialect.allCases)
    func plain(dialect: Dialect) {
        let body = GoodAnswer("the tide is out").plain(dialect, model: "m")
        let whole = StreamReading(.plain(200, body), dialect, connectionEnded: false)
        #expect(whole.ending == .whole)
        #expect(whole.text == "the tide is out")
        let half = StreamReading(.plain(200, String(body.prefix(body.count / 2))), dialect, connectionEnded: false)
        #expect(half.ending == .looksComplete)
        let error = StreamReading(.plain(503, #"{"error":{"message":"no"}}"#), dialect, connectionEnded: false)
        #expect(error.ending == .toldAndEnded)
    }
}
