/// `data:` URLs (RFC 2397) as far as the dialect uses them: base64 with a media type.
enum ResponsesDataURL {
    static func source(of url: String) -> Part.Source { inline(in: url) ?? .url(url) }

    /// nil for anything but base64 in a data URL.
    static func inline(in url: String) -> Part.Source? {
        guard url.utf8.prefix(5).elementsEqual("data:".utf8), let comma = url.utf8.firstIndex(of: 0x2C) else {
            return nil
        }
        let fields = url[..<comma].dropFirst(5).split(separator: ";", omittingEmptySubsequences: false)
        guard fields.last == "base64" else { return nil }
        let type = fields.count > 1 ? String(fields[0]) : ""
        return .inline(
            mediaType: type.isEmpty ? "application/octet-stream" : type,
            base64: String(url[url.utf8.index(after: comma)...])
        )
    }

    static func text(mediaType: String, base64: String) -> String { "data:\(mediaType);base64,\(base64)" }
}
