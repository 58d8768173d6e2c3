import NIOCore

/// One Chat Completions request as an SDK would send it, made once and written many times.
struct LoadRequest: Sendable {
    var model = "bench"
    var key: String?
    /// Exact length of the JSON body, unless the fixed parts alone are longer.
    var bodyLength = 1300
    var stream: StreamOrder.Pace?

    func bytes(for target: LoadTarget) -> ByteBuffer {
        let body = body()
        var head = "POST \(target.path) HTTP/1.1\r\nhost: \(target.host):\(target.port)\r\n"
        if let key { head += "authorization: Bearer \(key)\r\n" }
        head += "accept: application/json\r\ncontent-type: application/json\r\nuser-agent: workbench\r\n"
        head += "content-length: \(body.utf8.count)\r\n\r\n"
        return ByteBuffer(string: head + body)
    }

    func body() -> String {
        var before = #"{"model":"\#(model)","temperature":0.2,"max_tokens":256,"#
        if let stream {
            before += #""stream":true,"metadata":{"\#(StreamOrder.framesKey)":"\#(stream.frames)","#
            before += #""\#(StreamOrder.intervalKey)":"\#(stream.interval.nanoseconds / 1000)"},"#
        }
        before += #""messages":[{"role":"system","content":"You answer briefly."},{"role":"user","content":""#
        let after = #""}]}"#
        return before + CannedAnswers.words(bodyLength - before.utf8.count - after.utf8.count) + after
    }
}
