/// A tool that the target may call in a probe.
package struct Tool: Sendable, Hashable {
    package var name: String
    package var description: String
    /// JSON Schema of the arguments, as JSON text.
    package var parameters: String

    package init(name: String, description: String, parameters: String) {
        self.name = name
        self.description = description
        self.parameters = parameters
    }
}
