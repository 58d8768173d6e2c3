package import Control
package import Domain
package import JSON

/// A recall as it is told to others: a document of the Common Security Advisory Framework 2.0, made of what the ledger says of it.
///
/// Holds nothing but what may be public, as `StatusBoard` does. The same ledger makes the same bytes, whenever it is asked.
package struct Advisory: Sendable, Equatable {
    /// Who answers for it.
    package struct Publisher: Sendable, Equatable {
        package var name: String
        /// A URL that is theirs: with it the documents' ids are unique.
        package var namespace: String
        package var contact: String?

        package init(name: String, namespace: String, contact: String?) {
            self.name = name
            self.namespace = namespace
            self.contact = contact
        }
    }

    /// A lineage that serves in the place of the recalled one.
    package struct Substitute: Sendable, Equatable {
        package var lineage: Lineage
        /// A model of Holdfast's own, for practice: it is told, and never recommended.
        package var isRehearsal: Bool
        /// What it proved itself with, where its routes ask for that; newest last.
        package var certificates: [GateState.Issued]
    }

    /// The profile of the standard (its section 4).
    package enum Form: String, Sendable, CaseIterable {
        case security = "csaf_security_advisory"
        /// For programs that ask whether something is affected, and by what.
        case exploitability = "csaf_vex"
    }

    package var incident: StatusBoard.Incident
    /// Confirmed weaknesses that it was given for, in the order's order.
    package var findings: [GateState.Confirmed]
    package var substitutes: [Substitute]
    package var publisher: Publisher
    /// The ledger's name; nil: it has none yet.
    package var origin: String?
    /// Where the folder will be found, with a `/` at its end; nil: nobody said.
    package var address: String?

    package var recall: Recall { incident.recall }

    /// Two documents are never called the same.
    package func id(_ form: Form) -> String {
        switch form {
        case .security: recall.id
        case .exploitability: "\(recall.id)-VEX"
        }
    }

    // MARK: History

    package struct Revision: Sendable, Equatable {
        package var number: Int
        /// Unix milliseconds.
        package var at: UInt64
        package var summary: String
    }

    /// Each step from when it first held something back. A clock that was set back moves no revision before the one that it follows.
    package var revisions: [Revision] {
        var newest: UInt64 = 0
        return incident.steps.enumerated().map { place, step in
            newest = max(newest, step.at)
            let text = VisibleText.of(incident.text(of: step, .english))
            return Revision(number: place + 1, at: newest, summary: "\(text) Ledger entry \(step.epoch - 1).")
        }
    }

    package var version: Int { incident.steps.count }
    package var releasedAt: UInt64 { revisions.first?.at ?? recall.openedAt }
    package var updatedAt: UInt64 { revisions.last?.at ?? recall.openedAt }

    /// `interim` while something is left to do.
    package var status: String { incident.isOpen ? "interim" : "final" }

    // MARK: Where it lies

    /// Of documents for everybody, in a published folder.
    package static let folder = ".well-known/csaf/white"

    /// `2026/hf-rc-2026-0007.json`: the year of the first release, and the id as section 5.1 of the standard makes a file's name of it.
    package var file: String {
        "\(ClockText.day(unixMilliseconds: releasedAt).prefix(4))/\(Self.fileName(recall.id)).json"
    }

    package var path: String { "\(Self.folder)/\(file)" }

    private static func fileName(_ id: String) -> String {
        var name = ""
        for character in id.lowercased() {
            let stays =
                character.isASCII && (character.isLetter || character.isNumber) || character == "+" || character == "-"
            if stays { name.append(character) } else if !name.hasSuffix("_") { name.append("_") }
        }
        return name
    }

    /// nil: nobody said where the folder will be found.
    package func link(_ path: String) -> String? { address.map { $0 + path } }

    // MARK: Checked

    /// The document is not valid, so it is nowhere written.
    package struct Invalid: Error, CustomStringConvertible {
        package var id: String
        package var faults: [CSAFReport.Fault]

        package var description: String {
            let told = faults.prefix(3).map { "\($0.test.rawValue) at \($0.pointer.text): \($0.message)" }
            return
                "The advisory \(id) would not be a valid CSAF 2.0 document, so it is not written. \(told.joined(separator: " "))"
        }
    }

    /// The document, put to all that the standard asks of it.
    package func checked(_ form: Form) throws(Invalid) -> JSONValue {
        let document = document(form)
        let report = CSAFValidator.check(document)
        guard report.isValid else { throw Invalid(id: id(form), faults: report.faults) }
        return document
    }
}
