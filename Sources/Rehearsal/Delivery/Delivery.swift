/// How an answer goes out: its bytes with the delays between them and with the fault that is due, as a list of steps.
package enum Delivery {
    package static func steps(
        _ reply: RehearsalReply,
        _ behaviour: RehearsalBehaviour,
        fault: RehearsalFault.Kind?
    ) -> [DeliveryStep] {
        switch fault {
        case .reset: return [.reset]
        case .hang: return [.silence]
        // A status is a reply of its own, chosen before.
        case .status, .cut, .stall, .malformed, .unterminated, nil: break
        }
        switch reply.content {
        case .plain(let body, let pieces): return plain(reply, body, pieces, behaviour, fault)
        case .stream(let frames): return stream(reply, frames, behaviour, fault)
        }
    }

    // MARK: Plain

    private static func plain(
        _ reply: RehearsalReply,
        _ body: [UInt8],
        _ pieces: Int,
        _ behaviour: RehearsalBehaviour,
        _ fault: RehearsalFault.Kind?
    ) -> [DeliveryStep] {
        let time = pieces == 0 ? .zero : behaviour.firstToken + behaviour.betweenTokens * max(0, pieces - 1)
        let half = Array(body.prefix(body.count / 2))
        let rest: [DeliveryStep] =
            switch fault {
            case .cut: [.head(head(reply, length: body.count)), .bytes(half), .close]
            case .stall: [.head(head(reply, length: body.count)), .bytes(half), .silence]
            case .malformed: [.head(head(reply, length: notJSON.count)), .bytes(notJSON), .end]
            case .unterminated: [.head(head(reply, length: half.count)), .bytes(half), .end]
            case .status, .reset, .hang, nil: [.head(head(reply, length: body.count)), .bytes(body), .end]
            }
        return wait(time) + rest
    }

    // MARK: Streams

    private static func stream(
        _ reply: RehearsalReply,
        _ frames: [RehearsalReply.Frame],
        _ behaviour: RehearsalBehaviour,
        _ fault: RehearsalFault.Kind?
    ) -> [DeliveryStep] {
        let (after, ending) = ending(fault)
        var steps: [DeliveryStep] = [.head(head(reply, length: nil))]
        var sent = 0
        let limit = after.map { min($0, frames.count(where: \.isContent)) }
        for frame in frames {
            if frame.isContent {
                if sent == limit { return steps + ending }
                steps += wait(sent == 0 ? behaviour.firstToken : behaviour.betweenTokens)
                sent += 1
                steps.append(.bytes(frame.bytes))
                if sent == limit { return steps + ending }
            } else {
                steps.append(.bytes(frame.bytes))
            }
        }
        // A stream without content fails where its content would be missed: behind everything but its end.
        return limit == nil ? steps + [.end] : steps.dropLast() + ending
    }

    private static func ending(_ fault: RehearsalFault.Kind?) -> (after: Int?, steps: [DeliveryStep]) {
        switch fault {
        case .cut(let after): (after, [.close])
        case .stall(let after): (after, [.silence])
        case .malformed(let after): (after, [.bytes(Array("data: ".utf8) + notJSON + Array("\n\n".utf8)), .end])
        case .unterminated(let after): (after, [.end])
        case .status, .reset, .hang, nil: (nil, [])
        }
    }

    // MARK: Parts

    private static let notJSON = Array(#"{"this is": no JSON"#.utf8)

    private static func wait(_ time: Duration) -> [DeliveryStep] {
        time > .zero ? [.wait(time)] : []
    }

    /// - Parameter length: of the body; nil for a stream, whose length nobody knows.
    private static func head(_ reply: RehearsalReply, length: Int?) -> DeliveryStep.Head {
        var fields: [DeliveryStep.Head.Field] = [
            .init("holdfast-rehearsal", "yes"),
            // Either vendor's name for it.
            .init("x-request-id", reply.requestID),
            .init("request-id", reply.requestID),
        ]
        if let length {
            fields.append(.init("content-type", "application/json"))
            fields.append(.init("content-length", String(length)))
        } else {
            fields.append(.init("content-type", "text/event-stream; charset=utf-8"))
            fields.append(.init("cache-control", "no-cache"))
            fields.append(.init("transfer-encoding", "chunked"))
        }
        if let seconds = reply.retryAfter { fields.append(.init("retry-after", String(seconds))) }
        return .init(status: reply.status, fields: fields)
    }
}
