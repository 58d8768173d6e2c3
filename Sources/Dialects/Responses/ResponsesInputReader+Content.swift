import Domain
import JSON

extension ResponsesInputReader {
    /// The content of a message or the output of a function: a text, or parts.
    mutating func takeContent(_ value: JSONValue?, _ place: String) throws(Refusal) -> [Part] {
        switch value {
        case .string(let text)?: return [.text(Part.Text(text))]
        case .array(let elements)?:
            var parts: [Part] = []
            for (index, element) in elements.enumerated() {
                if let part = try takePart(element, place, index) { parts.append(part) }
            }
            return parts
        case .object?, .number?, .bool?, .null?, nil: throw fault(place, "must be a string or an array of parts")
        }
    }

    private mutating func takePart(_ part: JSONValue, _ content: String, _ index: Int) throws(Refusal) -> Part? {
        let place = "\(content)[\(index)]"
        let cache = Self.cacheMark(part["prompt_cache_breakpoint"])
        switch try RequestValue.text(part["type"], place + ".type") {
        case "input_text", "output_text", "text":
            let text = try RequestValue.text(part["text"], place + ".text")
            let hasCitations = !(part["annotations"]?.elements ?? []).isEmpty
            return .text(Part.Text(text, cache: cache, hasCitations: hasCitations))
        case "refusal": return .refusal(try RequestValue.text(part["refusal"], place + ".refusal"))
        case "input_image": return .image(try image(part, place, cache))
        case "input_file": return .file(try file(part, place, cache))
        case "input_audio": return .audio
        default:
            lose(.vendorFeatures)
            return nil
        }
    }

    /// The dialect's lifetimes are longer than the two that the model of conversations knows; the longer of those comes
    /// closest.
    private static func cacheMark(_ mark: JSONValue?) -> CacheMark? {
        guard let mark, mark.members != nil else { return nil }
        return CacheMark(lifetime: mark["ttl"]?.string == nil ? nil : "1h")
    }

    private func image(_ part: JSONValue, _ place: String, _ cache: CacheMark?) throws(Refusal) -> Part.Image {
        let detail = try RequestValue.optionalText(part["detail"], place + ".detail")
        let source: Part.Source
        if let url = try RequestValue.optionalText(part["image_url"], place + ".image_url") {
            source = DataURL.source(of: url)
        } else if let id = try RequestValue.optionalText(part["file_id"], place + ".file_id") {
            source = .vendorID(id)
        } else {
            throw fault(place, "must have an `image_url` or a `file_id`")
        }
        return Part.Image(source, detail: detail == "auto" ? nil : detail, cache: cache)
    }

    private mutating func file(_ part: JSONValue, _ place: String, _ cache: CacheMark?) throws(Refusal) -> Part.File {
        let name = try RequestValue.optionalText(part["filename"], place + ".filename")
        let source: Part.Source
        if let data = try RequestValue.optionalText(part["file_data"], place + ".file_data") {
            source = DataURL(data)?.source ?? .inline(mediaType: DataURL.mediaType(of: name), base64: data)
        } else if let url = try RequestValue.optionalText(part["file_url"], place + ".file_url") {
            source = DataURL.source(of: url)
        } else if let id = try RequestValue.optionalText(part["file_id"], place + ".file_id") {
            source = .vendorID(id)
        } else {
            throw fault(place, "must have `file_data`, a `file_url` or a `file_id`")
        }
        let detail = try RequestValue.optionalText(part["detail"], place + ".detail")
        if let detail, detail != "auto" { lose(.imageDetail) }
        return Part.File(source, name: name, cache: cache)
    }
}
