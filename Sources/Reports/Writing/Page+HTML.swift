extension Page {
    /// One page that needs nothing beside itself: no script, no address that is loaded, light and dark, good on a telephone
    /// and on A4. Whatever came from outside is text in it, and a policy in its head keeps it from being more.
    package var html: [UInt8] {
        let page: Markup = """
            <!DOCTYPE html>
            <html lang="\(language)">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <title>\(title)</title>
            <style>\(Markup(trusted: ReportStyle.sheet))</style>
            </head>
            <body>
            <header>
            <p class="eyebrow">\(kind)</p>
            <h1>\(title)</h1>
            \(lead.map { "<p>\($0)</p>\n" as Markup })\
            </header>
            <main>
            \(sections.map(Self.markup))\
            </main>
            <footer><p>\(footer)</p></footer>
            </body>
            </html>

            """
        return page.bytes
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
