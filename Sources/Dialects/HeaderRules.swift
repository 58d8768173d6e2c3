/// Which header fields travel, in which direction. Everything that is not named stays behind: credentials, cookies,
/// account names, hop-by-hop fields, and whatever will be invented next.
package enum HeaderRules {
    /// Whether a request's field goes up. Host, length, content type, credentials, trace context and `accept-encoding` are the relay's
    /// own to write.
    package static func travelsUpstream(_ name: UnsafeRawBufferPointer, _ dialect: Dialect) -> Bool {
        travelsAnywhere(name) || requestFields[dialect.place].contains { equals(name, $0) }
    }

    private static let requestFields = Dialect.allCases.map(\.profile.requestFields)
    private static let answerFields = Dialect.allCases.map(\.profile.answerFields)

    /// Whether a request's field goes up in whatever dialect.
    package static func travelsAnywhere(_ name: UnsafeRawBufferPointer) -> Bool {
        switch name.count {
        case 6: return equals(name, "accept")
        case 15: return equals(name, "idempotency-key")
        default: return false
        }
    }

    /// Whether an answer's field comes back. A provider's rate limits are the operator's account, not the caller's; its
    /// request id comes back under a name of ours.
    package static func travelsBack(_ name: UnsafeRawBufferPointer, _ dialect: Dialect) -> Bool {
        switch name.count {
        case 11: return equals(name, "retry-after")
        case 12: return equals(name, "content-type")
        case 13: return equals(name, "cache-control")
        case 14: return equals(name, "retry-after-ms") || equals(name, "x-should-retry")
        case 18: return equals(name, "holdfast-rehearsal")
        default: return answerFields[dialect.place].contains { equals(name, $0) }
        }
    }

    /// `expected` must be lower case, made of letters, digits and `-`; names were checked when they arrived.
    @inline(__always)
    private static func equals(_ name: UnsafeRawBufferPointer, _ expected: StaticString) -> Bool {
        guard name.count == expected.utf8CodeUnitCount else { return false }
        for index in 0..<name.count where name[index] | 0x20 != expected.utf8Start[index] { return false }
        return true
    }
}
