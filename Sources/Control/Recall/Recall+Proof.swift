extension Recall {
    /// What shows that a model may serve again: certificates that were made under the recall.
    package struct Proof: Sendable {
        /// Configured models that the recall keeps back, all of which must have shown it.
        package var models: [String]
        package var gate: GateState

        package init(models: [String], gate: GateState) {
            self.models = models
            self.gate = gate
        }

        /// Nobody asks for any: what the server does, and what no configured model is of.
        package static let none = Proof(models: [], gate: GateState())

        /// The first of the models that has not shown it; nil: all have.
        ///
        /// - Parameter now: Unix milliseconds.
        func missing(for recall: Recall, now: UInt64) -> String? {
            models.first { model in
                let made = gate.certificates.values.filter { issued in
                    issued.certificate.model == model && issued.certificate.recall == recall.id
                        && issued.certificate.outcome != .inconclusive && issued.at >= recall.declaredAt
                }
                // The newest that says something, whatever an older one said.
                guard let newest = made.max(by: { ($0.at, $0.certificate.id) < ($1.at, $1.certificate.id) }) else {
                    return true
                }
                let certificate = newest.certificate
                return newest.voidedAt != nil || certificate.outcome != .certified || now >= certificate.expiresAt
                    || !Set(recall.order.findings).isSubset(of: certificate.findings)
            }
        }
    }

    /// When it was ordered last, Unix milliseconds.
    fileprivate var declaredAt: UInt64 { steps.last { $0.move.to == .declared }?.at ?? openedAt }

    /// Whether only a certificate lifts it: what it was ordered for can come back with the model.
    var needsCertificate: Bool { order.reason == .safety && order.kind != .retirement && !order.isDrill }
}
