package import Domain

/// The built-in deterministic model of a `rehearsal` provider. Durations are added, not simulated at random.
package struct RehearsalSettings: Sendable, Equatable {
    package struct Fault: Sendable, Equatable {
        package enum Kind: String, CaseIterable, Sendable {
            /// Answers with `status` and the dialect's error shape.
            case status
            /// Closes the connection before any answer byte.
            case reset
            /// Accepts the request and never answers.
            case hang
            /// Closes the connection after `after` content frames.
            case cut
            /// Sends nothing more after `after` content frames.
            case stall
            /// Sends a frame that is no JSON after `after` content frames, then ends.
            case malformed
            /// Ends cleanly after `after` content frames, without the dialect's terminator.
            case unterminated
        }

        package var kind: Kind
        /// For `status`.
        package var status: Int
        /// For the stream faults: content frames sent before it.
        package var after: Int
        /// `retry-after` in seconds, for `status`.
        package var retryAfter: Int?
        /// Every how many requests the fault happens: 1 is always, 10 each tenth.
        package var every: Int

        package init(
            kind: Kind,
            status: Int,
            after: Int,
            retryAfter: Int? = nil,
            every: Int
        ) {
            self.kind = kind
            self.status = status
            self.after = after
            self.retryAfter = retryAfter
            self.every = every
        }
    }

    /// Said to every request; nil: an answer derived from the request.
    package var answer: String?
    /// First entry whose `contains` occurs in the last user message wins over `answer`.
    package var script: [ScriptLine]
    package var firstToken: Duration
    package var betweenTokens: Duration
    package var faults: [Fault]
    /// Of those that a request draws, the first that finds something to act on happens.
    package var weaknesses: [RehearsalWeakness]

    package struct ScriptLine: Sendable, Equatable {
        package var contains: String
        package var answer: String

        package init(
            contains: String,
            answer: String
        ) {
            self.contains = contains
            self.answer = answer
        }
    }

    package init(
        answer: String? = nil,
        script: [ScriptLine],
        firstToken: Duration,
        betweenTokens: Duration,
        faults: [Fault],
        weaknesses: [RehearsalWeakness] = []
    ) {
        self.answer = answer
        self.script = script
        self.firstToken = firstToken
        self.betweenTokens = betweenTokens
        self.faults = faults
        self.weaknesses = weaknesses
    }
}
