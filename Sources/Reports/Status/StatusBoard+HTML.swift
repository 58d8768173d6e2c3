import Control
import Domain

extension StatusBoard {
    /// The page in one language, without script, for a folder or a listener.
    ///
    /// - Parameters:
    ///   - root: from this page to the folder's top: empty, or `../`.
    ///   - others: pages in other languages, each with its address from here.
    package func html(_ words: StatusWords, root: String, others: [(words: StatusWords, address: String)]) -> [UInt8] {
        let links: Markup = """
            <link rel="alternate" type="application/atom+xml" title="Atom" href="\(root)feed.atom">
            <link rel="alternate" type="application/rss+xml" title="RSS" href="\(root)feed.rss">
            <link rel="alternate" type="application/feed+json" title="JSON Feed" href="\(root)feed.json">

            """
        let body: Markup = """
            <header>
            <nav>\(others.map { "<a href=\"\($0.address)\" lang=\"\($0.words.language)\" hreflang=\"\($0.words.language)\">\($0.words.languageName)</a> " as Markup })</nav>
            <p class="eyebrow">\(words.status)</p>
            <h1>\(name)</h1>
            <p class="overall \(level.rawValue)" role="status">\(words.overall(level))</p>
            <p>\(words.made) \(Markup.moment(madeAt)).</p>
            </header>
            <main>
            \(list("open", words.openRecalls, incidents.filter(\.isOpen), words, root))\
            \(section("routes", words.routes, components.filter { $0.kind == .route }.map { article($0, words, root) }, words))\
            \(section("models", words.models, components.filter { $0.kind == .lineage }.map { article($0, words, root) }, words))\
            \(list("past", words.pastRecalls, incidents.filter { !$0.isOpen }, words, root))\
            \(ledgerSection(words, root))\
            <section aria-labelledby="subscribe">
            <h2 id="subscribe">\(words.subscribe)</h2>
            <p><a href="\(root)feed.atom">Atom</a> · <a href="\(root)feed.rss">RSS</a> · <a href="\(root)feed.json">JSON Feed</a> · \
            <a href="\(root)api/v2/summary.json">summary.json</a></p>
            \(contact.map { "<p>\(words.contact): \($0)</p>\n" as Markup } ?? .none)\
            </section>
            </main>

            """
        return Markup.page(
            language: words.language,
            title: "\(name): \(words.status)",
            style: StatusStyle.sheet,
            links: links,
            body: body
        ).bytes
    }

    private func section(_ id: String, _ title: String, _ content: [Markup], _ words: StatusWords) -> Markup {
        """
        <section aria-labelledby="\(id)">
        <h2 id="\(id)">\(title)</h2>
        \(content.isEmpty ? ["<p>\(words.none)</p>\n"] : content)\
        </section>

        """
    }

    private func list(
        _ id: String,
        _ title: String,
        _ incidents: [Incident],
        _ words: StatusWords,
        _ root: String
    ) -> Markup {
        section(id, title, incidents.map { article($0, words, root) }, words)
    }

    // MARK: Components

    private func article(_ component: Component, _ words: StatusWords, _ root: String) -> Markup {
        """
        <article>
        <h3><span>\(component.name)</span> <span class="level \(component.level.rawValue)">\(words.levels[component.level] ?? "")</span></h3>
        \(bar(component, words))\
        \(component.kind == .route ? routeFacts(component, words) : .none)\
        <p>\(words.evidence): \(component.evidenceAt.map(Markup.moment) ?? "\(words.noEvidence)"). \
        <a href="\(root)\(component.card).html">\(words.card)<span class="n"> (\(component.name))</span></a></p>
        </article>

        """
    }

