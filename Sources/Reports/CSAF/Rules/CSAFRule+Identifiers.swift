/// 6.1.11 to 6.1.13: names that others keep registers of.
extension CSAFRule {
    static let identifiersOfThings = [weakness, language, packageURL]

    private static let weakness = CSAFRule.ofVulnerabilities(.weakness) { vulnerability, _, found in
        guard let weakness = vulnerability["cwe"], let id = weakness.string("id"), let name = weakness["name"],
            let given = name.string
        else { return }
        guard let names = Weaknesses.names(of: id) else {
            found.notChecked(
                weakness.pointer,
                "The weakness `\(id.excerpt)` is not among those whose names are known here. Compare number and name at cwe.mitre.org."
            )
            return
        }
        guard !names.contains(given) else { return }
        found.fault(name.pointer, "The name of \(id) is `\(names[0])`. Write that, or correct the number.")
    }

    private static let language = CSAFRule(.language) { facts, found in
        for key in ["lang", "source_lang"] {
            guard let placed = facts.document?[key], let tag = placed.string.flatMap(LanguageTag.init) else { continue }
            check(tag, placed.pointer, &found)
        }
    }

    private static func check(_ tag: LanguageTag, _ pointer: JSONPointer, _ found: inout CSAFFindings) {
        let parts = [
            ("language", tag.language, tag.language.map(LanguageSubtags.language)),
            ("script", tag.script, tag.script.map(LanguageSubtags.script)),
            ("region", tag.region, tag.region.map(LanguageSubtags.region)),
        ]
        var unsaid = tag.extended + tag.extensions
        for (kind, part, standing) in parts {
            guard let part, let standing else { continue }
            switch standing {
            case .known: continue
            case .unsaid: unsaid.append(part)
            case .unknown(let next):
                let hint =
                    next.map { "Write `\($0)`." }
                    ?? "Write one of the registry of language subtags (IANA), as in en-US."
                found.fault(pointer, "There is no \(kind) `\(part)`. \(hint)")
            }
        }
        if Set(tag.variants).count < tag.variants.count {
            found.fault(pointer, "A variant stands twice in the tag. Take one of the two out.")
        }
        let letters = tag.extensions.compactMap(\.first)
        if Set(letters).count < letters.count {
            found.fault(pointer, "An extension stands twice in the tag. Take one of the two out.")
        }
        unsaid += tag.variants
        guard !unsaid.isEmpty else { return }
        found.notChecked(
            pointer,
            "Of \(unsaid.listed.excerpt) it is not known here whether the registry of language subtags (IANA) has it. Look there."
        )
    }

    private static let packageURL = CSAFRule(.packageURL) { facts, found in
        for product in facts.products {
            guard let placed = product["product_identification_helper"]?["purl"], let text = placed.string,
                let problem = PackageURL.problem(text)
            else { continue }
            found.fault(
                placed.pointer,
                "This is not a package URL. \(problem) Write it like pkg:type/namespace/name@version."
            )
        }
    }
}
