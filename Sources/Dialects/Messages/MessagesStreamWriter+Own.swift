import JSON

/// What only this dialect has.
extension MessagesStreamWriter {
    /// In a stream that stays in its dialect: blocks of the vendor's own and what cites. The vendor has one block open at a
    /// time, so a server that mixes them up loses them.
    mutating func write(_ own: StreamEvent.Own, _ bytes: inout [UInt8]) {
        switch own.name {
        case "content_block" where options.isRepair && blocks.isEmpty:
            start(nil, nil, &bytes)
            stopOwn(&bytes)
            isOwnOpen = true
            frame("content_block_start", [index, JSONValue.Member("content_block", own.value)], &bytes)
        case "delta" where isOwnOpen:
            frame("content_block_delta", [index, JSONValue.Member("delta", own.value)], &bytes)
        case "delta" where options.isRepair && blocks.count == 1:
            if !blocks[0].isWritten { writeStart(&bytes) }
            frame("content_block_delta", [index, JSONValue.Member("delta", own.value)], &bytes)
        case "stop" where isOwnOpen: stopOwn(&bytes)
        default: if let field = own.field { losses.note(field) }
        }
    }

    mutating func stopOwn(_ bytes: inout [UInt8]) {
        guard isOwnOpen else { return }
        isOwnOpen = false
        frame("content_block_stop", [index], &bytes)
        nextIndex += 1
    }
}
