/// A document for people before it has a form: the same blocks become Markdown and HTML.
package struct Page: Sendable, Equatable {
    package enum Block: Sendable, Equatable {
        case text(String)
        case list([String])
        /// Names and what is said of them.
        case facts([Fact])
        case table(Table)
    }

    package struct Fact: Sendable, Equatable {
        package var name: String
        package var text: String

        package init(_ name: String, _ text: String) {
            self.name = name
            self.text = text
        }
    }

    package struct Table: Sendable, Equatable {
        package var caption: String
        package var heads: [String]
        /// As wide as the heads.
        package var rows: [[String]]

        package init(_ caption: String, _ heads: [String], _ rows: [[String]]) {
            self.caption = caption
            self.heads = heads
            self.rows = rows
        }
    }

    package struct Section: Sendable, Equatable {
        /// For links: lower-case letters.
        package var id: String
        package var title: String
        package var blocks: [Block]

        package init(_ id: String, _ title: String, _ blocks: [Block]) {
            self.id = id
            self.title = title
            self.blocks = blocks
        }
    }

    package var title: String
    /// Above the title: what kind of document it is.
    package var kind: String
    package var lead: [String]
    package var sections: [Section]
    package var footer: String
    /// BCP 47.
    package var language: String

    package init(
        title: String,
        kind: String,
        lead: [String],
        sections: [Section],
        footer: String,
        language: String = "en"
    ) {
        self.title = title
        self.kind = kind
        self.lead = lead
        self.sections = sections
        self.footer = footer
        self.language = language
    }
}
