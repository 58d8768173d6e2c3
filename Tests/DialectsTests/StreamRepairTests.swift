import Dialects
import Domain
import HoldfastTesting
import JSON
import Testing

/// What a repaired stream gives, event for event.
enum Repaired {
    static let options = AnswerOptions(idSeed: "s", model: "up", now: 1)

    static func frames(_ data: [String]) -> [UInt8] { Array(data.map { "data: \($0)\n\n" }.joined().utf8) }

    /// - Returns: the JSON of each event, and `[DONE]` as a string.
    static func events(_ data: [String], _ dialect: Dialect) throws -> [JSONValue] {
        try passed(data, dialect).events
    }

    static func passed(
        _ data: [String],
        _ dialect: Dialect
    ) throws -> (events: [JSONValue], passage: StreamPassage) {
        var passage = StreamPassage(from: dialect, to: dialect, options)
        let written = try frames(data).withUnsafeBytes { try passage.follow($0) }
        var cutter = ServerSentEvents()
        let events = try written.withUnsafeBytes { try cutter.append($0) }.map { frame in
            let event = frame.data == Array("[DONE]".utf8) ? .string("[DONE]") : try JSONValue(parsing: frame.data)
            #expect(frame.event == (dialect == .chatCompletions ? nil : event["type"]?.string))
            return event
        }
        return (events, passage)
    }

    static func json(_ data: [String]) throws -> [JSONValue] {
        try data.map { $0 == "[DONE]" ? .string($0) : try JSONValue(parsing: Array($0.utf8)) }
    }

    /// The stream comes out as it went in, unknown members and numbers' text included.
    static func expectKept(_ data: [String], _ dialect: Dialect, _ location: SourceLocation = #_sourceLocation) throws {
        let (events, passage) = try passed(data, dialect)
        #expect(events == (try json(data)), sourceLocation: location)
        #expect(passage.isEnded && passage.failure == nil, sourceLocation: location)
    }
}

@Suite("Repair, whatever the dialect")
struct StreamRepairTests {
    @Test("what is no JSON or no object is a fault", arguments: Dialect.allCases)
    func faults(dialect: Dialect) {
        for data in ["{", "[]", "1"] {
            #expect(throws: TranslationFault.self) { try Repaired.events([data], dialect) }
        }
    }

    @Test("an event larger than a frame may be is a fault", arguments: Dialect.allCases)
    func oversized(dialect: Dialect) {
        var repair = StreamRepair(dialect, Repaired.options)
        let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: StreamScanner.maximumFrame + 1)
        #expect(throws: TranslationFault.self) { try bytes.withUnsafeBytes { _ = try repair.follow($0) } }
    }

    @Test("what follows the end, or an error, does not come through")
    func afterEnd() throws {
        let error = #"{"type":"error","error":{"type":"overloaded_error","message":"Later"},"code":"c"}"#
        for dialect in Dialect.allCases {
            let (events, passage) = try Repaired.passed([error, error], dialect)
            #expect(events.isEmpty)
            #expect(passage.failure?.message == "Later")
        }
    }

    @Test("a name with a line's end begins no line of its own")
    func names() throws {
        var repair = StreamRepair(.messages, Repaired.options)
        let frame = Array("data: {\"type\":\"a\\ndata: b\"}\n\n".utf8)
        let written = try frame.withUnsafeBytes { try repair.follow($0) }
        #expect(String(decoding: written, as: UTF8.self) == "data: {\"type\":\"a\\ndata: b\"}\n\n")
    }

    @Test(
        "what was repaired is whole: repairing it again changes nothing, whatever was lost",
        arguments: Fixture.streams
    )
    func idempotence(fixture: Fixture) throws {
        var cutter = ServerSentEvents()
        let frames = try fixture.body.withUnsafeBytes { try cutter.append($0) }
        var repaired = 0
        for seed in UInt64(1)...60 {
            var random = SeededRandom(seed: seed)
            var left = seed == 1 ? frames : frames.filter { _ in !random.chance(6) }
            if random.chance(4), left.count > 1 { left.swapAt(random.below(left.count), random.below(left.count)) }
            let bytes = left.flatMap { frame in
                Array("event: \(frame.event ?? "")\ndata: ".utf8) + frame.data + Array("\n\n".utf8)
            }
            guard let once = try? Self.repaired(bytes, fixture.dialect) else { continue }
            repaired += 1
            let twice = try Self.repaired(once, fixture.dialect)
            #expect(once == twice, "seed \(seed)\n\(String(decoding: once, as: UTF8.self))")
        }
        #expect(repaired > 0)
    }

    private static func repaired(_ bytes: [UInt8], _ dialect: Dialect) throws -> [UInt8] {
        var repair = StreamRepair(dialect, Repaired.options)
        return try bytes.withUnsafeBytes { try repair.follow($0) }
    }
}
