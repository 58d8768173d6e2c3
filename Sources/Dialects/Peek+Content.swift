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
        // A model may be shown messages of the assistant in a row as one.
        var isBehindCall = false
        while try reader.nextElement(isFirst: isFirst) {
            isFirst = false
            lastIsAssistant = false
            guard try reader.peekKind() == .object else {
                try reader.skip()
                continue
            }
            try reader.beginObject()
            var hasCall = false
            while let key = try reader.nextKey() {
                if reader.span(key, is: "role"), try reader.peekKind() == .string {
                    let role = try reader.string()
                    lastIsAssistant = reader.span(role, is: "assistant")
                    if lastIsAssistant { needs.insert(.history) }
                    if Self.endsRound(role: role, reader) { isBehindCall = false }
                } else if try takeContent(&reader) == .call {
                    hasCall = true
                }
            }
            guard lastIsAssistant, hasCall else { continue }
            if isBehindCall { needs.insert(.parallelTools) }
            isBehindCall = true
        }
        if lastIsAssistant { needs.insert(.prefill) }
    }

    /// What a part of the conversation is to the calls of tools around it.
    enum Place {
        /// A call, or a list that holds one.
        case call
        /// Calls behind it are the model's answer to something new: a result, or the user's words.
        case roundEnd
        case other
    }

    /// Looks for parts that a model must be able to take, however deep they stand.
    @discardableResult
    func takeContent(_ reader: inout JSONReader) throws(JSONFault) -> Place {
        switch try reader.peekKind() {
        case .string, .number, .bool, .null:
            try reader.skip()
            return .other
        case .array:
            try reader.beginArray()
            var isFirst = true
            var isBehindCall = false
            var hasCall = false
            while try reader.nextElement(isFirst: isFirst) {
                isFirst = false
                switch try takeContent(&reader) {
                case .call:
                    if isBehindCall { needs.insert(.parallelTools) }
                    isBehindCall = true
                    hasCall = true
                case .roundEnd: isBehindCall = false
                // Words and reasoning between calls do not part them.
                case .other: break
                }
            }
            return hasCall ? .call : .other
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
                    if let place = Self.place(type: value, reader) { part.place = place }
                    part.isThinking = reader.span(value, is: "thinking")
                    part.isItem = reader.span(value, is: "reasoning")
                } else if reader.span(key, is: "role") {
                    if Self.endsRound(role: value, reader) {
                        part.place = .roundEnd
                    } else if reader.span(value, is: "assistant") {
                        needs.insert(.history)
                    }
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
            return part.place
        }
    }

    /// What an object tells of itself while its members come by.
    private struct PartAtHand {
        var place = Place.other
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

    /// Calls in the order of the dialects: Messages, Chat Completions, Responses.
    private static func place(type: JSONReader.Span, _ reader: JSONReader) -> Place? {
        switch reader.length(type) {
        case 6 where reader.span(type, is: "custom"): .call
        case 8 where reader.span(type, is: "tool_use") || reader.span(type, is: "function"): .call
        case 13 where reader.span(type, is: "function_call"): .call
        case 16 where reader.span(type, is: "custom_tool_call"): .call
        case 20 where reader.span(type, is: "function_call_output"): .roundEnd
        case 23 where reader.span(type, is: "custom_tool_call_output"): .roundEnd
        default: nil
        }
    }

    private static func endsRound(role: JSONReader.Span, _ reader: JSONReader) -> Bool {
        switch reader.length(role) {
        case 4: reader.span(role, is: "user") || reader.span(role, is: "tool")
        case 8: reader.span(role, is: "function")
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
