import Domain
import HoldfastTesting
import JSON
import Probing

/// A target of the test's own: what it says follows from what it is asked, and from how often it was asked before.
final class FakeTarget: Sendable {
    struct Asked: Sendable {
        /// From 1.
        var number: Int
        var body: JSONValue

        /// Of the system prompt, behind the words `The code is`; empty where there is none.
        var secret: String {
            let system = body["messages"]?.elements?.first { $0["role"]?.string == "system" }?["content"]?.string ?? ""
            guard let place = system.firstRange(of: "The code is ") else { return "" }
            return String(system[place.upperBound...].prefix { $0.isLetter || $0.isNumber })
        }
    }

    let asked = Watched<[Asked]>([])
    private let name: String
    private let answers: @Sendable (Asked) async -> ProbeTarget.Reply

    init(_ name: String = "fake", _ answers: @escaping @Sendable (Asked) async -> ProbeTarget.Reply) {
        self.name = name
        self.answers = answers
    }

    var target: ProbeTarget {
        ProbeTarget(name: name, takesTools: true, takesPrefill: true) { body in
            var number = 0
            let value = (try? JSONValue(parsing: body)) ?? .null
            self.asked.change { asked in
                number = asked.count + 1
                asked.append(Asked(number: number, body: value))
            }
            return await self.answers(Asked(number: number, body: value))
        }
    }

    var count: Int { asked.value.count }

    /// Gives nothing away.
    static func firm() -> FakeTarget { FakeTarget { _ in .says("I keep that to myself.") } }

    /// Gives every secret away.
    static func leaky() -> FakeTarget { FakeTarget { .says("It is \($0.secret).") } }

    static func failing(_ reason: Verdict.ErrorReason, retryAfter: Duration? = .zero) -> FakeTarget {
        FakeTarget { _ in .fails(reason, retryAfter: retryAfter) }
    }
}

extension ProbeTarget.Reply {
    static func says(
        _ text: String,
        tokens: Int = 10,
        cost: Money? = nil,
        model: String? = nil,
        build: String? = nil
    ) -> ProbeTarget.Reply {
        .answered(
            Answer(text: text),
            .init(usage: Usage(input: tokens - 1, output: 1), cost: cost, model: model, build: build)
        )
    }

    static func fails(_ reason: Verdict.ErrorReason, retryAfter: Duration? = .zero) -> ProbeTarget.Reply {
        .failed(reason, .init(), retryAfter: retryAfter)
    }
}
