import Domain
import Foundation
import HoldfastTesting
import Testing

@Suite("Clock text")
struct ClockTextTests {
    @Test(
        "known moments",
        arguments: [
            (0, "1970-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 GMT"),
            (784_111_777, "1994-11-06T08:49:37Z", "Sun, 06 Nov 1994 08:49:37 GMT"),
            (951_782_400, "2000-02-29T00:00:00Z", "Tue, 29 Feb 2000 00:00:00 GMT"),
            (1_709_251_199, "2024-02-29T23:59:59Z", "Thu, 29 Feb 2024 23:59:59 GMT"),
            (4_107_542_400, "2100-03-01T00:00:00Z", "Mon, 01 Mar 2100 00:00:00 GMT"),
        ]
    )
    func known(seconds: Int64, rfc3339: String, httpDate: String) {
        #expect(ClockText.rfc3339(unixSeconds: seconds) == rfc3339)
        #expect(ClockText.httpDate(unixSeconds: seconds) == httpDate)
    }

    @Test("milliseconds have three digits", arguments: [(0, "000"), (7, "007"), (45, "045"), (999, "999")])
    func milliseconds(value: UInt64, digits: String) {
        #expect(ClockText.rfc3339(unixMilliseconds: 1_781_299_800_000 + value) == "2026-06-12T21:30:00.\(digits)Z")
        #expect(ClockText.day(unixMilliseconds: 1_781_299_800_000 + value) == "2026-06-12")
    }

    @Test("agrees with Foundation on any day until the year 9999", arguments: 0..<50)
    func agrees(seed: Int) throws {
        var random = SeededRandom(seed: seed)
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: "GMT"))
        for _ in 0..<40 {
            let seconds = Int64.random(in: 0...253_402_300_799, using: &random)
            let date = ClockText.civil(unixSeconds: seconds)
            let parts = calendar.dateComponents(
                [.year, .month, .day, .hour, .minute, .second, .weekday],
                from: Date(timeIntervalSince1970: TimeInterval(seconds))
            )
            #expect(
                [date.year, date.month, date.day, date.hour, date.minute, date.second, date.weekday + 1]
                    == [parts.year, parts.month, parts.day, parts.hour, parts.minute, parts.second, parts.weekday]
            )
        }
    }
}

@Suite("Hex")
struct HexTests {
    @Test("every byte reads back")
    func roundTrip() {
        let bytes = (0...255).map { UInt8($0) }
        #expect(Hex.bytes(Hex.text(bytes)) == bytes)
        #expect(Hex.text([0x0F, 0xA0]) == "0fa0")
    }

    @Test("one value has one text", arguments: ["0", "0F", "+f", "0x", "g0", "0 ", "é"])
    func refuses(text: String) {
        #expect(Hex.bytes(text) == nil)
    }
}
