package import Control
import Domain
package import Storage

/// Where certificates and findings enter the ledger: each call is one transaction.
package struct GateDesk: Sendable {
    private let ledger: LedgerStore
    private let now: @Sendable () -> UInt64

    package init(_ ledger: LedgerStore, now: @escaping @Sendable () -> UInt64) {
        self.ledger = ledger
        self.now = now
    }

    package func refresh() throws -> ControlState { try ledger.refresh() }

    /// - Parameter make: of its number; called again where another writer took that.
    package func issue(_ make: (String) -> Certificate) throws -> Certificate {
        try ledger.retrying { state in
            let certificate = make(EventNumber.next("CT", at: now(), among: state.gate.certificates.keys))
            let events =
                [LedgerStore.Draft(.certificateIssued(certificate), id: certificate.id)] + change(certificate, state)
            try ledger.append(
                events,
                check: { if $0.gate.certificates[certificate.id] != nil { throw Overtaken() } }
            )
            return certificate
        }
    }

    /// What answers is no longer what did.
    private func change(_ certificate: Certificate, _ state: ControlState) -> [LedgerStore.Draft] {
        let before = state.gate.fingerprints[certificate.model]
        guard let fingerprint = certificate.fingerprint, let before, before != fingerprint else { return [] }
        let change = FingerprintChange(
            model: certificate.model,
            lineage: certificate.lineage,
            from: before,
            to: fingerprint
        )
        return [.init(.fingerprintChanged(change), id: "\(certificate.id)/fingerprint")]
    }

    /// What was decided on a run; nil: nothing yet.
    package func certificate(of run: String) throws -> Certificate? {
        try ledger.refresh().gate.certificate(of: run)
    }

    /// What a run confirmed; nil: nothing yet.
    package func finding(of run: String) throws -> Finding? {
        try ledger.refresh().gate.findings(of: run).first
    }

    package func confirm(_ make: (String) -> Finding) throws -> Finding {
        try ledger.retrying { state in
            let finding = make(EventNumber.next("FD", at: now(), among: state.gate.findings.keys))
            try ledger.append(
                [.init(.findingConfirmed(finding), id: finding.id)],
                check: { if $0.gate.findings[finding.id] != nil { throw Overtaken() } }
            )
            return finding
        }
    }

    // MARK: What people say of findings

    /// - Parameter cjs: axes that are absent stay as they were.
    /// - Throws: `FindingRefusal`, or `StorageError`.
    package func assess(_ id: String, _ cjs: Finding.CJS, by: Actor, reason: String) throws -> GateState.Confirmed {
        try ledger.step(finding: id, .findingAssessed(FindingAssessment(id: id, cjs: cjs, by: by, reason: reason)))
    }

    package func close(_ id: String, as outcome: FindingClosing.Outcome, by: Actor, reason: String) throws
        -> GateState.Confirmed
    {
        try ledger.step(finding: id, .findingClosed(FindingClosing(id: id, outcome: outcome, by: by, reason: reason))) {
            found in
            if let closed = found.closed { throw FindingRefusal.isClosed(id, closed.outcome) }
        }
    }

    package func reopen(_ id: String, by: Actor, reason: String) throws -> GateState.Confirmed {
        try ledger.step(finding: id, .findingReopened(FindingReopening(id: id, by: by, reason: reason))) { found in
            if found.closed == nil { throw FindingRefusal.isOpen(id) }
        }
    }

    /// - Returns: whether it was another one before; what was never known is only noted.
    package func note(fingerprint: String, model: String, lineage: String) throws -> Bool {
        let before = try ledger.refresh().gate.fingerprints[model]
        guard before != fingerprint else { return false }
        let change = FingerprintChange(model: model, lineage: lineage, from: before, to: fingerprint)
        try ledger.append([
            .init(.fingerprintChanged(change), id: "fingerprint/\(model)/\(fingerprint)/\(ledger.state.epoch)")
        ])
        return before != nil
    }

    /// - Parameter reason: for people, private.
    package func void(_ id: String, by: Actor, reason: String) throws {
        try ledger.append([
            .init(.certificateVoided(CertificateVoiding(id: id, by: by, reason: reason)), id: "\(id)/void")
        ])
    }

    /// Voids the certificates that a model serves under.
    ///
    /// - Returns: their ids.
    package func voidAll(of model: String, by actor: Actor, reason: String) throws -> [String] {
        let gate = try ledger.refresh().gate
        let standing = (gate.newest[model] ?? [:]).values.filter { id in
            gate.certificates[id].map { $0.voidedAt == nil && $0.certificate.outcome == .certified } ?? false
        }.sorted()
        for id in standing { try void(id, by: actor, reason: reason) }
        return standing
    }
}
