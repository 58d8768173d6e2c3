import NIOCore

/// What a load run has seen so far.
struct Tally: Sendable {
    var completed = 0
    var otherThan200 = 0
    /// Connections refused, lost or closed in the middle of an answer, and answers that are no HTTP.
    var errors = 0
    /// Streams that ended without their terminator although their head was a 200.
    var truncated = 0
    var frames = 0
    var open = 0
    var mostOpen = 0
    var elapsed = TimeAmount.nanoseconds(0)
    var latency = LatencyHistogram()
    var firstFrame = LatencyHistogram()
    /// From the upstream's write of a frame to our reading of it.
    var frameDelay = LatencyHistogram()

    mutating func began() {
        open += 1
        mostOpen = max(mostOpen, open)
    }

    mutating func ended() {
        open -= 1
    }
}
