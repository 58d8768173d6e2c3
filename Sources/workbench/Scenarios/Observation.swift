import HoldfastTesting
import JSON

/// One request from three sides: the client's bytes, the providers' own logs, the journal.
struct Observation: Sendable {
    var answer: Message?
    var bytes: [UInt8]
    var isEnded: Bool
    /// Requests that reached each provider.
    var sick: Int
    var well: Int
    var record: JSONValue?

    enum Server: String { case sick, well }

    /// Who gave the whole and unharmed answer; nil when nobody did.
    func server(on stage: Stage) -> Server? {
        guard let answer, answer.isComplete, answer.status == 200 else { return nil }
        if answer.text == stage.goodBody(Stage.wellText, of: "well") { return .well }
        return answer.text == stage.goodBody(Stage.sickText, of: "sick") ? .sick : nil
    }

    /// In a few words, for the table.
    func words(on stage: Stage) -> String {
        let told =
            switch (server(on: stage), answer) {
            case (let server?, _): "whole answer of \(server.rawValue)"
            case (nil, let answer?): answer.isComplete ? "a \(answer.status)" : "a \(answer.status), cut"
            case (nil, nil): "no answer"
            }
        return "\(told), \(sick)+\(well) tries"
    }
}
