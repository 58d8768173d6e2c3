/// What a scripted provider does with a request, step by step.
package enum Step: Sendable {
    /// A whole answer with its length. `content-type: application/json` unless `fields` names another.
    case answer(Int, fields: KeyValuePairs<String, String> = [:], body: String)
    /// The head of a chunked stream of events; `stream` sends it by itself if this did not.
    case streamHead(fields: KeyValuePairs<String, String> = [:])
    /// Frames, each a chunk of its own. Does not end the stream.
    case stream([String], every: Duration = .zero)
    /// The last chunk.
    case endStream
    /// Bytes as they are: for HTTP that is broken.
    case raw([UInt8])
    case wait(Duration)
    /// Goes on when the test opens the gate.
    case gate(Gate)
    /// Does nothing until the peer has left, and then goes on.
    case waitUntilGone
    /// The same frame again and again for as long as the peer reads; ends after so many.
    case flood(String, times: Int)
    case close
    /// Ends the connection with RST instead of FIN.
    case reset
    /// Never does anything again.
    case hang
}

extension Step {
    package static func raw(_ text: String) -> Step { .raw(Array(text.utf8)) }
}

/// Chooses the steps for each request.
package struct Script: Sendable {
    let steps: @Sendable (ProviderRequest) -> [Step]

    /// For scripts that are made of others.
    package func steps(for request: ProviderRequest) -> [Step] { steps(request) }

    /// - Parameter steps: called once a request, in the order of arrival; `ProviderRequest.number` counts from 1 since
    ///   the script was set.
    package init(_ steps: @escaping @Sendable (ProviderRequest) -> [Step]) {
        self.steps = steps
    }

    package static func always(_ steps: Step...) -> Script { .always(steps) }

    package static func always(_ steps: [Step]) -> Script { Script { _ in steps } }

    /// One list a request; the last one is for all that follow.
    package static func sequence(_ lists: [Step]...) -> Script {
        Script { request in lists[min(request.number, lists.count) - 1] }
    }

    /// Answers every operation well, streams included.
    package static func good(_ text: String = "the tide is out") -> Script {
        Script { GoodAnswer(text).steps(for: $0) }
    }

    /// The first requests by these lists, and everything after them well.
    package static func sick(_ lists: [Step]..., thenGood text: String) -> Script {
        Script { request in
            request.number <= lists.count ? lists[request.number - 1] : GoodAnswer(text).steps(for: request)
        }
    }
}
