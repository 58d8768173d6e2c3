package import Control
package import Domain

/// What is known of a route, or of a lineage, at one position of the ledger: a system card or a model card.
///
/// Holds nothing but what may be public: no name of a configured model, of a tenant or of a person, no address. A number stands here
/// with the ledger's entry that says it, or with the window of the journal that it was counted over; what nobody measured is absent,
/// and every format says so in words.
package struct Card: Sendable, Equatable {
    package enum Subject: Sendable, Equatable {
        case route(String)
        case lineage(Lineage)
    }

    package var subject: Subject
    /// In words for the public; nil: nobody said.
    package var purpose: String?
    package var notFor: String?
    package var organisation: String?
    package var contact: String?
    /// Unix milliseconds.
    package var madeAt: UInt64
    package var ledger: Ledger
    /// Who serves, in the order in which they are asked; of a lineage: its own paths.
    package var serving: [Serving]
    /// What a model must hold to serve the route; nil: nothing.
    package var requirement: Requirement?
    /// Newest first.
    package var certificates: [Certified]
    /// Packs of the product that no certificate here was made with, in words.
    package var untested: [String]
    /// Of the packs that were tried, BCP 47.
    package var languages: [String]
    /// Newest first, as all that follows.
    package var findings: [Found]
    package var recalls: [Recalled]
    package var drill: Drilled?
    package var traffic: Traffic?
    package var boundary: [String]

    /// The ledger that a card is read from.
    package struct Ledger: Sendable, Equatable {
        /// Its name, as its checkpoints bear it; nil: there is none yet.
        package var origin: String?
        /// Entries that were read.
        package var size: UInt64

        package init(origin: String?, size: UInt64) {
            self.origin = origin
            self.size = size
        }
    }

    package struct Serving: Sendable, Equatable {
        package var lineage: String
        /// A model of Holdfast's own, for practice: whatever it says is no real answer.
        package var isRehearsal: Bool
        package var region: String?
        /// It holds what the route asks for, which asks for something.
        package var isCertified: Bool
        /// `serves`, `fallback 1`, or `does not serve`.
        package var place: String
        /// Why, in words: a certificate, a recall; empty: nothing is to be said.
        package var because: String

        package init(
            lineage: String,
            isRehearsal: Bool,
            region: String?,
            isCertified: Bool,
            place: String,
            because: String
        ) {
            self.lineage = lineage
            self.isRehearsal = isRehearsal
            self.region = region
            self.isCertified = isCertified
            self.place = place
            self.because = because
        }
    }

    package struct Requirement: Sendable, Equatable {
        package var policy: String
        package var mode: String
    }

    package struct Certified: Sendable, Equatable {
        package var issued: GateState.Issued
        /// `valid`, `refused`, or stale or void and why.
        package var standing: String
        /// Of the ledger, from 0.
        package var index: UInt64 { issued.epoch - 1 }
    }

    package struct Found: Sendable, Equatable {
        package var confirmed: GateState.Confirmed
        package var index: UInt64 { confirmed.epoch - 1 }
    }

    package struct Recalled: Sendable, Equatable {
        package var recall: Recall
        /// Of its opening, and of its newest step.
        package var index: UInt64 { (recall.steps.first?.epoch ?? 1) - 1 }
        package var newestIndex: UInt64 { (recall.steps.last?.epoch ?? 1) - 1 }
    }

    package struct Drilled: Sendable, Equatable {
        package var drill: ControlState.Drill
        package var index: UInt64 { drill.epoch - 1 }
    }

    /// Counted from the journal.
    package struct Traffic: Sendable, Equatable {
        /// Days of UTC, both among those counted.
        package var from: String
        package var to: String
        package var requests: Int
        /// Neither answered nor given up by who asked.
        package var failures: Int

        package init(from: String, to: String, requests: Int, failures: Int) {
            self.from = from
            self.to = to
            self.requests = requests
            self.failures = failures
        }

        /// Requests that failed, of those that were not given up, in parts per million.
        package var answered: Int? {
            requests == 0 ? nil : Int((Double(requests - failures) / Double(requests) * 1_000_000).rounded(.down))
        }
    }
}
