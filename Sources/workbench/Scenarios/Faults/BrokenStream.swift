import Dialects
import Domain
import HoldfastTesting
import JSON

/// The ways in which an answer that began well does not end.
enum BrokenStream: String, CaseIterable, Sendable {
    /// The connection ends, in the middle of a frame.
    case cut
    /// Nothing more comes, and the connection stays.
    case stall
    /// A frame that is no JSON, and then a clean end.
    case malformed
    /// A clean end without the dialect's terminator.
    case unterminated

    /// Sickly answers that show so many words of `Role.sick.text` first; 0: fails before the first content.
    func script(words: Int) -> Script {
        Script { request in
            guard let dialect = request.dialect else { return [.answer(404, body: "{}")] }
            return request.wantsStream ? stream(request, dialect, words) : plain(request, dialect)
        }
    }

    /// The whole frames that come before the fault.
    static func shown(words: Int, _ dialect: Dialect, model: String) -> [String] {
        Array(GoodAnswer(Role.sick.text).frames(dialect, model: model).prefix(GoodAnswer.opening(dialect) + words))
    }

    private func stream(_ request: ProviderRequest, _ dialect: Dialect, _ words: Int) -> [Step] {
        let model = request.json?["model"]?.string ?? "?"
        let shown = Self.shown(words: words, dialect, model: model)
        let next = GoodAnswer(Role.sick.text).frames(dialect, model: model)[shown.count]
        return [.stream(shown)]
            + {
                switch self {
                case .cut: [.stream([String(next.prefix(next.count / 2))]), .close]
                case .stall: [.hang]
                case .malformed: [.stream(["data: {\"broken\n\n"]), .endStream]
                case .unterminated: [.endStream]
                }
            }()
    }

    /// Half of a plain answer: it is held whole before anything is shown, so that no client may ever see it.
    private func plain(_ request: ProviderRequest, _ dialect: Dialect) -> [Step] {
        let body = GoodAnswer(Role.sick.text).plain(dialect, model: request.json?["model"]?.string ?? "?")
        let half = String(body.prefix(body.count / 2))
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: \(body.utf8.count)\r\n\r\n"
        return switch self {
        case .cut: [.raw(head + half), .close]
        case .stall: [.raw(head + half), .hang]
        case .malformed: [.answer(200, body: "{\"broken\(body.dropFirst(8))")]
        case .unterminated: [.answer(200, body: half)]
        }
    }
}
