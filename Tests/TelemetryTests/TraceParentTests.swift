import Telemetry
import Testing

@Suite("Trace parent")
struct TraceParentTests {
    private static let trace = "0af7651916cd43dd8448eb211c80319c"
    private static let span = "b7ad6b7169203331"

    @Test(
        "what the recommendation allows",
        arguments: [
            ("00-\(trace)-\(span)-01", 1), ("00-\(trace)-\(span)-00", 0), ("00-\(trace)-\(span)-ff", 255),
            // A later version may have more behind what is known.
            ("01-\(trace)-\(span)-01", 1), ("cc-\(trace)-\(span)-01-what-the-future-brings", 1),
            ("fe-\(trace)-\(span)-01-", 1),
            ("00-00000000000000000000000000000001-0000000000000001-01", 1),
        ] as [(String, UInt8)]
    )
    func valid(text: String, flags: UInt8) throws {
        let parent = try #require(parse(text))
        #expect(parent.flags == flags)
        #expect(parent.text.hasPrefix("00-\(text.dropFirst(3).prefix(50))"))
    }

    @Test(
        "what it forbids",
        arguments: [
            "", "00", "00-\(trace)-\(span)", "00-\(trace)-\(span)-", "00-\(trace)-\(span)-1", "00-\(trace)-\(span)-01-",
            "00-\(trace)-\(span)-01-x", "00-\(trace)-\(span)-011", "ff-\(trace)-\(span)-01", "01-\(trace)-\(span)-01x",
            "0-\(trace)-\(span)-001", "00_\(trace)-\(span)-01", "00-\(trace)_\(span)-01", "00-\(trace)-\(span)_01",
            "00-\(trace.uppercased())-\(span)-01", "00-\(trace)-\(span.uppercased())-01", "00-\(trace)-\(span)-0A",
            "0G-\(trace)-\(span)-01", "00-00000000000000000000000000000000-\(span)-01",
            "00-\(trace)-0000000000000000-01", "00-\(trace.dropLast())g-\(span)-01", " 00-\(trace)-\(span)-01",
        ]
    )
    func invalid(text: String) {
        #expect(parse(text) == nil)
    }

    @Test("a child stays in the trace, has a span of its own and keeps the one flag that is defined")
    func child() throws {
        let parent = try #require(parse("00-\(Self.trace)-\(Self.span)-ff"))
        #expect(parent.child(randomSpan: 0xABC).text == "00-\(Self.trace)-0000000000000abc-01")
        #expect(parse(parent.child(randomSpan: 0).text) != nil)
        #expect(parent.traceID == Self.trace)
    }

    private func parse(_ text: String) -> TraceParent? { Array(text.utf8).withUnsafeBytes { TraceParent($0) } }
}
