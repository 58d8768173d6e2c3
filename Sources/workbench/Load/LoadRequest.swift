import NIOCore

/// One request as an SDK would send it, made once and written many times.
struct LoadRequest: Sendable {
    var model = "bench"
    var key: String?
    /// Exact length of the JSON body, unless the fixed parts alone are longer.
    var bodyLength = 1300
    var stream: StreamOrder.Pace?
    var dialect = LoadDialect.chatCompletions

    func bytes(for target: LoadTarget) -> ByteBuffer {
        let body = body()
        var head = "POST \(target.path) HTTP/1.1\r\nhost: \(target.host):\(target.port)\r\n"
        if let key { head += "authorization: Bearer \(key)\r\n" }
        if dialect == .messages { head += "anthropic-version: 2023-06-01\r\n" }
        head += "accept: application/json\r\ncontent-type: application/json\r\nuser-agent: workbench\r\n"
        head += "content-length: \(body.utf8.count)\r\n\r\n"
        return ByteBuffer(string: head + body)
    }

    func body() -> String {
        var before = #"{"model":"\#(model)","temperature":0.2,"max_tokens":256,"#
        if let stream { before += #""stream":true,"metadata":{\#(order(stream))},"# }
        let conversation =
            switch dialect {
            case .chatCompletions:
                #""messages":[{"role":"system","content":"You answer briefly."},{"role":"user","content":""#
            case .messages: #""system":"You answer briefly.","messages":[{"role":"user","content":""#
            }
        before += conversation
        let after = #""}]}"#
        return before + CannedAnswers.words(bodyLength - before.utf8.count - after.utf8.count) + after
    }

    /// What the upstream is to send, in a field of the dialect that a translation keeps.
    private func order(_ stream: StreamOrder.Pace) -> String {
        let interval = stream.interval.nanoseconds / 1000
        return switch dialect {
        case .chatCompletions:
            #""\#(StreamOrder.framesKey)":"\#(stream.frames)","\#(StreamOrder.intervalKey)":"\#(interval)""#
        case .messages: #""user_id":"\#(StreamOrder.userMark)\#(stream.frames)-\#(interval)""#
        }
    }
}
