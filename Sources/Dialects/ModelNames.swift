import JSON

/// Finds where an answer, or an event of one, says which model it is of. Its other bytes are nobody's business.
package enum ModelNames {
    /// The spans of the names, quotes included, in order; none in what is no JSON object.
    package static func spans(in object: UnsafeRawBufferPointer) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var reader = JSONReader(object, isStrict: false)
        guard (try? reader.peekKind()) == .object, (try? take(&reader, &found, isTop: true)) != nil else { return [] }
        return found
    }

    /// - Parameter name: as JSON writes it, with its quotes.
    /// - Returns: nil when nothing is to be renamed.
    package static func renamed(answer: UnsafeRawBufferPointer, to name: [UInt8]) -> [UInt8]? {
        replace(spans(in: answer), in: answer, by: name)
    }

    /// The same for whole server-sent events. One whose data stand on several lines stays as it is.
    package static func renamed(frames: UnsafeRawBufferPointer, to name: [UInt8]) -> [UInt8]? {
        var places: [Range<Int>] = []
        var start = 0
        while start < frames.count {
            var end = start
            while end < frames.count, frames[end] != 0x0A, frames[end] != 0x0D { end += 1 }
            let line = UnsafeRawBufferPointer(rebasing: frames[start..<end])
            if line.count > 5, line.starts(with: "data:".utf8) {
                let data = UnsafeRawBufferPointer(rebasing: line[5...])
                places += spans(in: data).map { ($0.lowerBound + start + 5)..<($0.upperBound + start + 5) }
            }
            start = end + 1
        }
        return replace(places, in: frames, by: name)
    }

    private static func take(
        _ reader: inout JSONReader,
        _ found: inout [Range<Int>],
        isTop: Bool
    ) throws(JSONFault) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            let isName = reader.span(key, is: "model")
            let isAnswer = isTop && (reader.span(key, is: "message") || reader.span(key, is: "response"))
            switch try reader.peekKind() {
            case .string where isName:
                let span = try reader.string()
                found.append((span.start - 1)..<(span.end + 1))
            case .object where isAnswer: try take(&reader, &found, isTop: false)
            default: try reader.skip()
            }
        }
    }

    private static func replace(
        _ places: [Range<Int>],
        in bytes: UnsafeRawBufferPointer,
        by name: [UInt8]
    ) -> [UInt8]? {
        guard !places.isEmpty else { return nil }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + places.count * name.count)
        var position = 0
        for place in places {
            result += bytes[position..<place.lowerBound]
            result += name
            position = place.upperBound
        }
        return result + bytes[position...]
    }
}
