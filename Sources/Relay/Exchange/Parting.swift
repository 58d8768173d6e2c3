import NIOCore
import Routing

/// What an error answer says about sending the request again, in place of what its provider said.
struct Parting {
    /// Seconds; nil: the provider's own fields stand.
    let retryAfter: Int?
    /// A budget of ours is spent: the caller's SDK is told not to retry by itself.
    let isSpent: Bool

    /// The provider whose error is told may not be the one that can be asked soonest, and may have said its time in
    /// fields that do not come back.
    init(_ ending: Failover.Ending, _ kept: KeptError, nowUnixSeconds: Int64) {
        isSpent = ending.isSpent
        let own = RetryAdvice(kept.head, nowUnixSeconds: nowUnixSeconds)
        let isOwn = own.floor == ending.floor && kept.head.tellsRetryAfter
        // What does not change with time is not worth another try, whatever other providers said.
        retryAfter =
            isOwn || !ending.failureClass.retriesSameModel ? nil : ending.retryAfter ?? Failover.Ending.usualWait
    }

    func replaces(_ name: Bytes) -> Bool {
        retryAfter != nil && (name.matches("retry-after") || name.matches("retry-after-ms"))
            || isSpent && name.matches("x-should-retry")
    }

    func write(to writer: inout TextWriter) {
        if let retryAfter {
            writer.write("retry-after: ")
            writer.write(retryAfter)
            writer.write("\r\n")
        }
        if isSpent { writer.write(Self.shouldNotRetry) }
    }

    static let shouldNotRetry: StaticString = "x-should-retry: false\r\n"
}

extension ResponseHead {
    fileprivate var tellsRetryAfter: Bool {
        var isTold = false
        bytes.withUnsafeReadableBytes { bytes in
            Fields.walkChecked(bytes, from: fieldsStart, to: bytes.count) { name, _ in
                let name = Bytes(rebasing: bytes[name])
                if name.matches("retry-after") || name.matches("retry-after-ms") { isTold = true }
            }
        }
        return isTold
    }
}

extension RetryAdvice {
    init(_ head: ResponseHead, nowUnixSeconds: Int64) {
        var fields: [(name: String, value: String)] = []
        head.bytes.withUnsafeReadableBytes { bytes in
            Fields.walkChecked(bytes, from: head.fieldsStart, to: bytes.count) { name, line in
                let value = bytes.trimmed((name.upperBound + 1)..<(line.upperBound - 2))
                fields.append((bytes.string(name), bytes.string(value)))
            }
        }
        self.init(fields: fields, nowUnixSeconds: nowUnixSeconds)
    }
}

extension UnsafeRawBufferPointer {
    fileprivate func matches(_ name: StaticString) -> Bool { equals(0..<count, name) }
}