    private func routeFacts(_ component: Component, _ words: StatusWords) -> Markup {
        let answered =
            component.requests == 0
            ? words.noRequests
            : StatusWords.filled(words.answered, "\(component.requests - component.failures)", "\(component.requests)")
        let drill: Markup =
            component.drill.map {
                "\($0.drill.id), \($0.drill.passed ? words.passed : words.failed), \(Markup.moment($0.drill.at)), \(words.entry) \(Int(clamping: $0.index))"
            } ?? "\(words.noEvidence)"
        return """
            <p>\(words.servedBy): \(component.servedBy ?? words.nobody)\(component.isServedByRehearsal ? " (\(words.rehearsal))" : ""). \(answered)</p>
            <p>\(words.drill): \(drill).</p>

            """
    }

    /// One rectangle a day, and the days that were not as they should be in words.
    private func bar(_ component: Component, _ words: StatusWords) -> Markup {
        let days = component.days
        guard let first = days.first, let last = days.last else { return .none }
        let rectangles = days.enumerated().map { place, day -> Markup in
            "<rect class=\"\(day.level?.rawValue ?? "unknown")\" x=\"\(place * 10)\" y=\"0\" width=\"7\" height=\"34\"><title>\(Self.text(day, words))</title></rect>"
        }
        let odd = days.filter { ($0.level ?? .operational) != .operational }
        let list: Markup =
            odd.isEmpty
            ? .none
            : "<details><summary>\(words.days) (\(odd.count))</summary><ul>\(odd.map { "<li>\(Self.text($0, words))</li>" as Markup })</ul></details>\n"
        return """
            <svg class="days" viewBox="0 0 \(days.count * 10) 34" preserveAspectRatio="none" role="img" \
            aria-label="\(StatusWords.filled(words.bar, first.day, last.day))">\(rectangles)</svg>
            \(list)
            """
    }

    private static func text(_ day: Day, _ words: StatusWords) -> String {
        let counts = day.requests == 0 ? "" : ", \(day.requests - day.failures)/\(day.requests)"
        return "\(day.day): \(day.level.flatMap { words.levels[$0] } ?? words.noData)\(counts)"
    }

    // MARK: Recalls

    private func article(_ incident: Incident, _ words: StatusWords, _ root: String) -> Markup {
        let recall = incident.recall
        // Each language has its notices beside its page.
        let notice: Markup =
            incident.hasNotice
            ? "<a href=\"\(incident.noticePath)\">\(words.notice)<span class=\"n\"> (\(recall.id))</span></a>" : .none
        let advisory: Markup =
            incident.advisoryPath.map {
                "<a href=\"\(root)\($0)\">\(words.advisory)<span class=\"n\"> (\(recall.id))</span></a>"
            } ?? .none
        let links = [notice, advisory].filter { !$0.source.isEmpty }
        return """
            <article id="\(recall.id)">
            <h3><span>\(incident.title(words))</span></h3>
            \(recall.order.notice.map { "<p>\($0)</p>\n" as Markup } ?? .none)\
            \(incident.substitutes.isEmpty ? .none : "<p>\(words.substitute): \(incident.substitutes.joined(separator: ", "))</p>\n")\
            <ol>
            \(incident.steps.map { step in
                "<li>\(Markup.moment(step.at)) \(incident.text(of: step, words)) <span class=\"n\">\(words.entry) \(Int(clamping: step.epoch - 1))</span></li>\n" as Markup
            })\
            </ol>
            \(links.isEmpty ? .none : "<p>\(links.map { "\($0) " as Markup })</p>\n")\
            </article>

            """
    }

    private func ledgerSection(_ words: StatusWords, _ root: String) -> Markup {
        """
        <section aria-labelledby="ledger">
        <h2 id="ledger">\(words.ledger)</h2>
        <p>\(StatusWords.filled(words.ledgerSize, "\(ledger.size)", ledger.origin ?? "-")) \(StatusWords.filled(words.signed, "\(signed)"))</p>
        <p><a href="\(root)ledger/checkpoint">checkpoint</a></p>
        </section>

        """
    }
}
