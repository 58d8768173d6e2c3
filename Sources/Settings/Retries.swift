/// How often the same model is asked again, and how long an exchange waits for that.
package struct Retries: Sendable, Equatable {
    /// While another model of the route stands ready: it answers sooner than a sick one recovers.
    package var sameModel = 0
    /// Of the last one: most single faults are over by then, and more would keep the caller waiting.
    package var lastModel = 1
    /// Five seconds of silence pass for thinking; a caller who is told a longer time can use it better than we can.
    package var longestWait: Duration = .seconds(5)

    package init() {}
}

extension DocumentReader {
    func readRetries(_ value: Value?) -> Retries {
        var retries = Retries()
        guard let fields = value?.section(["same_model", "last_model", "longest_wait"]) else { return retries }
        retries.sameModel = fields["same_model"]?.integer(0...10) ?? retries.sameModel
        retries.lastModel = fields["last_model"]?.integer(0...10) ?? retries.lastModel
        retries.longestWait = fields["longest_wait"]?.duration(.zero ... .seconds(3_600)) ?? retries.longestWait
        return retries
    }
}
