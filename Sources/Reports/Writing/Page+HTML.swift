extension Page {
    /// As `Markup.page` makes it.
    package var html: [UInt8] {
        let body: Markup = """
            <header>
            <p class="eyebrow">\(kind)</p>
            <h1>\(title)</h1>
            \(lead.map { "<p>\($0)</p>\n" as Markup })\
            </header>
            <main>
            \(sections.map(Self.markup))\
            </main>
            <footer><p>\(footer)</p></footer>

            """
        return Markup.page(language: language, title: title, body: body).bytes
    }

    private static func markup(_ section: Section) -> Markup {
        """
        <section aria-labelledby="\(section.id)">
        <h2 id="\(section.id)">\(section.title)</h2>
        \(section.blocks.map(markup))\
        </section>

        """
    }

    private static func markup(_ block: Block) -> Markup {
        switch block {
        case .text(let text): "<p>\(text)</p>\n"
        case .list(let texts): "<ul>\(texts.map { "<li>\($0)</li>" as Markup })</ul>\n"
        case .facts(let facts):
            "<dl class=\"parameters\">\(facts.map { "<dt>\($0.name)</dt><dd>\($0.text)</dd>" as Markup })</dl>\n"
        case .table(let table):
            """
            <div class="scroll" tabindex="0" role="region" aria-label="\(table.caption)"><table class="plain">
            <caption>\(table.caption)</caption>
            <thead><tr>\(table.heads.map { "<th scope=\"col\">\($0)</th>" as Markup })</tr></thead>
            <tbody>
            \(table.rows.map(row))\
            </tbody>
            </table></div>

            """
        }
    }

    private static func row(_ cells: [String]) -> Markup {
        "<tr>\(cells.prefix(1).map { "<th scope=\"row\">\($0)</th>" as Markup })\(cells.dropFirst().map { "<td>\($0)</td>" as Markup })</tr>\n"
    }
}
