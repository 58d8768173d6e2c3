/// An address in an answer, and what a renderer does with it.
struct RenderedLink: Hashable {
    enum Kind: String {
        /// Fetched by being shown.
        case image, frame, script, style, media
        /// Followed by a click, or sent with a form.
        case link, form, reference, autolink, bare
    }

    var kind: Kind
    var address: String
}
