import Notifications
import Testing

@Suite("Webhook secrets")
struct WebhookSecretTests {
    /// Computed with Python: base64(hmac(secret, b"ID.TIMESTAMP." + body, sha256)); the last one is the example that Standard
    /// Webhooks 1.0 prints.
    @Test(
        "sign id, time and body",
        arguments: [
            (
                "a-secret-of-some-length", "HF-RC-2026-0001/0", 1_781_299_800,
                #"{"id":"HF-RC-2026-0001/0","kind":"recall.opened"}"#,
                "v1,+/iYuuCAElPxhCuLs/8zkYj2Afs42sy8QDi06FidTJE="
            ),
            (
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "HF-RC-2026-0001/0", 1_781_299_800,
                #"{"id":"HF-RC-2026-0001/0","kind":"recall.opened"}"#,
                "v1,EqQa3QTAOgn2F5bZlUP0VBF1FMWt4r6tNce4WghRBAw="
            ),
            (
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330,
                #"{"test": 2432232314}"#, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
            ),
        ] as [(String, String, UInt64, String, String)]
    )
    func vectors(secret: String, id: String, timestamp: UInt64, body: String, signature: String) throws {
        let secret = try WebhookSecret(secret)
        #expect(secret.signature(id: id, timestamp: timestamp, body: Array(body.utf8)) == signature)
    }

    @Test("that are short, or no Base64 where they say so, are refused without being told")
    func refused() {
        for text in ["tiny", "fifteen bytes..", "whsec_c2hvcnQ=", "whsec_not base64 at all, is it?", "whsec_"] {
            let failure = #expect(throws: WebhookFailure.self) { try WebhookSecret(text) }
            #expect(failure.map { !$0.description.contains(text) } == true)
        }
        #expect(throws: Never.self) { try WebhookSecret("sixteen bytes...") }
    }
}
