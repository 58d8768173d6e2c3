import Domain

/// `notifications`: who is told of recalls and of the gate.
extension DocumentReader {
    private static let notificationKeys = ["url", "secret", "on", "repeat", "ca", "private"]
    /// A shorter interval is a flood, a longer one no reminder.
    private static let repeatBounds = Duration.seconds(1) ... .seconds(30 * 86_400)

    func readNotifications(_ value: Value) -> [NotificationEndpoint] {
        guard let section = value.names() else { return [] }
        if section.entries.count > NotificationEndpoint.most {
            value.failEntry("There may be at most \(NotificationEndpoint.most) endpoints.")
        }
        return section.entries.compactMap { key, value in
            let isNamed = checkName(key, value)
            let endpoint = readEndpoint(key, value)
            return isNamed ? endpoint : nil
        }
    }

    private func readEndpoint(_ name: String, _ value: Value) -> NotificationEndpoint? {
        guard let fields = value.section(Self.notificationKeys) else { return nil }
        for key in ["url", "secret"] where fields[key] == nil {
            value.failEntry("The endpoint has no `\(key)`.", hint: Self.hint(key))
        }
        let address = fields["url"].flatMap(readAddress)
        let secret = fields["secret"].flatMap(readReference)
        let kinds = readKinds(fields["on"])
        let repeats = readRepeat(fields["repeat"])
        let authority = readAuthority(fields["ca"])
        let isPrivate = fields["private"]?.flag() ?? false
        if isPrivate, let address, !address.isTLS, !address.isLoopback {
            fields["private"]?.fail(
                "Private words do not go over the network in clear text.",
                hint: "Use an https URL."
            )
        }
        guard let address, let secret else { return nil }
        return NotificationEndpoint(
            name: name,
            address: address,
            secret: secret,
            kinds: kinds,
            repeats: repeats,
            certificateAuthority: authority,
            isPrivate: isPrivate
        )
    }

    private static func hint(_ key: String) -> String {
        key == "url" ? "Write it like https://chat.example/hooks/recalls." : "Write env:NAME or file:PATH."
    }

    /// The value's text never reaches a message: its path may be the receiver's secret.
    private func readAddress(_ value: Value) -> WebhookAddress? {
        guard let text = value.text() else { return nil }
        guard text.utf8.count <= 2048, let address = WebhookAddress(text) else {
            value.fail(
                "A webhook's URL is http or https, a host, and a path; at most 2048 bytes.",
                hint: Self.hint("url")
            )
            return nil
        }
        return address
    }

    private func readKinds(_ value: Value?) -> Set<NotificationKind> {
        guard let value else { return Set(NotificationKind.allCases) }
        guard let list = value.list() else { return [] }
        if list.isEmpty { value.fail("An endpoint is told of something.", hint: "Leave the key out for everything.") }
        return Set(list.compactMap { $0.choice(NotificationKind.self) })
    }

    private func readRepeat(_ value: Value?) -> Duration? {
        guard let value else { return Defaults.notificationRepeat }
        return value.isText("off") ? nil : value.duration(Self.repeatBounds)
    }

    private func readAuthority(_ value: Value?) -> String? {
        guard let value, let file = value.text().map(paths.absolute) else { return nil }
        if let problem = trials?.certificate(file) { value.fail(problem) }
        return file
    }
}
