import HoldfastTesting
import JSON

/// One request from three sides: the client's bytes, the providers' own logs, the journal.
struct Observation: Sendable {
    var answer: Message?
    var bytes: [UInt8] = []
    /// The subject ended the connection.
    var isEnded = false
    /// How long the client waited for the answer's end.
    var took = Duration.zero
    /// Requests that reached each provider for it.
    var entries: [Role: [ProviderLog.Entry]] = [:]
    var record: JSONValue?

    func asked(_ role: Role) -> Int { entries[role]?.count ?? 0 }

    var askedOfAll: Int { Role.allCases.reduce(0) { $0 + asked($1) } }

    /// Who gave the whole and unharmed answer; nil when nobody did.
    func server(on stage: Stage) -> Role? {
        guard let answer, answer.isComplete, answer.status == 200 else { return nil }
        return Role.allCases.first { role in
            guard stage.form.isTranslated else { return answer.text == stage.goodBody(of: role) }
            let reading = reading(on: stage)
            return reading?.ending == .whole && reading?.text == role.text
        }
    }

    func reading(on stage: Stage) -> StreamReading? {
        answer.map { StreamReading($0, stage.form.dialect, connectionEnded: isEnded) }
    }

    /// In a few words, for the table.
    func words(on stage: Stage) -> String {
        let counts = stage.cast.map { "\(asked($0))" }.joined(separator: "+")
        return "\(told(on: stage)), \(counts) tries"
    }

    private func told(on stage: Stage) -> String {
        guard let answer else { return isEnded ? "no answer" : "silence" }
        if let server = server(on: stage) { return "whole answer of \(server.rawValue)" }
        guard answer.status == 200, stage.form.isStream, let reading = reading(on: stage) else {
            return "a \(answer.status)\(answer.isComplete ? "" : ", cut")"
        }
        return "a stream, \(reading.ending.rawValue)"
    }
}
