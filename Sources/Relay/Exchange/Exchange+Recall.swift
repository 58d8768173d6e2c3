import Access
import Control
import Dialects
import Domain
import JSON
import Journal
import NIOCore
import Routing
import Settings

/// Recalls: who may not serve this request, asked again whenever an answer could come nearer to the caller.
extension Exchange {
    /// The recall that keeps the target from serving this request now; of several the one that reaches furthest back. Looks at
    /// the newest that this loop knows.
    func recall(of target: Target) -> Restriction? {
        epoch = loop.epoch
        // Nearly always there is none, and this is asked several times a request.
        let snapshot = loop.snapshot
        guard couldBeRecalled(target) else { return nil }
        // What the same state said of the same model it says again.
        if cleared === target, clearedUnder === snapshot { return nil }
        var deepest: Restriction?
        for recall in recalls(of: target) where deepest.map({ recall.depth > $0.depth }) ?? true { deepest = recall }
        if let deepest {
            recalledBy = deepest
        } else if plan != nil {
            (cleared, clearedUnder) = (target, snapshot)
        }
        return deepest
    }

    private func couldBeRecalled(_ target: Target) -> Bool {
        loop.snapshot.recalls.couldReach(target, hasTags: !tags.isEmpty) || own?.request.drill != nil
    }

    private func recalls(of target: Target) -> [Restriction] {
        guard couldBeRecalled(target) else { return [] }
        let snapshot = loop.snapshot
        let drill = own?.request.drill.flatMap { snapshot.drills[$0] }
        var restrictions = snapshot.recalls.restrictions(on: target)
        if let drill { restrictions += drill.restrictions(on: target) }
        if restrictions.isEmpty { return [] }
        let use = recallUse
        let lifted = own?.request.certifies
        return restrictions.filter { $0.id != lifted && $0.covers(use) && ($0.share == 0 || !isAmong(first: $0.share)) }
    }

    private var recallUse: Restriction.Use {
        Restriction.Use(
            route: plan?.name ?? "",
            operation: operation,
            tenant: key?.tenant ?? own?.request.tenant,
            needs: (peek?.needs ?? []).union(own?.request.needs ?? []),
            tags: tags
        )
    }

    /// Takes the candidates out that may not serve, and notes each as passed over.
    func passOverRecalled() {
        guard candidates.contains(where: couldBeRecalled), let plan else { return }
        candidates.removeAll { target in
            guard recall(of: target) != nil else { return false }
            let attempt = Attempt(
                target: target,
                credential: target.credentials.first?.index ?? 0,
                dialect: target.dialect(for: dialect),
                started: loop.clock.now,
                clocks: plan.clocks
            )
            attempt.failureClass = FailureClass(.recalled, at: target.kind)
            note(attempt, .failed, .recalled)
            return true
        }
    }

    /// Under a newer snapshot there may be models that the old one did not have. Once an exchange.
    ///
    /// - Returns: false when there is none.
    func planAnew() -> Bool {
        guard !isPlannedAnew, phase == .attempting, loop.snapshot !== snapshot, boundCredential == nil, let peek else {
            return false
        }
        isPlannedAnew = true
        snapshot = loop.snapshot
        let before = (plan, candidates)
        do throws(Refusal) { try planRoute(peek) } catch { (plan, candidates) = before }
        passOverRecalled()
        guard !candidates.isEmpty else { return false }
        failover.replan(candidates: candidates.count)
        perform(failover.first)
        return true
    }

    /// What stands has changed: what was asked and not shown moves on, and an order that reaches answers under way ends them.
    func lookAtRecalls() {
        guard phase == .attempting || phase == .relaying, let attempt, attempt.connection != nil,
            let recall = recall(of: attempt.target), phase == .attempting || recall.depth >= .inFlight
        else { return }
        if phase == .relaying { interrupt(by: recall, attempt.target) } else { attemptFailed(.recalled) }
    }

    /// The words that the caller has are those of a recalled model: only where it was recalled for not being there, or the
    /// route says so, another one may go on with them.
    private func interrupt(by recall: Restriction, _ target: Target) {
        if endIfComplete() { return }
        if mayContinue(afterRecallsOf: target), continueAfter(.recalled) { return }
        interrupt(with: Refusal(interruptedBy: recall), after: .recalled)
    }

    /// All that stand must allow it.
    func mayContinue(afterRecallsOf target: Target) -> Bool {
        plan?.continuesRecalled == true || recalls(of: target).allSatisfy { $0.reason == .availability }
    }

    // MARK: Conversations

    /// Whether the request's conversation is among so many of a hundred: always the same ones, and with a larger share
    /// those of the smaller one too.
    private func isAmong(first share: Int) -> Bool {
        // Whoever has an answer of the model can go on nowhere else.
        if boundCredential != nil { return true }
        return ConversationShare.place(of: conversationName, tenant: key?.tenant) < UInt64(share)
    }

    /// The caller's own name, or the response that it follows, or what it began with.
    private var conversationName: [UInt8] {
        if let piece = head.conversation {
            return head.bytes.withUnsafeReadableBytes { Array($0[piece]) }
        }
        if let previous = peek?.previousResponseID ?? peek?.conversationID { return Array(previous.utf8) }
        guard let tree = try? tree() else { return [] }
        return ConversationShare.beginning(of: tree)
    }
}

extension Refusal {
    /// No model may serve the request.
    init(by recall: Restriction?) {
        let words = recall.map { " (\($0.id)\($0.notice.map { ": \($0)" } ?? ""))" } ?? ""
        self.init(
            .modelRecalled,
            "The models that could serve this are recalled\(words), and the route has no substitute for it. "
                + "Ask for another route, or wait for the operator."
        )
    }

    init(interruptedBy recall: Restriction) {
        self.init(
            .modelRecalled,
            "The answer was ended because its model was recalled (\(recall.id)\(recall.notice.map { ": \($0)" } ?? "")). "
                + "What came so far is incomplete; do not rely on it. Send the request again for another model's answer."
        )
    }
}
