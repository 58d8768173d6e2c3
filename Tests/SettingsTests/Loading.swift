import Settings
import Testing

/// Reads a document as if it lay in `/etc/holdfast`.
func load(_ text: String, trials: FileTrials? = nil) throws(SettingsErrors) -> Settings {
    try SettingsLoader.load(text: text, file: "f.yaml", folder: "/etc/holdfast", home: "/home/me", trials: trials)
}

/// Each problem as `line:column path: message hint`; empty when the document is in order.
func problems(_ text: String, trials: FileTrials? = nil) -> [String] {
    do throws(SettingsErrors) {
        _ = try load(text, trials: trials)
        return []
    } catch {
        return error.description.split(separator: "\n").map { String($0.dropFirst("f.yaml:".count)) }
    }
}

/// A document that is in order, with lines put in behind its own sections.
func document(
    providers: String = "",
    lineages: String = "",
    models: String = "",
    routes: String = "",
    more: String = ""
) -> String {
    """
    providers:
      openai: {kind: openai, credential: env:OPENAI_API_KEY}
    \(providers)
    lineages:
      openai/gpt-5: {}
    \(lineages)
    models:
      gpt: {provider: openai, id: gpt-5, lineage: openai/gpt-5}
    \(models)
    routes:
      support: {serve: [gpt]}
    \(routes)
    \(more)
    """
}
