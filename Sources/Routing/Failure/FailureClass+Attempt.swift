extension FailureClass {
    /// The class of a failure to which the provider gave no words.
    ///
    /// - Parameter kind: whose table says what a bare status means.
    package init(_ failure: AttemptFailure, at kind: ProviderAnswer.Kind, callerNamedSomething: Bool = false) {
        switch failure {
        case .nameResolution, .connectRefused, .connectTimeout, .tls, .reset, .headTimeout, .firstContentTimeout,
            .idleTimeout, .tooSlow, .attemptTimeout, .totalTimeout:
            self = .transient
        case .malformed, .cut, .unterminated, .badFrame, .encoded: self = .malformed
        case .noCredential: self = .credential
        // It failed lately, and is not asked to fail again.
        case .breakerOpen: self = .transient
        // The limit is in our settings, and so is the model that cannot take the request.
        case .modelBusy, .untranslatable: self = .ours
        // We do not ask it, however well it is.
        case .recalled: self = .ours
        case .refused: self = .contentRefused
        case .errorEvent: self = .classify(ProviderAnswer(kind: kind, status: 200), callerNamedSomething: false)
        case .status(let status):
            self = .classify(
                ProviderAnswer(kind: kind, status: status),
                callerNamedSomething: callerNamedSomething
            )
        }
    }
}
