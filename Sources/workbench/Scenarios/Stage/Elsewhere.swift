import HoldfastTesting

/// Where the sick provider is said to be when it is not the scripted one that listens.
struct Elsewhere: Sendable {
    let base: String
    /// On the loopback interface; nil: it is a name.
    var port: Int?
    /// What has to live as long as the stage.
    var keeper: (any Sendable)?

    static func name(_ name: String) -> Elsewhere { Elsewhere(base: "http://\(name)/v1") }
}
