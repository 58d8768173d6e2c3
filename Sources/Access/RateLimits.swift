import Synchronization

/// Requests per minute of one key, as the generic cell rate algorithm (ITU-T I.371): one number, no buckets to refill.
///
/// The number is the time at which the key would be idle again. A full minute's allowance may be used at once; after
/// that requests pass at the limit's own pace.
package final class RateLimit: Sendable {
    package struct Decision: Sendable, Equatable {
        package var allowed: Bool
        package var limit: Int
        package var remaining: Int
        /// Until the whole allowance is back.
        package var resetSeconds: Int
        /// Until the next request would pass; 0 when this one did.
        package var retryAfterSeconds: Int
    }

    private static let minute: UInt64 = 60_000_000_000

    private let idleAt = Atomic<UInt64>(0)

    package init() {}

    /// - Parameter limit: taken for 1 when it is smaller.
    /// - Parameter now: nanoseconds of a clock that never goes back.
    package func admit(limit: Int, now: UInt64) -> Decision {
        let step = max(1, Self.minute / UInt64(max(1, limit)))
        var seen = idleAt.load(ordering: .relaxed)
        while true {
            let start = max(seen, now)
            let next = start + step
            guard next - now <= Self.minute else {
                return Decision(
                    allowed: false,
                    limit: limit,
                    remaining: 0,
                    resetSeconds: Self.seconds(seen - now),
                    retryAfterSeconds: max(1, Self.seconds(next - now - Self.minute))
                )
            }
            let (exchanged, original) = idleAt.compareExchange(expected: seen, desired: next, ordering: .relaxed)
            if exchanged {
                return Decision(
                    allowed: true,
                    limit: limit,
                    remaining: Int((Self.minute - (next - now)) / step),
                    resetSeconds: Self.seconds(next - now),
                    retryAfterSeconds: 0
                )
            }
            seen = original
        }
    }

    private static func seconds(_ nanoseconds: UInt64) -> Int { Int((nanoseconds + 999_999_999) / 1_000_000_000) }
}

/// The limits of all keys; they outlive every table of keys, so that a reload forgives nobody.
package final class RateLimits: Sendable {
    private let limits = Mutex<[String: RateLimit]>([:])
    private let now: @Sendable () -> UInt64

    package init(now: @escaping @Sendable () -> UInt64) {
        self.now = now
    }

    package func admit(key: String, requestsPerMinute: Int) -> RateLimit.Decision {
        let limit = limits.withLock { limits in
            if let known = limits[key] { return known }
            let made = RateLimit()
            limits[key] = made
            return made
        }
        return limit.admit(limit: requestsPerMinute, now: now())
    }
}
