/// What an admission queue has done since the process began; only ever grows.
package struct AdmissionCounts: Sendable, Equatable {
    package var arrived: UInt64 = 0
    package var started: UInt64 = 0
    package var queueFull: UInt64 = 0
    package var tooLate: UInt64 = 0
    package var expired: UInt64 = 0
    package var displaced: UInt64 = 0
    /// Left while they waited.
    package var left: UInt64 = 0

    package init() {}

    package var refused: UInt64 { queueFull + tooLate + expired + displaced }

    mutating func count(_ refusal: AdmissionRefusal) {
        switch refusal {
        case .queueFull: queueFull += 1
        case .tooLate: tooLate += 1
        case .expired: expired += 1
        case .displaced: displaced += 1
        }
    }
}
