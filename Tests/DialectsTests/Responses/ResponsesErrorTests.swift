import Domain
import JSON
import Testing

@testable import Dialects

@Suite("OpenAI's errors")
struct ResponsesErrorTests {
    @Test(
        "every shape that servers send is read",
        arguments: [
            (
                #"{"error":{"message":"m","type":"t","param":"p","code":"c"}}"#,
                UpstreamError(type: "t", code: "c", message: "m", parameter: "p")
            ),
            (#"{"error":{"message":"m","type":null,"code":400}}"#, UpstreamError(code: "400", message: "m")),
            (#"{"error":"m"}"#, UpstreamError(message: "m")),
            (#"{"object":"error","message":"m","type":"t"}"#, UpstreamError(type: "t", message: "m")),
            (#"{"error":null}"#, UpstreamError()), ("[]", UpstreamError()), (#""x""#, UpstreamError(message: "x")),
        ]
    )
    func reading(body: String, error: UpstreamError) throws {
        #expect(Responses().readError(try ResponsesFixtures.json(body)) == error)
    }

    @Test("what the provider said is kept, and what it did not say follows from the status")
    func writing() throws {
        let full = UpstreamError(type: "overloaded_error", code: "c", message: "m", parameter: "p")
        let expected = #"{"error":{"message":"m","type":"overloaded_error","param":"p","code":"c","request_id":"r"}}"#
        #expect(
            Responses().writeError(full, status: 529, requestID: "r") == (try ResponsesFixtures.json(expected))
        )
        let bare = Responses().writeError(UpstreamError(), status: 429, requestID: "r")["error"]
        #expect(bare?["type"] == .string("rate_limit_error"))
        #expect(bare?["message"] == .string("The provider answered with status 429."))
    }
}
