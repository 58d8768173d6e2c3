import Dialects
import Domain
import JSON
import Journal
import NIOCore
import Routing

/// The last resort: the operator's own words in place of an error, when no model was to be had.
extension Exchange {
    /// What stands as the answer's model: no model made it.
    private static let name = "last-resort"

    /// - Returns: false where the route has none, or the error says something of the request that the caller must know; for a
    /// request of our own too, which wants to know what became of the models.
    func answerLastResort(_ ending: Failover.Ending) -> Bool { ending.isUnavailability && answerLastResort() }

    /// - Returns: false where the route has none, or the request wants none.
    func answerLastResort() -> Bool {
        guard let text = plan?.lastResort, isConversation, own == nil, head.fallback == nil else { return false }
        let options = AnswerOptions(
            idSeed: id.text,
            model: Self.name,
            now: Int(startedAt / 1000),
            includesUsage: peek?.asksForUsage ?? true
        )
        let body = outcome.isStream ? stream(text, options) : plain(text, options)
        outcome.status = 200
        outcome.responseBytes = body.count
        let client = client
        let isStream = outcome.isStream
        let head = lastResortHead(isStream: isStream)
        if isOpened { tell([("holdfast-served-by", Self.name)]) }
        record(.lastResort)
        guard isStream else {
            client?.answer(head, body: ByteBuffer(bytes: body))
            return true
        }
        if !isOpened { client?.begin(head, length: nil) }
        client?.piece(ByteBuffer(bytes: body))
        client?.end()
        return true
    }

    private func plain(_ text: String, _ options: AnswerOptions) -> [UInt8] {
        var answer = ConversationAnswer()
        answer.parts = [.text(Part.Text(text))]
        answer.stop = .endOfTurn
        var losses = LossReport(target: dialect)
        return dialect.profile.writeAnswer(answer, options, losses: &losses).bytes
    }

    private func stream(_ text: String, _ options: AnswerOptions) -> [UInt8] {
        var writer = dialect.profile.makeWriter(options)
        var bytes: [UInt8] = []
        let events: [StreamEvent] = [
            .started(id: nil, model: nil, createdAt: nil), .opened(0, .text), .delta(0, text), .closed(0),
            .stopped(.endOfTurn, sequence: nil), .ended,
        ]
        for event in events { writer.write(event, to: &bytes) }
        return bytes
    }
}

extension Failover.Ending {
    fileprivate var isUnavailability: Bool { failureClass.isUnavailability && failure != .untranslatable }
}
