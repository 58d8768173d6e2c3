/// What the requests to one kind of first model have shown.
struct FailoverTally: Sendable {
    /// Nanoseconds from the fault to the first byte of the substitute's answer.
    var sinceFault: [UInt64] = []
    /// Nanoseconds from the sending of the request to the first byte of its answer.
    var sinceRequest: [UInt64] = []
    /// Other than 200, lost, streams without their end, and faults that happened where none should or did not where one should.
    var faults = 0

    var json: String {
        Report.json([
            "completed": "\(sinceRequest.count)", "faults": "\(faults)", "since_fault_us": list(sinceFault),
            "since_request_us": list(sinceRequest),
        ])
    }

    private func list(_ nanoseconds: [UInt64]) -> String {
        "[" + nanoseconds.map { Report.microseconds($0) }.joined(separator: ", ") + "]"
    }
}
