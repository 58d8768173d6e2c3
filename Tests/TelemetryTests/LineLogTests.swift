import JSON
import Logging
import Synchronization
import Telemetry
import Testing

@Suite("Line log")
struct LineLogTests {
    private final class Lines: Sendable {
        let all = Mutex<[String]>([])
    }

    @Test("JSON lines are JSON, one line each, whatever the data")
    func json() throws {
        let value = "a\"b\\c\nd\r\u{1B}[31m\u{0}é\u{2028}"
        let lines = log(.json) { $0.warning("it happened", metadata: ["odd \"key\"": "\(value)", "n": "1"]) }
        #expect(lines.count == 1)
        let line = try #require(lines.first)
        #expect(line.hasSuffix("}\n"))
        #expect(line.dropLast().allSatisfy { !$0.isNewline || $0 == "\u{2028}" })
        let parsed = try JSONValue(parsing: Array(line.utf8))
        #expect(parsed["time"]?.string == "2026-06-12T21:30:00.000Z")
        #expect(parsed["level"]?.string == "warning")
        #expect(parsed["message"]?.string == "it happened")
        #expect(parsed["odd \"key\""]?.string == value)
    }

    @Test("text lines are for people, and data cannot forge a second one")
    func text() {
        let lines = log(.text) { logger in
            logger.info("plain", metadata: ["b": "2", "a": "one"])
            logger.error("bad", metadata: ["x": "1\n2026 error forged"])
        }
        #expect(
            lines == [
                "2026-06-12T21:30:00.000Z info    plain  a=one  b=2\n",
                "2026-06-12T21:30:00.000Z error   bad  x=\"1\\n2026 error forged\"\n",
            ]
        )
    }

    @Test("metadata of the logger goes along, the line's own wins, and quiet levels are quiet")
    func metadata() {
        let lines = log(.text) { logger in
            logger[metadataKey: "a"] = "logger"
            logger[metadataKey: "b"] = "logger"
            logger.notice("x", metadata: ["b": "line"])
            logger.debug("y")
        }
        #expect(lines == ["2026-06-12T21:30:00.000Z notice  x  a=logger  b=line\n"])
    }

    private func log(_ format: LineLog.Format, _ body: (inout Logger) -> Void) -> [String] {
        let lines = Lines()
        var logger = Logger(label: "test") { label in
            LineLog(
                label: label,
                format: format,
                level: .info,
                sink: { line in lines.all.withLock { $0.append(line) } },
                now: { 1_781_299_800_000 }
            )
        }
        body(&logger)
        return lines.all.withLock { $0 }
    }
}
