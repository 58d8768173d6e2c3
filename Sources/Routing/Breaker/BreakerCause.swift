/// Why a breaker opened; closed, because it is a label of metrics and journal.
package enum BreakerCause: String, Sendable, CaseIterable {
    case consecutiveFailures = "consecutive_failures"
    case errorRate = "error_rate"
    case slowCalls = "slow_calls"
}
