import ArgumentParser

/// What stands between the client and the scripted providers.
enum Subject: String, CaseIterable, ExpressibleByArgument, Sendable {
    case holdfast
    /// Nothing: the client talks to the sick provider. A judge that lets this pass is broken.
    case direct
    /// `proxy_next_upstream error timeout`, with the substitute as backup: the common way without a gateway.
    case nginx
}
