import Dialects
import Domain
import HoldfastTesting
import JSON

/// One request of a crowd, known at the providers by its number.
struct CrowdRequest: Sendable {
    /// What the client was left with.
    enum End: Sendable, Equatable {
        case whole(Role)
        /// So much of an answer, and an error event that names the recall, and an abnormal close.
        case told(String)
        /// No answer, or one that broke off for everybody to see.
        case lost
        /// In words; never right.
        case wrong(String)
    }

    let number: Int
    var sentAt = ContinuousClock.now
    var endedAt = ContinuousClock.now
    /// nil: there was no connection, or it ended before an answer.
    var answer: Message?
    var isEnded = false

    init(number: Int) { self.number = number }

    var form: Form { Form.all[number % Form.all.count] }

    var call: Call {
        var call = Call.hello(form.dialect, stream: form.isStream)
        let text = String(decoding: call.body, as: UTF8.self)
        call.body = Array(text.replacing(#""hello""#, with: #""\#(Self.mark)\#(number).""#).utf8)
        return call
    }

    private static let mark = "hello, this is "

    /// nil: the request is none of a crowd's.
    static func number(of entry: ProviderLog.Entry) -> Int? {
        let text = entry.request.message.text
        guard let mark = text.firstRange(of: Self.mark) else { return nil }
        return Int(text[mark.upperBound...].prefix { $0.isNumber })
    }

    /// - Parameter recall: its id.
    func end(on stage: Stage, recall: String?) -> End {
        var stage = stage
        stage.form = form
        let seen = Observation(answer: answer, isEnded: isEnded)
        if let server = seen.server(on: stage) { return .whole(server) }
        guard let answer, let reading = seen.reading(on: stage) else { return .lost }
        guard answer.status == 200 else { return .wrong("a \(answer.status), \(answer.errorCode ?? "of no code")") }
        guard form.isStream else {
            return answer.isComplete ? .wrong("a plain answer that is nobody's") : .lost
        }
        switch reading.ending {
        case .toldAndBroken:
            let words = reading.errors.map { String(decoding: $0.bytes, as: UTF8.self) }.joined()
            guard let recall, words.contains(recall), reading.errors.count == 1 else {
                return .wrong("an error event that does not name the recall")
            }
            return Role.sick.text.hasPrefix(reading.text) && !reading.text.isEmpty
                ? .told(reading.text) : .wrong("“\(reading.text)” before the error event")
        case .brokenOff: return .lost
        case .whole, .toldAndEnded, .looksComplete, .hanging, .garbage:
            return .wrong("a stream, \(reading.ending.rawValue)")
        }
    }

    /// Slow enough that many answers are under way at any moment.
    static func script(_ role: Role) -> Script {
        Script { request in
            guard let dialect = request.dialect, request.wantsStream else {
                return [.wait(.milliseconds(30))] + Script.good(role.text).steps(for: request)
            }
            let frames = GoodAnswer(role.text).frames(dialect, model: request.json?["model"]?.string ?? "?")
            // Long enough that answers are under way whenever an order comes.
            return [.stream(frames, every: .milliseconds(60)), .endStream]
        }
    }
}
