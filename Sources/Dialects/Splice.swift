import JSON

/// The few places in which the body that goes up differs from the one that came: everything else stays the caller's bytes.
package enum Splice {
    /// Replaces `range` of the body by `bytes`; an empty range inserts.
    package struct Edit: Sendable, Equatable {
        package var range: Range<Int>
        package var bytes: [UInt8]
    }

    /// A model's name, and how it stands in JSON.
    package struct Name: Sendable {
        let text: String
        let quoted: [UInt8]

        package init(_ text: String) {
            self.text = text
            var bytes: [UInt8] = []
            JSONEscaping.append(text, to: &bytes)
            quoted = bytes
        }
    }

    /// - Parameter askForUsage: put `include_usage` into a Chat Completions stream whose caller did not ask for it.
    /// - Returns: edits in the body's order, not overlapping.
    package static func edits(for peek: Peek, model: Name, askForUsage: Bool) -> [Edit] {
        var edits: [Edit] = []
        if peek.model != model.text { edits.append(Edit(range: peek.modelRange, bytes: model.quoted)) }
        if askForUsage, peek.isStream, !peek.asksForUsage { edits.append(usageEdit(peek)) }
        if edits.count == 2, edits[1].range.lowerBound < edits[0].range.lowerBound { edits.swapAt(0, 1) }
        return edits
    }

    private static func usageEdit(_ peek: Peek) -> Edit {
        if let value = peek.includeUsage { return Edit(range: value, bytes: Array("true".utf8)) }
        guard let options = peek.streamOptions else {
            // Before the model's key there is always room: right behind the model's value.
            let end = peek.modelRange.upperBound
            return Edit(range: end..<end, bytes: Array(#","stream_options":{"include_usage":true}"#.utf8))
        }
        guard peek.streamOptionsHasMembers else {
            return Edit(range: options, bytes: Array(#"{"include_usage":true}"#.utf8))
        }
        let inside = options.lowerBound + 1
        return Edit(range: inside..<inside, bytes: Array(#""include_usage":true,"#.utf8))
    }
}
