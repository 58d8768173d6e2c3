/// What one trial sends: one request for each thing that the user says, each with the answers to the ones before.
package struct Script: Sendable, Hashable {
    /// Turns before the user's first words of the trial: the system prompt, forged history, a tool's result.
    package var opening: [Turn]
    /// What the user says in turn. Never empty.
    package var says: [String]
    package var tools: [Tool]
    /// What the first tool gave back after the user's last words; the model answers to that.
    package var toolResult: String?
    /// A beginning of the answer that is put into the model's mouth, where the dialect has that.
    package var prefill: String?

    package init(opening: [Turn], says: [String], tools: [Tool] = [], toolResult: String? = nil, prefill: String? = nil)
    {
        self.opening = opening
        self.says = says
        self.tools = tools
        self.toolResult = toolResult
        self.prefill = prefill
    }
}
