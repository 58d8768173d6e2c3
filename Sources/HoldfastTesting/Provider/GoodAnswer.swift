package import Dialects
import Domain
import JSON

/// A well-made answer of each operation, plain and streamed, all saying the same words.
package struct GoodAnswer: Sendable {
    package let text: String

    package init(_ text: String) {
        self.text = text
    }

    func steps(for request: ProviderRequest) -> [Step] {
        if let dialect = request.dialect { return steps(dialect, request) }
        let path = request.path
        switch path {
        case _ where path.hasSuffix("/messages/count_tokens"): return [.answer(200, body: Self.tokenCount)]
        case _ where path.hasSuffix("/embeddings"): return [.answer(200, body: Self.embedding)]
        default: return [.answer(404, body: #"{"error":{"message":"unknown path"}}"#)]
        }
    }

    private func steps(_ dialect: Dialect, _ request: ProviderRequest) -> [Step] {
        let model = request.json?["model"]?.string ?? "?"
        guard request.wantsStream else { return [.answer(200, body: plain(dialect, model: model))] }
        return [.stream(frames(dialect, model: model)), .endStream]
    }

    package static let tokenCount = #"{"input_tokens":7}"#
    package static let embedding =
        #"{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.25,-0.5]}],"#
        + #""model":"embedder","usage":{"prompt_tokens":3,"total_tokens":3}}"#

    // MARK: Plain

    package func plain(_ dialect: Dialect, model: String) -> String {
        let text = quoted(text)
        let model = quoted(model)
        return switch dialect {
        case .chatCompletions:
            #"{"id":"chatcmpl-1","object":"chat.completion","created":1,"model":\#(model),"choices":[{"index":0,"#
                + #""message":{"role":"assistant","content":\#(text)},"finish_reason":"stop"}],"#
                + #""usage":{"prompt_tokens":7,"completion_tokens":4,"total_tokens":11}}"#
        case .responses:
            Self.response(model: model, text: text)
        case .messages:
            #"{"id":"msg_1","type":"message","role":"assistant","model":\#(model),"content":[{"type":"text","text":\#(text)}],"#
                + #""stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":7,"output_tokens":4}}"#
        }
    }

    private static func response(model: String, text: String) -> String {
        #"{"id":"resp_1","object":"response","created_at":1,"status":"completed","model":\#(model),"output":[{"type":"#
            + #""message","id":"msg_1","role":"assistant","status":"completed","content":[{"type":"output_text","text":"#
            + #"\#(text),"annotations":[]}]}],"usage":{"input_tokens":7,"output_tokens":4,"total_tokens":11}}"#
    }

    // MARK: Streamed

    /// One frame a word between the dialect's opening and closing frames.
    package func frames(_ dialect: Dialect, model: String) -> [String] {
        let model = quoted(model)
        return switch dialect {
        case .chatCompletions: chatFrames(model)
        case .responses: responseFrames(model)
        case .messages: messageFrames(model)
        }
    }

    /// Frames before the first content.
    package static func opening(_ dialect: Dialect) -> Int {
        switch dialect {
        case .chatCompletions: 1
        case .responses: 2
        case .messages: 2
        }
    }

    private var words: [String] {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        return words.enumerated().map { ($0.offset == 0 ? "" : " ") + $0.element }
    }

    private func chatFrames(_ model: String) -> [String] {
        func frame(_ delta: String, _ finish: String = "null") -> String {
            #"data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":\#(model),"choices":[{"index":0,"#
                + #""delta":\#(delta),"finish_reason":\#(finish)}]}"# + "\n\n"
        }
        return [frame(#"{"role":"assistant","content":""}"#)] + words.map { frame(#"{"content":\#(quoted($0))}"#) }
            + [frame("{}", #""stop""#), "data: [DONE]\n\n"]
    }

    private func messageFrames(_ model: String) -> [String] {
        func frame(_ type: String, _ rest: String) -> String {
            "event: \(type)\n" + #"data: {"type":"\#(type)"\#(rest)}"# + "\n\n"
        }
        return [
            frame(
                "message_start",
                #","message":{"id":"msg_1","type":"message","role":"assistant","model":\#(model),"content":[],"#
                    + #""stop_reason":null,"usage":{"input_tokens":7,"output_tokens":1}}"#
            ),
            frame("content_block_start", #","index":0,"content_block":{"type":"text","text":""}"#),
        ]
            + words.map {
                frame("content_block_delta", #","index":0,"delta":{"type":"text_delta","text":\#(quoted($0))}"#)
            } + [
                frame("content_block_stop", #","index":0"#),
                frame("message_delta", #","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":4}"#),
                frame("message_stop", ""),
            ]
    }

    private func responseFrames(_ model: String) -> [String] {
        var number = -1
        func frame(_ type: String, _ rest: String) -> String {
            number += 1
            return "event: \(type)\n" + #"data: {"type":"\#(type)","sequence_number":\#(number)\#(rest)}"# + "\n\n"
        }
        let start =
            #","response":{"id":"resp_1","object":"response","created_at":1,"status":"in_progress","model":\#(model),"#
            + #""output":[]}"#
        let item = #","item_id":"msg_1","output_index":0,"content_index":0"#
        return [
            frame("response.created", start),
            frame("response.output_item.added", #","output_index":0,"item":{"type":"message","id":"msg_1"}"#),
        ] + words.map { frame("response.output_text.delta", item + #","delta":\#(quoted($0))"#) } + [
            frame("response.output_text.done", item + #","text":\#(quoted(text))"#),
            frame("response.completed", #","response":\#(Self.response(model: model, text: quoted(text)))"#),
        ]
    }

    private func quoted(_ text: String) -> String {
        String(decoding: JSONValue.string(text).bytes, as: UTF8.self)
    }
}
