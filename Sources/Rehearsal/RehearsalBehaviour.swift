package import Dialects
package import Domain

/// What a rehearsal model says, how fast, and how it misbehaves. Values only: the same behaviour and the same request
/// give the same answer.
package struct RehearsalBehaviour: Sendable, Equatable {
    package struct ScriptLine: Sendable, Equatable {
        package var contains: String
        package var answer: String

        package init(contains: String, answer: String) {
            self.contains = contains
            self.answer = answer
        }
    }

    /// Said to every request; nil: a sentence derived from the request.
    package var answer: String?
    /// The first line whose `contains` occurs in the last user message wins over `answer`.
    package var script: [ScriptLine]
    /// Before the first piece of an answer.
    package var firstToken: Duration
    /// Between two pieces of an answer. A plain answer takes as long as the stream would.
    package var betweenTokens: Duration
    /// Of those that are due for a request, the first happens.
    package var faults: [RehearsalFault]
    /// The first that a request draws and that finds something to act on wins over `script` and `answer`.
    package var weaknesses: [RehearsalWeakness]
    /// What it speaks; at the others' paths there is nothing, as at a vendor that does not know them.
    package var dialects: [Dialect]

    package init(
        answer: String? = nil,
        script: [ScriptLine] = [],
        firstToken: Duration = .zero,
        betweenTokens: Duration = .zero,
        faults: [RehearsalFault] = [],
        weaknesses: [RehearsalWeakness] = [],
        dialects: [Dialect] = RehearsalModel.dialects
    ) {
        self.answer = answer
        self.script = script
        self.firstToken = firstToken
        self.betweenTokens = betweenTokens
        self.faults = faults
        self.weaknesses = weaknesses
        self.dialects = dialects
    }

    /// The words for a last user message; nil: none are configured for it.
    func words(for message: String) -> String? {
        script.first { message.contains($0.contains) }?.answer ?? answer
    }

    func serves(_ operation: Operation) -> Bool {
        switch operation {
        case .conversation, .countTokens, .inputTokens: dialects.contains(operation.dialect)
        case .embeddings: true
        }
    }

    /// - Parameter number: of the request, from 1.
    func fault(forRequest number: Int) -> RehearsalFault.Kind? {
        faults.first { number.isMultiple(of: $0.every) }?.kind
    }
}
