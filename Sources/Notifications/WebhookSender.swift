import Domain
package import Settings

/// Signs a message and posts it: for the server, and for `holdfast notify test`.
package struct WebhookSender: Sendable {
    private let client: WebhookClient
    private let secrets: SecretReader
    /// Unix milliseconds.
    private let now: @Sendable () -> UInt64

    package init(client: WebhookClient, secrets: SecretReader, now: @escaping @Sendable () -> UInt64) {
        self.client = client
        self.secrets = secrets
        self.now = now
    }

    /// - Returns: the status of the answer, which is one of success.
    @discardableResult
    package func send(_ message: WebhookMessage, to endpoint: NotificationEndpoint) async throws(WebhookFailure) -> Int
    {
        let secret = try Self.secret(of: endpoint, secrets)
        let timestamp = now() / 1000
        return try await client.post(
            message.body,
            fields: [
                ("content-type", "application/json"), ("user-agent", "holdfast"), ("webhook-id", message.id),
                ("webhook-timestamp", "\(timestamp)"),
                ("webhook-signature", secret.signature(id: message.id, timestamp: timestamp, body: message.body)),
            ],
            to: endpoint.address,
            authority: endpoint.certificateAuthority
        )
    }

    /// Read for each message: a file may have been written anew.
    package static func secret(
        of endpoint: NotificationEndpoint,
        _ secrets: SecretReader
    ) throws(WebhookFailure) -> WebhookSecret {
        let text: String
        do throws(SecretReader.Failure) { text = try secrets.read(endpoint.secret) } catch {
            throw .secret(error.description)
        }
        return try WebhookSecret(text)
    }
}
