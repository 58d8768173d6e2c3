import Routing
import Testing

@Suite("Retry advice")
struct RetryAdviceTests {
    /// 1994-11-06 08:49:37 UTC, the example of RFC 9110.
    private static let example: Int64 = 784_111_777

    @Test(
        "reads a wait in every form",
        arguments: [
            (["Retry-After": "2"], 2_000), (["retry-after": " 0 "], 0), (["retry-after": "1.5"], 1_500),
            (["retry-after": "0.0001"], 1), (["retry-after": "20s"], 20_000),
            (["retry-after": "1", "Retry-After-Ms": "250"], 250), (["retry-after-ms": "12.5"], 13),
            (["retry-after": "3", "retry-after-ms": "soon"], 3_000),
            (["retry-after": "Sun, 06 Nov 1994 08:49:47 GMT"], 10_000),
            (["retry-after": "Sunday, 06-Nov-94 08:49:47 GMT"], 10_000),
            (["retry-after": "Sun Nov  6 08:49:47 1994"], 10_000),
            (["retry-after": "Sun, 06 Nov 1994 08:49:36 GMT"], 0),
            (["retry-after": "1994-11-06T08:49:47Z"], 10_000),
            (["x-ratelimit-reset-requests": "6m0s", "x-ratelimit-remaining-requests": "0"], 360_000),
            (["x-ratelimit-reset-requests": "1s"], 1_000), (["x-ratelimit-reset-tokens": "250ms"], 250),
            (["x-ratelimit-reset-tokens": "2m59.56s"], 179_560), (["x-ratelimit-reset-tokens": "1h2m3s"], 3_723_000),
            (["x-ratelimit-reset-tokens": "12\u{B5}s"], 1), (["x-ratelimit-reset-tokens": "30"], 30_000),
            (["ratelimit-reset": "7"], 7_000),
            (["anthropic-ratelimit-tokens-reset": "1994-11-06T08:49:47Z"], 10_000),
            (["anthropic-ratelimit-tokens-reset": "1994-11-06T10:49:47.2+02:00"], 11_000),
            (["x-ratelimit-reset-requests-day": "33011.38", "x-ratelimit-remaining-requests-day": "0"], 33_011_380),
        ] as [([String: String], Int)]
    )
    func forms(fields: [String: String], milliseconds: Int) {
        #expect(read(fields).floor == .milliseconds(milliseconds))
    }

    @Test("a number too large for a span is a Unix time, in seconds or milliseconds")
    func unixTimes() {
        let now: Int64 = 1_741_305_590
        #expect(read(["X-RateLimit-Reset": "1741305600"], now).floor == .seconds(10))
        #expect(read(["X-RateLimit-Reset": "1741305600000"], now).floor == .seconds(10))
        #expect(read(["X-RateLimit-Reset": "1741305599001"], now).floor == .seconds(10))
        #expect(read(["anthropic-ratelimit-unified-reset": "1741305580"], now).floor == .zero)
    }

    @Test(
        "what cannot be read is as if it were not there",
        arguments: [
            "", "-1", "+1", "soon", "1e3", "inf", "0x10", "1.", ".5", "1.2.3", "1 2", "Sun, 31 Feb 2027 08:49:47 GMT",
            "Sun, 06 Nov 1994 08:49:47 CET", "Sun, 06 Nov 1994 24:49:47 GMT", "Sun, 06 Nov 1994 8:49:47 GMT",
            "Sun, 06 Nov -994 08:49:47 GMT", "1994-11-06", "1994-13-06T08:49:47Z", "1994-11-06T08:49:47.Z",
            "1994-11-06T08:49:47+2", "5 parsecs", "3mm", "s", "6m0", "\u{1F9E8}", "1994-11-06T08:49:47\u{1F9E8}",
        ]
    )
    func unreadable(text: String) {
        #expect(read(["retry-after": text, "retry-after-ms": text, "x-ratelimit-reset-tokens": text]).floor == nil)
    }

    @Test("only spent limits count, and of those the longest")
    func spentLimits() {
        let requests = ["x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "1s"]
        let tokens = ["x-ratelimit-remaining-tokens": "900", "x-ratelimit-reset-tokens": "6m0s"]
        #expect(read(requests.merging(tokens) { $1 }).floor == .seconds(1))
        #expect(read(tokens).floor == nil)
        #expect(
            read(requests.merging(["x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "2s"]) { $1 }).floor
                == .seconds(2)
        )
        #expect(
            read([
                "anthropic-ratelimit-unified-5h-status": "allowed", "anthropic-ratelimit-unified-5h-reset": "5000",
                "anthropic-ratelimit-unified-7d-status": "rejected", "anthropic-ratelimit-unified-7d-reset": "40",
            ]).floor == .seconds(40)
        )
    }

    @Test("a plain Retry-After wins over the limits' resets")
    func precedence() {
        #expect(read(["retry-after": "3", "x-ratelimit-reset-requests": "6m0s"]).floor == .seconds(3))
    }

    @Test(
        "no wait is longer than the cap, however large the number",
        arguments: [
            "90000", "999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT", "9999999h", "99999999999d99999999999d",
        ]
    )
    func capped(text: String) {
        #expect(read(["retry-after": text]).floor == RetryAdvice.longestFloor)
    }

    @Test("a two-digit year is never more than fifty years ahead")
    func century() {
        let now: Int64 = 1_780_000_000  // 2026
        #expect(read(["retry-after": "Thursday, 28-May-26 20:26:50 GMT"], now).floor == .seconds(10))
        #expect(read(["retry-after": "Sunday, 06-Nov-94 08:49:37 GMT"], now).floor == .zero)
    }

    @Test("a leap day is a day")
    func leapDay() {
        let now: Int64 = 1_709_164_800  // 2024-02-29 00:00:00
        #expect(read(["retry-after": "Thu, 29 Feb 2024 00:00:05 GMT"], now).floor == .seconds(5))
        #expect(read(["retry-after": "Thu, 29 Feb 2023 00:00:05 GMT"], now).floor == nil)
    }

    @Test(
        "x-should-retry is the provider's word",
        arguments: [("true", true), ("FALSE", false), ("maybe", nil)] as [(String, Bool?)]
    )
    func shouldRetry(text: String, expected: Bool?) {
        #expect(read(["X-Should-Retry": text]).shouldRetry == expected)
        #expect(read([:]).shouldRetry == nil)
    }

    @Test("no provider can ask for more than a day")
    func longest() {
        #expect(RetryAdvice(floor: .seconds(1_000_000)).floor == .seconds(86_400))
        #expect(read(["retry-after": "1000000"]).floor == .seconds(86_400))
    }

    @Test("any bytes are read without a trap", arguments: 0..<200)
    func anything(seed: Int) {
        var random = SystemRandomNumberGenerator.seeded(seed)
        let letters = Array("0123456789.:-+ ,TZGMTsmhdNovSun\u{B5}\u{1F9E8}")
        for _ in 0..<200 {
            let count = Int.random(in: 0...40, using: &random)
            let text = String((0..<count).map { _ in letters[Int.random(in: 0..<letters.count, using: &random)] })
            let now = Int64.random(in: Int64.min...Int64.max, using: &random)
            let floor = read(["retry-after": text, "x-ratelimit-reset": text], now).floor
            if let floor { #expect(floor >= .zero && floor <= RetryAdvice.longestFloor) }
        }
    }

    private func read(_ fields: [String: String], _ now: Int64 = example) -> RetryAdvice {
        RetryAdvice(fields: fields.map { (name: $0.key, value: $0.value) }, nowUnixSeconds: now)
    }
}
