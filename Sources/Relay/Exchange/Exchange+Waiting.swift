import Dialects
import Journal
import NIOCore
import Routing
import Settings

/// Waiting: what a stream's client gets while no model has begun to answer, so that nobody between takes the silence for
/// a dead connection.
extension Exchange {
    /// The route's time is up: the head goes out, and comments follow until a model answers.
    func keepOpen(now: NIODeadline) {
        guard phase == .attempting, outcome.isStream, isConversation, let client, let plan,
            let pause = plan.commentAfter
        else {
            commentDue = .distantFuture
            return
        }
        if !isOpened {
            isOpened = true
            outcome.status = 200
            client.begin(openedHead(route: plan.name), length: nil)
        }
        // Who does not read need not be told to wait.
        if client.isWritable { tell([("holdfast-waiting", "no model has answered yet")]) }
        commentDue = now + pause
    }

    /// Who answers, for the head had to go without.
    func tellServed(_ attempt: Attempt, lossy: String?) {
        var facts = [("holdfast-model", attempt.target.model.name), ("holdfast-lineage", attempt.target.lineage)]
        if let lossy { facts.append(("holdfast-lossy", lossy)) }
        facts.append(("holdfast-attempts", String(failover.attempts)))
        if let reason = attempts.first?.failure { facts.append(("holdfast-reason", reason)) }
        facts.append(("holdfast-epoch", String(epoch)))
        tell(facts)
    }

    /// Comments of a stream, which no client's parser shows.
    func tell(_ facts: [(name: String, value: String)]) {
        let lines = facts.map { ": \($0.name): \($0.value)\n" }.joined() + "\n"
        client?.piece(ByteBuffer(string: lines))
        client?.flush()
    }
}
