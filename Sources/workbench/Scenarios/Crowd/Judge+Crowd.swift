import HoldfastTesting
import JSON

/// When what happened to a crowd's gateway.
struct CrowdTimes: Sendable {
    /// The order is in effect, or the process that did not know it is dead: the recalled model is given nothing more.
    var effect: ContinuousClock.Instant
    /// Between these the server was away, and requests may be lost; nil: it never was.
    var away: ClosedRange<ContinuousClock.Instant>?
}

extension Judge {
    /// What was on its way at the moment of the effect has arrived by then. Only for requests that were sent before;
    /// of those sent later none may arrive at all.
    private static let wire = Duration.milliseconds(250)

    /// Every request has its whole answer, or was told; none that began behind the effect has anything but the substitute's.
    func expectCrowd(_ requests: [CrowdRequest], _ times: CrowdTimes, recall: String?, on stage: Stage) {
        var counts: [String: Int] = [:]
        for request in requests {
            let end = request.end(on: stage, recall: recall)
            counts[end.name, default: 0] += 1
            expect(isRight(end, request, times), "\(request.form.name): \(end.words) \(times.place(of: request))")
        }
        note(counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", "))
        // Without either of them the run has shown nothing.
        expect(counts["of well"] ?? 0 > 0 && counts["of sick"] ?? 0 > 0, "not both models have served")
        if stage.gateway != nil, times.away == nil {
            expect(counts["told"] ?? 0 > 0, "no answer was under way when the order came")
        }
        expectAccepted(requests, times, on: stage)
    }

    private func isRight(_ end: CrowdRequest.End, _ request: CrowdRequest, _ times: CrowdTimes) -> Bool {
        switch end {
        case .whole(.well): true
        case .whole: request.sentAt < times.effect
        case .told: request.sentAt < times.effect
        case .lost: times.away.map { request.sentAt < $0.upperBound && request.endedAt >= $0.lowerBound } ?? false
        case .wrong: false
        }
    }

    /// The recalled provider's own account.
    private func expectAccepted(_ requests: [CrowdRequest], _ times: CrowdTimes, on stage: Stage) {
        let sent = Dictionary(uniqueKeysWithValues: requests.map { ($0.number, $0.sentAt) })
        for entry in stage.sick.requests {
            guard let number = CrowdRequest.number(of: entry) else {
                expect(false, "something else than the crowd's requests reached the recalled provider")
                continue
            }
            expect(
                sent[number].map { $0 < times.effect } ?? false,
                "a request that was sent after the effect reached the recalled provider"
            )
            expect(
                entry.arrivedAt < times.effect + Self.wire,
                "a request reached the recalled provider long after the effect"
            )
            if entry.isFinished { continue }
            expect(entry.peerLeftAt != nil, "the recalled provider still works at an answer that nobody is shown")
        }
    }

    /// Each exchange has one record, which says what its client saw and what reached the providers.
    ///
    /// - Parameter since: those sent before may have lost theirs with the process.
    func expectRecords(
        _ requests: [CrowdRequest],
        since: ContinuousClock.Instant? = nil,
        recall: String?,
        on stage: Stage
    ) async throws {
        guard let gateway = stage.gateway else { return }
        let due = requests.filter { request in
            request.answer != nil && (since.map { request.sentAt >= $0 } ?? true)
        }
        let isDue = Set(due.map(\.number))
        let records = try await gateway.journal(atLeast: due.count)
        let byID = Dictionary(grouping: records) { $0["id"]?.string ?? "" }
        expect(byID.allSatisfy { $0.value.count == 1 }, "an exchange has two records")
        if since == nil {
            expect(records.count == requests.count, "\(records.count) records of \(requests.count) requests")
        }
        var accepted: [Int: Int] = [:]
        for entry in stage.sick.requests + stage.well.requests {
            if let number = CrowdRequest.number(of: entry) { accepted[number, default: 0] += 1 }
        }
        for request in requests {
            guard let record = byID[request.answer?["x-request-id"] ?? ""]?.first else {
                expect(!isDue.contains(request.number), "an answered request has no record")
                continue
            }
            expectAgreement(record, request.end(on: stage, recall: recall), accepted[request.number] ?? 0)
        }
    }

    private func expectAgreement(_ record: JSONValue, _ end: CrowdRequest.End, _ accepted: Int) {
        let (outcome, served) = (record["outcome"]?.string, record["served_model"]?.string)
        switch end {
        case .whole(let role):
            expect(
                outcome == "completed" && served == role.rawValue,
                "the journal says \(outcome ?? "nothing") of a whole answer"
            )
        case .told:
            expect(
                outcome == "interrupted" && served == "sick",
                "the journal says \(outcome ?? "nothing") of a recalled answer"
            )
        case .lost, .wrong: break
        }
        let attempts = record["attempts"]?.elements ?? []
        let recalled = attempts.count { $0["failure"]?.string == "recalled" }
        expect(
            (attempts.count - recalled...attempts.count).contains(accepted),
            "\(attempts.count) attempts in the journal, \(recalled) of them recalled, and \(accepted) at the providers"
        )
    }
}

extension CrowdRequest.End {
    fileprivate var name: String {
        switch self {
        case .whole(let role): "of \(role.rawValue)"
        case .told: "told"
        case .lost: "lost"
        case .wrong: "wrong"
        }
    }

    fileprivate var words: String {
        switch self {
        case .whole(let role): "the whole answer of \(role.rawValue)"
        case .told: "an answer ended by the recall"
        case .lost: "no answer, or one that broke off,"
        case .wrong(let words): words
        }
    }
}

extension CrowdTimes {
    fileprivate func place(of request: CrowdRequest) -> String {
        request.sentAt >= effect ? "to a request after the effect" : "to a request before the effect"
    }
}
