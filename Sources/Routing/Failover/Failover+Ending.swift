extension Failover {
    /// What the caller is told when no attempt is left.
    package struct Ending: Sendable, Equatable {
        /// The failure that tells most, with its class.
        package let failure: AttemptFailure
        package let failureClass: FailureClass
        package let isSubstitute: Bool
        /// The soonest at which a provider said that it may be asked again; nil: none said.
        package let floor: Duration?
        /// A budget of ours ended it: whoever sends the request again at once takes more than we would ourselves.
        package let isSpent: Bool

        package var answer: FailureClass.FinalAnswer { failureClass.finalAnswer(isSubstitute: isSubstitute) }

        package init(
            failure: AttemptFailure,
            failureClass: FailureClass,
            isSubstitute: Bool = false,
            floor: Duration? = nil,
            isSpent: Bool = false
        ) {
            self.failure = failure
            self.failureClass = failureClass
            self.isSubstitute = isSubstitute
            self.floor = floor
            self.isSpent = isSpent
        }

        init(_ told: Told?, floor: Duration?, isSpent: Bool) {
            self.init(
                failure: told?.failure ?? .reset,
                failureClass: told?.failureClass ?? .transient,
                isSubstitute: told?.isSubstitute ?? false,
                floor: floor,
                isSpent: isSpent
            )
        }
    }

    /// A failure on its way to being told.
    struct Told: Sendable {
        let failure: AttemptFailure
        let failureClass: FailureClass
        let isSubstitute: Bool
        let candidate: Int

        init(_ loss: Loss, isSubstitute: Bool, candidate: Int) {
            failure = loss.failure
            failureClass = loss.failureClass
            self.isSubstitute = isSubstitute
            self.candidate = candidate
        }

        /// How much it tells a caller: what a provider says of the request more than what it says of itself, that more
        /// than what it says of our account, and any word more than a dead connection. Of equal ones the first is told.
        var weight: Int {
            switch failure {
            case .status, .errorEvent, .refused: weightOfWords
            case .modelBusy, .breakerOpen: 1
            // It will not be over by the next request.
            case .recalled: 2
            // It says what a model could not have done; that another one is down says when to ask again.
            case .untranslatable: -1
            case .nameResolution, .connectRefused, .connectTimeout, .tls, .reset, .headTimeout, .firstContentTimeout,
                .idleTimeout, .tooSlow, .attemptTimeout, .totalTimeout, .malformed, .cut, .unterminated, .badFrame,
                .encoded, .noCredential:
                0
            }
        }

        private var weightOfWords: Int {
            switch failureClass {
            case .contentRefused: 6
            // A substitute's objection is no news to the caller.
            case .callersFault, .contextTooLong: isSubstitute ? 0 : 5
            case .rateLimited: 4
            case .transient, .overloaded: 3
            case .quota, .credential, .modelGone, .region, .ours: 2
            case .malformed: 0
            }
        }
    }
}
