import Domain
import HoldfastTesting
import JSON
import Testing

@testable import Dialects

/// Every fixture in every dialect, as files under `Fixtures/golden`.
@Suite("Golden matrix")
struct GoldenTests {
    @Test("there are enough of them")
    func count() {
        #expect(Fixture.requests.count >= 70)
        #expect(Fixture.answers.count + Fixture.streams.count >= 50)
    }

    @Test("requests", arguments: Fixture.requests)
    func requests(fixture: Fixture) throws {
        let outcomes = Dialect.allCases.map { target in JSONValue.Member(target.rawValue, Self.outcome(fixture, target))
        }
        try GoldenFile.check(
            "requests/\(fixture.dialect.rawValue)/\(fixture.name).json",
            JSONValue.object(outcomes).indented + "\n"
        )
    }

    private static func outcome(_ fixture: Fixture, _ target: Dialect) -> JSONValue {
        do {
            let translation = try fixture.translated(to: target)
            return .object(
                ("lossy", translation.losses.headerValue.map { .string($0) }),
                ("body", try JSONValue(parsing: translation.body))
            )
        } catch let refusal as Refusal {
            return .object(
                ("refused", .string(refusal.parameter ?? "")),
                ("message", .string(refusal.message))
            )
        } catch {
            return .object(("fault", .string("\(error)")))
        }
    }

    @Test("answers", arguments: Fixture.answers)
    func answers(fixture: Fixture) throws {
        let outcomes = Dialect.allCases.map { caller in
            let outcome: JSONValue
            do {
                let answer = try fixture.answered(to: caller)
                outcome = .object(
                    ("lossy", answer.losses.headerValue.map { .string($0) }),
                    ("body", answer.body)
                )
            } catch {
                outcome = .object(("fault", .string("\(error)")))
            }
            return JSONValue.Member(caller.rawValue, outcome)
        }
        try GoldenFile.check(
            "answers/\(fixture.dialect.rawValue)/\(fixture.name).json",
            JSONValue.object(outcomes).indented + "\n"
        )
    }

    @Test("streams", arguments: Fixture.streams)
    func streams(fixture: Fixture) throws {
        for caller in Dialect.allCases {
            let written = try Fixture.streamed([fixture.body], from: fixture.dialect, to: caller, fixture.customTools)
            var text = ": lossy \(written.stream.losses.headerValue ?? "")\n"
            if let failure = written.stream.failure { text += ": failed \(failure.message ?? "")\n" }
            if !written.stream.isEnded { text += ": not ended\n" }
            try GoldenFile.check(
                "streams/\(fixture.dialect.rawValue)/\(fixture.name).\(caller.rawValue).sse",
                text + "\n" + String(decoding: written.bytes, as: UTF8.self)
            )
        }
    }

    @Test("every golden file has its fixture")
    func orphans() throws {
        try GoldenFile.expectNoOrphans()
    }
}
