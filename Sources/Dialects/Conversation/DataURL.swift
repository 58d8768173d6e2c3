import JSON

/// A `data:` URL (RFC 2397) whose bytes are in base64, as OpenAI's dialects write images and files that come along.
struct DataURL {
    /// In lower case: it is read without regard to case, but vendors compare it letter by letter.
    let mediaType: String
    let base64: String

    /// Without a media type a `data:` URL is plain text.
    private static let unnamedType = "text/plain"

    /// nil: another URL, or one whose bytes are not in base64.
    init?(_ url: String) {
        let bytes = url.utf8
        guard Self.isOne(url), let comma = bytes.firstIndex(of: UInt8(ascii: ",")) else { return nil }
        let head = url[bytes.index(bytes.startIndex, offsetBy: 5)..<comma].split(
            separator: ";",
            omittingEmptySubsequences: false
        )
        guard head.count > 1, head.last?.lowercased() == "base64" else { return nil }
        mediaType = head[0].isEmpty ? Self.unnamedType : head[0].lowercased()
        base64 = String(url[bytes.index(after: comma)...])
    }

    /// Whether the URL holds the bytes itself, in whatever form.
    static func isOne(_ url: String) -> Bool { url.utf8.prefix(5).map { $0 | 0x20 }.elementsEqual("data:".utf8) }

    /// Where the bytes of an image or file are that is named by a URL.
    static func source(of url: String) -> Part.Source { DataURL(url)?.source ?? .url(url) }

    var source: Part.Source { .inline(mediaType: mediaType, base64: base64) }

    static func text(mediaType: String, base64: String) -> String { "data:\(mediaType);base64,\(base64)" }

    /// What a file's name says of bytes that say nothing of themselves; files were PDFs before they were anything else.
    static func mediaType(of name: String?) -> String {
        switch name?.split(separator: ".").last?.lowercased() {
        case "txt": "text/plain"
        case "md": "text/markdown"
        case "csv": "text/csv"
        case "html", "htm": "text/html"
        case "json": "application/json"
        case "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        case "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        default: "application/pdf"
        }
    }

    /// A name for a file that has none: OpenAI insists on one and reads the kind from its ending.
    static func fileName(for mediaType: String) -> String {
        switch mediaType {
        case "text/plain": "file.txt"
        case "text/markdown": "file.md"
        case "text/csv": "file.csv"
        case "text/html": "file.html"
        case "application/json": "file.json"
        case "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "file.docx"
        case "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "file.xlsx"
        default: "file.pdf"
        }
    }
}
