import JSON

/// One dialect's way to tell what was said: at once, or as a stream that adds up to the same.
protocol DialectAnswer {
    var body: JSONValue { get }
    var frames: [RehearsalReply.Frame] { get }
}

extension RehearsalReply.Frame {
    /// - Parameter event: nil for dialects that name no events.
    init(event: String? = nil, _ data: JSONValue, isContent: Bool = false) {
        var bytes: [UInt8] = []
        if let event { bytes.append(contentsOf: "event: \(event)\n".utf8) }
        bytes.append(contentsOf: "data: ".utf8)
        data.write(to: &bytes)
        bytes.append(contentsOf: "\n\n".utf8)
        self.init(bytes: bytes, isContent: isContent)
    }
}
