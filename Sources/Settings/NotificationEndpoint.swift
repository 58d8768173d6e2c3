package import Domain
import Foundation

/// Somebody who is told of recalls by a webhook.
package struct NotificationEndpoint: Sendable, Equatable {
    /// Each has a task and a retry of its own; nobody has so many receivers.
    package static let most = 32

    package var name: String
    package var address: WebhookAddress
    /// What messages are signed with.
    package var secret: SecretReference
    package var kinds: Set<NotificationKind>
    /// Between two reminders of what waits for a person; nil: none.
    package var repeats: Duration?
    /// PEM file of the only authorities to trust; nil means the system's.
    package var certificateAuthority: String?
    /// Whether its sentences may hold what the public does not see: reasons, slices.
    package var isPrivate: Bool

    package init(
        name: String,
        address: WebhookAddress,
        secret: SecretReference,
        kinds: Set<NotificationKind> = Set(NotificationKind.allCases),
        repeats: Duration? = Defaults.notificationRepeat,
        certificateAuthority: String? = nil,
        isPrivate: Bool = false
    ) {
        self.name = name
        self.address = address
        self.secret = secret
        self.kinds = kinds
        self.repeats = repeats
        self.certificateAuthority = certificateAuthority
        self.isPrivate = isPrivate
    }
}

/// Where a webhook's messages go. Many services put a secret into the path, so it has no description.
package struct WebhookAddress: Sendable, Equatable {
    package var isTLS: Bool
    package var host: String
    package var port: Int
    /// Path and query as they were written, for some receivers tell `/hook` from `/hook/`.
    package var target: String

    /// `http://host[:port][/path][?query]`; nil for anything else, credentials and fragments included.
    package init?(_ text: String) {
        guard let base = BaseURL(text), let parts = URLComponents(string: text) else { return nil }
        isTLS = base.isTLS
        host = base.host
        port = base.port
        let path = parts.percentEncodedPath
        target = (path.isEmpty ? "/" : path) + (parts.percentEncodedQuery.map { "?\($0)" } ?? "")
    }

    /// As it stands in a request's `host`.
    package var authority: String {
        let host = host.contains(":") ? "[\(host)]" : host
        return port == (isTLS ? 443 : 80) ? host : "\(host):\(port)"
    }

    /// A name such as `127.example` is none.
    var isLoopback: Bool {
        host == "localhost" || host == "::1"
            || host.hasPrefix("127.") && host.utf8.allSatisfy { $0 == 0x2E || (0x30...0x39).contains($0) }
    }
}
