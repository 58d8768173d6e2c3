/// 6.1.14, 6.1.16, 6.1.21, 6.1.22 and 6.1.30: the history of the document and its version.
extension CSAFRule {
    static let revisionOrder = CSAFRule(.revisionOrder) { facts, found in
        let sorted = facts.history.sorted
        for (earlier, later) in zip(sorted, sorted.dropFirst()) where later.version < earlier.version {
            found.fault(
                later.pointer,
                "Version \(later.text.excerpt) is younger than \(earlier.text.excerpt), the higher one. Correct the dates or the numbers."
            )
        }
    }

    static let latestVersion = CSAFRule(.latestVersion) { facts, found in
        let history = facts.history
        guard let version = history.version, let last = history.sorted.last, history.isWhole else { return }
        let isDraft = facts.tracking?.string("status") == "draft"
        let isSame =
            isDraft ? version.withoutPrerelease == last.version.withoutPrerelease : version == last.version
        guard !isSame else { return }
        found.fault(
            JSONPointer("/document/tracking/version"),
            "The youngest revision is \(last.text.excerpt), and the document is another version. Add the revision, or correct the version."
        )
    }

    static let revisionMissing = CSAFRule(.revisionMissing) { facts, found in
        let history = facts.history
        guard let first = history.sorted.first, history.isWhole else { return }
        if first.version.major > Numeral.zero.next {
            found.fault(
                first.pointer,
                "The oldest revision is \(first.text.excerpt), and a history begins with 0 or 1. Add what came before it."
            )
        }
        for (earlier, later) in zip(history.sorted, history.sorted.dropFirst())
        where later.version.major > earlier.version.major.next {
            found.fault(
                later.pointer,
                "Between \(earlier.text.excerpt) and \(later.text.excerpt) version \(earlier.version.major.next.text.excerpt) is missing. Add it."
            )
        }
    }

    static let revisionTwice = CSAFRule(.revisionTwice) { facts, found in
        var seen: [String: JSONPointer] = [:]
        for item in facts.history.items {
            guard let first = seen[item.text] else {
                seen[item.text] = item.pointer
                continue
            }
            found.fault(
                item.pointer,
                "Version \(item.text.excerpt) stands in the history already, at \(first). Give the later one the next number."
            )
        }
    }

    static let mixedVersions = CSAFRule(.mixedVersions) { facts, found in
        let history = facts.history
        guard let isSemantic = history.items.first?.version.isSemantic ?? history.version?.isSemantic else { return }
        let first = history.items.first?.text.excerpt ?? ""
        for item in history.items where item.version.isSemantic != isSemantic {
            found.fault(item.pointer, mixed(first))
        }
        if let version = history.version, version.isSemantic != isSemantic {
            found.fault(JSONPointer("/document/tracking/version"), mixed(first))
        }
    }

    private static func mixed(_ first: String) -> String {
        "The first revision is \(first), and this is the other kind of version. Write all as whole numbers, or all as x.y.z."
    }
}
