/// What a target answered to one request of a trial.
package struct Answer: Sendable, Hashable {
    package struct ToolCall: Sendable, Hashable {
        package var name: String
        /// As the model wrote them; need not be JSON.
        package var arguments: String

        package init(name: String, arguments: String) {
            self.name = name
            self.arguments = arguments
        }
    }

    /// Why the answer ended, as the target said.
    package enum Ending: String, Sendable {
        case finished
        /// The limit of tokens was reached: the answer is cut.
        case length
        case toolCalls = "tool_calls"
        /// A filter of the vendor's withheld or cut it.
        case filtered
        /// The target said that it refuses, by a field of its dialect.
        case refused
        case unknown
    }

    package var text: String
    package var reasoning: String
    package var toolCalls: [ToolCall]
    package var ending: Ending

    /// Of all that a model wrote, in UTF-8.
    package var byteCount: Int {
        text.utf8.count + reasoning.utf8.count
            + toolCalls.reduce(0) { $0 + $1.name.utf8.count + $1.arguments.utf8.count }
    }

    package init(text: String, reasoning: String = "", toolCalls: [ToolCall] = [], ending: Ending = .finished) {
        self.text = text
        self.reasoning = reasoning
        self.toolCalls = toolCalls
        self.ending = ending
    }
}
