import JSON

/// What the conversation itself holds.
extension Peek {
    func takeMessages(_ reader: inout JSONReader) throws(JSONFault) {
        guard try reader.peekKind() == .array else {
            try reader.skip()
            return
        }
        try reader.beginArray()
        var isFirst = true
        var lastIsAssistant = false
        while try reader.nextElement(isFirst: isFirst) {
            isFirst = false
            lastIsAssistant = false
            guard try reader.peekKind() == .object else {
                try reader.skip()
                continue
            }
            try reader.beginObject()
            while let key = try reader.nextKey() {
                if reader.span(key, is: "role"), try reader.peekKind() == .string {
                    let role = try reader.string()
                    lastIsAssistant = reader.span(role, is: "assistant")
                } else {
                    try takeContent(&reader)
                }
            }
        }
        if lastIsAssistant { needs.insert(.prefill) }
    }

    /// Looks for parts that a model must be able to take, however deep they stand.
    ///
    /// - Returns: whether it was a tool's call.
    @discardableResult
    func takeContent(_ reader: inout JSONReader) throws(JSONFault) -> Bool {
        switch try reader.peekKind() {
        case .string, .number, .bool, .null:
            try reader.skip()
            return false
        case .array:
            try reader.beginArray()
            var isFirst = true
            var isBehindCall = false
            while try reader.nextElement(isFirst: isFirst) {
                isFirst = false
                let isCall = try takeContent(&reader)
                if isCall, isBehindCall { needs.insert(.parallelTools) }
                isBehindCall = isCall
            }
            return false
        case .object:
            try reader.beginObject()
            var part = PartAtHand()
            while let key = try reader.nextKey() {
                guard try reader.peekKind() == .string else {
                    if Self.isFree(key, reader) { try reader.skip() } else { try takeContent(&reader) }
                    continue
                }
                let value = try reader.string()
                if reader.span(key, is: "type") {
                    note(type: value, reader)
                    part.isCall = Self.isCall(type: value, reader)
                    part.isThinking = reader.span(value, is: "thinking")
                    part.isItem = reader.span(value, is: "reasoning")
                } else if reader.span(key, is: "id") {
                    if reader.length(value) <= Self.longestID { part.id = value }
                } else if Self.isSeal(key, reader) {
                    guard reader.length(value) > 0 else { continue }
                    part.isSealed = true
                    needs.insert(.sealedReasoning)
                } else if reader.span(key, is: "file_id") {
                    needs.insert([.files, .foreignIDs])
                    if fileIDs.count < Self.mostFiles, reader.length(value) <= Self.longestID {
                        fileIDs.append(reader.decoded(value))
                    }
                }
            }
            note(part, reader)
            return part.isCall
        }
    }

    /// What an object tells of itself while its members come by.
    private struct PartAtHand {
        var isCall = false
        var isThinking = false
        var isItem = false
        var isSealed = false
        var id: JSONReader.Span?
    }

    private func note(_ part: PartAtHand, _ reader: JSONReader) {
        if part.isThinking, !part.isSealed { needs.insert(.unsealedReasoning) }
        // An item of Responses that holds no seal is known to the model that made it by its id.
        guard part.isItem, !part.isSealed, let id = part.id else { return }
        needs.insert(Responses.isInvented(id: reader.decoded(id)) ? .unsealedReasoning : .sealedReasoning)
    }

    /// In the order of the dialects: Messages, Chat Completions, Responses.
    private static func isCall(type: JSONReader.Span, _ reader: JSONReader) -> Bool {
        switch reader.length(type) {
        case 6: reader.span(type, is: "custom")
        case 8: reader.span(type, is: "tool_use") || reader.span(type, is: "function")
        case 13: reader.span(type, is: "function_call")
        case 16: reader.span(type, is: "custom_tool_call")
        default: false
        }
    }

    private static func isSeal(_ key: JSONReader.Span, _ reader: JSONReader) -> Bool {
        switch reader.length(key) {
        case 9: reader.span(key, is: "signature")
        case 17: reader.span(key, is: "encrypted_content") || reader.span(key, is: "thought_signature")
        default: false
        }
    }

    /// What a tool was called with is the model's own JSON, whose words are no parts of a request.
    private static func isFree(_ key: JSONReader.Span, _ reader: JSONReader) -> Bool {
        reader.span(key, is: "input") || reader.span(key, is: "arguments") || reader.span(key, is: "parsed_arguments")
    }

    private func note(type: JSONReader.Span, _ reader: JSONReader) {
        switch reader.length(type) {
        case 4 where reader.span(type, is: "file"): needs.insert(.files)
        case 5 where reader.span(type, is: "image"): needs.insert(.images)
        case 8 where reader.span(type, is: "document"): needs.insert(.files)
        case 9 where reader.span(type, is: "image_url"): needs.insert(.images)
        case 10 where reader.span(type, is: "input_file"): needs.insert(.files)
        case 11 where reader.span(type, is: "input_image"): needs.insert(.images)
        case 14 where reader.span(type, is: "item_reference"): needs.insert(.foreignIDs)
        case 17 where reader.span(type, is: "redacted_thinking"): needs.insert(.sealedReasoning)
        case 19 where reader.span(type, is: "reasoning.encrypted"): needs.insert(.sealedReasoning)
        default: break
        }
    }
}
