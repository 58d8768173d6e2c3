import NIOCore

/// The result of a load run, for people and for `bench.py`.
struct LoadSummary {
    var tally: Tally
    var isStream: Bool

    private var seconds: Double { max(1e-9, Double(tally.elapsed.nanoseconds) / 1e9) }

    var json: String {
        Report.json([
            "seconds": "\(seconds)",
            "completed": "\(tally.completed)",
            "per_second": Report.decimal(Double(tally.completed) / seconds),
            "errors": "\(tally.errors)",
            "non_200": "\(tally.otherThan200)",
            "unfinished": "\(tally.open)",
            "p50_us": Report.microseconds(tally.latency.percentile(0.5)),
            "p99_us": Report.microseconds(tally.latency.percentile(0.99)),
            "max_us": Report.microseconds(tally.latency.count > 0 ? tally.latency.maximum : nil),
            "most_open": "\(tally.mostOpen)",
            "truncated": "\(tally.truncated)",
            "frames": "\(tally.frames)",
            "frames_per_second": Report.decimal(Double(tally.frames) / seconds),
            "first_frame_p50_us": Report.microseconds(tally.firstFrame.percentile(0.5)),
            "first_frame_p99_us": Report.microseconds(tally.firstFrame.percentile(0.99)),
            "frame_delay_p50_us": Report.microseconds(tally.frameDelay.percentile(0.5)),
            "frame_delay_p99_us": Report.microseconds(tally.frameDelay.percentile(0.99)),
        ])
    }

    var text: String {
        let faults =
            "errors \(tally.errors), not 200: \(tally.otherThan200), unfinished \(tally.open)"
            + (isStream ? ", truncated \(tally.truncated)" : "")
        let rate = Report.decimal(Double(tally.completed) / seconds)
        guard isStream else {
            return """
                \(tally.completed) requests, \(rate) a second; \(faults)
                latency in us: p50 \(micro(tally.latency, 0.5)), p99 \(micro(tally.latency, 0.99)), \
                most \(Report.microseconds(tally.latency.maximum))
                """
        }
        return """
            \(tally.completed) streams, at most \(tally.mostOpen) at once; \(tally.frames) frames, \
            \(Report.decimal(Double(tally.frames) / seconds)) a second; \(faults)
            first frame in us: p50 \(micro(tally.firstFrame, 0.5)), p99 \(micro(tally.firstFrame, 0.99))
            delay of a frame in us: p50 \(micro(tally.frameDelay, 0.5)), p99 \(micro(tally.frameDelay, 0.99))
            """
    }

    private func micro(_ histogram: LatencyHistogram, _ share: Double) -> String {
        Report.microseconds(histogram.percentile(share))
    }
}
