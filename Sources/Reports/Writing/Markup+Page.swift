import Domain

extension Markup {
    /// One page that needs nothing beside itself: no script, no address that is loaded, light and dark, good on a telephone
    /// and on A4. Whatever came from outside is text in it, and a policy in its head keeps it from being more.
    ///
    /// - Parameters:
    ///   - language: BCP 47.
    ///   - style: what its style has beside that of all documents.
    ///   - links: elements of its head.
    ///   - body: what stands between `<body>` and `</body>`.
    package static func page(
        language: String = "en",
        title: String,
        style: String = "",
        links: Markup = .none,
        body: Markup
    ) -> Markup {
        """
        <!DOCTYPE html>
        <html lang="\(language)">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="referrer" content="no-referrer">
        <title>\(title)</title>
        \(links)<style>\(Markup(trusted: ReportStyle.sheet + style))</style>
        </head>
        <body>
        \(body)\
        </body>
        </html>

        """
    }

    /// `2026-06-12 21:30 UTC`, with the machine's form beside it.
    package static func moment(_ unixMilliseconds: UInt64) -> Markup {
        let text = ClockText.rfc3339(unixSeconds: Int64(unixMilliseconds / 1000))
        let minute = text.prefix(16).map { $0 == "T" ? " " : $0 }
        return "<time datetime=\"\(text)\">\(String(minute)) UTC</time>"
    }
}
