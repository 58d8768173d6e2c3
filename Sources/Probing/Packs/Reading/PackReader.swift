import Settings
import Yams

/// A pack's document → the pack. Looks at form; what only the whole can tell, `PackCheck` does.
struct PackReader {
    let problems: PackProblems
    let attacks: AttackNames

    static let topKeys = [
        "pack", "version", "title", "about", "review", "licence", "severity", "languages", "tags", "trials", "source",
        "goal_sets", "cells",
    ]

    /// What a goal has when it says nothing: the pack's, then its set's.
    struct Defaults {
        var severity: Severity
        var language: String
        var domain: String?
        var tags: [String]
        var system: String?
        var ask: String?
        var tools: [Tool]
        var detector: DetectorChoice?
    }

    /// - Returns: nil after a complaint that leaves nothing to go on with.
    func read(_ root: PackValue) -> Pack? {
        guard let top = root.section(Self.topKeys + GoalDefaultKeys.all + ["goals", "secrets"]) else { return nil }
        let languages = top["languages"]?.list(most: PackLimits.goalSets)?.compactMap(language) ?? ["en"]
        let start = Defaults(severity: .medium, language: languages.first ?? "en", tags: [], tools: [])
        let defaults = readDefaults(top, over: start)
        let sets = readSets(top, defaults)
        let cells = readCells(top, sets)
        guard let id = top.required("pack")?.name(),
            let version = top.required("version")?.integer(1...1_000_000),
            let title = top.required("title")?.text(),
            let licence = top.required("licence", hint: "Write an SPDX identifier, or the licence's name.")?.text()
        else { return nil }
        return Pack(
            id: id,
            version: version,
            title: title,
            about: top["about"]?.text(most: PackLimits.prompt) ?? "",
            review: top["review"]?.text(),
            licence: licence,
            severity: defaults.severity,
            languages: languages,
            tags: defaults.tags,
            trials: top["trials"]?.integer(PackLimits.trials) ?? 300,
            goalSets: sets,
            cells: cells,
            source: top["source"].flatMap(readSource)
        )
    }

    func language(_ value: PackValue) -> String? {
        guard let text = value.text(most: 16) else { return nil }
        guard LanguageTags.isKnown(text) else {
            value.unknown(text, among: LanguageTags.known)
            return nil
        }
        return text
    }

    func readTags(_ value: PackValue) -> [String] {
        (value.list(most: PackLimits.tags) ?? []).compactMap { entry in
            guard let text = entry.text() else { return nil }
            guard TaxonomyTags.isKnown(text) else {
                let nearest = NearestWord.question(text, among: TaxonomyTags.all)
                entry.fail(
                    "The tag `\(text.prefix(64))` is in none of the taxonomies, in none of the editions known here.",
                    hint: nearest ?? "Write it with its edition, like owasp-llm:2025:LLM07."
                )
                return nil
            }
            return text
        }
    }

    private func readCells(_ top: PackSection, _ sets: [GoalSet]) -> [PackCell] {
        guard let values = top.required("cells")?.list(most: PackLimits.cells) else { return [] }
        return values.compactMap { value in
            guard let section = value.section(["goals", "attacks", "detector"]),
                let goals = section.required("goals"), let named = goals.text(),
                let words = section.required("attacks")?.list(most: PackLimits.line)
            else { return nil }
            guard sets.contains(where: { $0.id == named }) else {
                goals.unknown(named, among: sets.map(\.id))
                return nil
            }
            var written: [String] = []
            var resolved: [AttackReference] = []
            var seen: Set<String> = []
            for word in words {
                guard let text = word.text() else { continue }
                written.append(text)
                guard let found = attacks.resolve(text), !found.isEmpty else {
                    unknownAttack(text, word)
                    continue
                }
                resolved += found.filter { seen.insert($0.id).inserted }
            }
            return PackCell(
                goals: named,
                named: written,
                attacks: resolved,
                detector: section["detector"].flatMap(readDetector)
            )
        }
    }

    private func unknownAttack(_ text: String, _ value: PackValue) {
        let parts = text.split(separator: "+").map(String.init)
        let unknown = parts.first { attacks.resolve($0) == nil } ?? text
        let nearest = NearestWord.question(unknown, among: attacks.words)
        value.fail(
            "The attack `\(unknown.prefix(64))` is not known" + (parts.count > 1 ? ", or cannot be chained." : "."),
            hint: nearest ?? "An attack, a group of them, or a chain of two is named here."
        )
    }

    private func readSource(_ value: PackValue) -> PackSource? {
        guard let section = value.section(["file", "sha256", "origin", "rows", "kept"]),
            let file = section.required("file")?.text(),
            let hash = section.required("sha256")?.text(),
            let rows = section.required("rows")?.integer(0...10_000_000),
            let kept = section.required("kept")?.integer(0...10_000_000)
        else { return nil }
        return PackSource(file: file, sha256: hash, origin: section["origin"]?.text(), rows: rows, kept: kept)
    }
}
