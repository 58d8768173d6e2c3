extension Settings {
    /// What differs from the settings in force and cannot be changed while the process runs, in words.
    package func needsRestart(comparedTo running: Settings) -> [String] {
        var changed: [String] = []
        if state != running.state { changed.append("`state`") }
        if keys != running.keys { changed.append("`keys`") }
        if listeners.service.bindsOtherwise(than: running.listeners.service) {
            changed.append("`listeners.service` (bind, tls)")
        }
        if listeners.operator != running.listeners.operator { changed.append("`listeners.operator`") }
        if limits.threads != running.limits.threads { changed.append("`limits.threads`") }
        if limits.memory != running.limits.memory { changed.append("`limits.memory`") }
        if limits.connections != running.limits.connections { changed.append("`limits.connections`") }
        if logs != running.logs { changed.append("`logs`") }
        return changed
    }
}

extension Listener {
    fileprivate func bindsOtherwise(than other: Listener) -> Bool {
        host != other.host || port != other.port || tls != other.tls
    }
}
