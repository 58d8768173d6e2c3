/// 6.1.17 to 6.1.20: what a draft may be, and what only a draft may be.
extension CSAFRule {
    static let documentStatus = [draftStatus, releasedHistory, prereleaseInHistory, prereleaseVersion]

    private static let draftStatus = CSAFRule(.draftStatus) { facts, found in
        guard let version = facts.history.version, let status = facts.tracking?["status"], let word = status.string,
            word != "draft", version.major == .zero || !version.prerelease.isEmpty
        else { return }
        found.fault(
            status.pointer,
            "A version 0, 0.y.z or with a pre-release part is a draft, and the status is `\(word.excerpt)`. Release a version from 1 on, or call it `draft`."
        )
    }

    private static let releasedHistory = CSAFRule(.releasedHistory) { facts, found in
        guard isReleased(facts) else { return }
        for item in facts.history.items where item.version.major == .zero {
            found.fault(
                item.pointer,
                "The history of a released document has no version \(item.text.excerpt). Take the drafts out of it."
            )
        }
    }

    private static let prereleaseInHistory = CSAFRule(.prereleaseInHistory) { facts, found in
        for item in facts.history.items where !item.version.prerelease.isEmpty {
            found.fault(
                item.pointer,
                "A history has no pre-releases, and \(item.text.excerpt) is one. Take the revision out, or its pre-release part."
            )
        }
    }

    private static let prereleaseVersion = CSAFRule(.prereleaseVersion) { facts, found in
        guard isReleased(facts), let version = facts.history.version, !version.prerelease.isEmpty else { return }
        found.fault(
            JSONPointer("/document/tracking/version"),
            "A released document has no pre-release part in its version. Take it off, or call the document `draft`."
        )
    }

    private static func isReleased(_ facts: CSAFFacts) -> Bool {
        ["final", "interim"].contains(facts.tracking?.string("status"))
    }
}
