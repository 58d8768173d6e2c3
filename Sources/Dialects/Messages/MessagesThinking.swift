import JSON

/// What a request says about thinking, and the output limit that goes with it.
struct MessagesThinking {
    var member: JSONValue?
    var effort: String?
    var isOn = false
    var outputLimit: Int
}
