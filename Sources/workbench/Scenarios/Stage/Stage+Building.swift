import HoldfastTesting

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Stage {
    /// Sets everything up that one form of one part needs, plays it, and takes it down. Nothing is shared with another
    /// form: no breaker, no budget and no connection remembers what happened there.
    static func play(
        _ part: Scenario.Part,
        _ form: Form,
        before subject: Subject,
        _ binary: String?,
        _ vocabulary: Vocabulary,
        _ judge: Judge
    ) async throws {
        let sick = try await ScriptedProvider.start(.good(Role.sick.text))
        let well = try await ScriptedProvider.start(.good(Role.well.text))
        let third = try await ScriptedProvider.start(.good(Role.third.text))
        let elsewhere = try await part.settings.elsewhere?(sick)
        let providers: [Role: ScriptedProvider] = [.sick: sick, .well: well, .third: third]
        let settings = part.settings.gateway(providers, elsewhere?.base, form, vocabulary)
        let ports = part.settings.cast.compactMap { role in
            (role == .sick ? elsewhere?.port : nil) ?? providers[role]?.port
        }
        let clock = part.settings.hasShiftedClock && subject == .holdfast ? try await ShiftedClock.make() : nil
        let environment = part.settings.environment.merging(clock?.environment ?? [:]) { $1 }
        try await withSubject(subject, ports, settings, environment, binary) { port, gateway in
            try await part.play(
                Stage(
                    subject: subject,
                    sick: sick,
                    well: well,
                    third: third,
                    cast: part.settings.cast,
                    isWritten: part.settings.continues,
                    port: port,
                    gateway: gateway,
                    document: settings,
                    clock: clock,
                    form: form,
                    judge: judge
                )
            )
        }
        withExtendedLifetime(elsewhere) {}
        for provider in [sick, well, third] { await provider.stop() }
    }

    private static func withSubject(
        _ subject: Subject,
        _ ports: [Int],
        _ settings: GatewaySettings,
        _ environment: [String: String],
        _ binary: String?,
        _ body: (Int, GatewayProcess?) async throws -> Void
    ) async throws {
        switch subject {
        case .direct: try await body(ports.first ?? 0, nil)
        case .holdfast:
            try await GatewayProcess.with(settings, environment: environment, binary: binary) { gateway in
                try await body(gateway.servicePort, gateway)
            }
        case .nginx:
            let nginx = try await NginxProcess.start(before: ports)
            // It was born with SIGTERM blocked, as every thread of ours is, and would outlive us.
            defer { nginx.process.signal(SIGKILL) }
            try await body(nginx.port, nil)
        }
    }
}
