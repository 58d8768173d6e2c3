import JSON
import Testing

@testable import Settings

@Suite("Redacted document")
struct RedactedDocumentTests {
    @Test("keeps what the settings say, with numbers as they were written")
    func kept() throws {
        let made = try text(
            """
            providers:
              a: {kind: openai-compatible, base_url: "http://127.0.0.1:8081/v1", credential: env:NAME, auth: none}
            models:
              m: {provider: a, id: 8, prices: {input: "0.10", output: 3}, breaker: ~}
            routes:
              r: {serve: [m], strict: true, attempts: 010, model_name: "true"}
            """
        )
        #expect(
            made
                == #"{"models":{"m":{"breaker":null,"id":8,"prices":{"input":"0.10","output":3},"provider":"a"}},"#
                + #""providers":{"a":{"auth":"none","base_url":"http://127.0.0.1:8081/v1","credential":"env:NAME","kind":"openai-compatible"}},"#
                + #""routes":{"r":{"attempts":"010","model_name":"true","serve":["m"],"strict":true}}}"#
        )
    }

    @Test(
        "leaves out what may hide a secret",
        arguments: [
            "base_url: https://user:s3cret@example.com/v1", "base_url: https://example.com/v1?key=s3cret",
            "base_url: 'https://example.com/v1#s3cret'", "webhook: https://hooks.example.com/services/s3cret",
            "urls: [https://hooks.example.com/s3cret]", "headers: {x-team: s3cret}", "headers: {a: {b: s3cret}}",
            "note: sk-s3cret", "answer: s3cret", "script: [{contains: s3cret, answer: s3cret}]",
            "webhook: 'https://[s3cret'", "x: &a {headers: &b {y: s3cret}}\nz: *a",
        ]
    )
    func redacted(yaml: String) throws {
        let made = try text(yaml)
        #expect(!made.contains("s3cret") && !made.contains("user"), "\(made)")
    }

    @Test("two spellings of one document come out equal")
    func canonical() throws {
        #expect(try text("a: 1\nb: [x, \"y\"]  # why") == text("{b: ['x', y], a: 1}"))
        #expect(RedactedDocument.make("a: [") == nil)
    }

    private func text(_ yaml: String) throws -> String {
        String(decoding: try #require(RedactedDocument.make(yaml)).bytes, as: UTF8.self)
    }
}
