extension Listener {
    /// The names by which the listener may be called: loopback's, the bound address's, those of `hosts`; lower case,
    /// without port, addresses of version 6 in brackets.
    package var acceptedHosts: Set<String> {
        var names: Set<String> = ["localhost", "127.0.0.1", "[::1]"]
        names.formUnion(hosts)
        // Bound to every address there is no bound name; such a listener needs `hosts`.
        if !bindsEveryAddress { names.insert(host.contains(":") ? "[\(host)]" : host.lowercased()) }
        return names
    }

    var bindsEveryAddress: Bool { host == "0.0.0.0" || host == "::" }
}
