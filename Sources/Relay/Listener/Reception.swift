import Dialects
import Domain

/// What a head asks of the service listener, before anybody asks who sent it. Pure: bytes and snapshot in, answer out.
enum Reception: Equatable {
    case operation(Operation)
    case models(String?)
    case preflight
    case refused(Refusal)

    struct Form: Equatable {
        var what: Reception
        var vendor: Vendor
        /// The configured origin that sent the request, to be named in the answer.
        var allowedOrigin: String?
    }

    static func check(_ head: RequestHead, _ bytes: Bytes, _ snapshot: Snapshot) -> Form {
        let vendor = head.vendor(bytes)
        var allowedOrigin: String?
        // A page that another site serves must not reach us through its visitor's browser, by name or by address.
        if let host = head.host, !isServed(bytes, hostName(bytes, host), by: snapshot) {
            return Form(
                what: .refused(
                    Refusal(
                        .hostRefused,
                        "This `Host` is not served here. Add it to `listeners.service.hosts` if it should be."
                    )
                ),
                vendor: vendor
            )
        }
        if let origin = head.origin {
            let text = bytes.string(origin)
            guard snapshot.origins.contains(text) else {
                return Form(
                    what: .refused(
                        Refusal(
                            .originRefused,
                            "Requests from this `Origin` are not allowed. Add it to `listeners.service.origins` if they should be."
                        )
                    ),
                    vendor: vendor
                )
            }
            allowedOrigin = text
            if head.method == .options { return Form(what: .preflight, vendor: vendor, allowedOrigin: text) }
        }
        return Form(what: target(head, bytes), vendor: vendor, allowedOrigin: allowedOrigin)
    }

    private static func target(_ head: RequestHead, _ bytes: Bytes) -> Reception {
        guard let path = ServicePath(bytes, head.path) else {
            return .refused(Refusal(.unknownPath, "Nothing is served at this path. These are: \(ServicePath.list)."))
        }
        switch (path, head.method) {
        case (.operation(let operation), .post): return .operation(operation)
        case (.models, .get): return .models(nil)
        case (.model(let name), .get): return .models(bytes.percentDecoded(name))
        case (.operation, _): return .refused(Refusal(.methodNotAllowed, "This path takes POST only."))
        case (.models, _), (.model, _): return .refused(Refusal(.methodNotAllowed, "This path takes GET only."))
        }
    }

    /// Without port; address literals of version 6 keep their brackets.
    private static func hostName(_ bytes: Bytes, _ host: Piece) -> Piece {
        let isLiteral = !host.isEmpty && bytes[host.lowerBound] == UInt8(ascii: "[")
        let end = host.first { bytes[$0] == (isLiteral ? UInt8(ascii: "]") : .colon) }
        return host.lowerBound..<(end.map { isLiteral ? $0 + 1 : $0 } ?? host.upperBound)
    }

    private static func isServed(_ bytes: Bytes, _ name: Piece, by snapshot: Snapshot) -> Bool {
        for host in snapshot.hosts where host.count == name.count {
            if zip(name, host).allSatisfy({ bytes[$0].lowercased == $1 }) { return true }
        }
        return false
    }
}
