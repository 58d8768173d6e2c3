package import Control
package import Settings
package import Statistics

/// What is to be watched, worked out anew from the settings and the ledger: which model on which route, how often, and what its
/// answers are measured against.
package struct WatchPlan: Sendable, Equatable {
    package struct Entry: Sendable, Equatable {
        package var place: WatchPlace
        package var policy: String
        /// The certificate that the streams are measured against; nil: none stands.
        package var certificate: String?
        package var watching: Route.Watching
        package var streams: [WatchStream.Name: WatchStream.Baseline]
        /// Packs that are to be tried and cannot be read.
        package var unreadable: [String]
    }

    /// In the order of their places.
    package let entries: [Entry]
    /// Of the streams of probes; nil: nothing is watched.
    package let budget: FleetBudget?
    /// Where the streams of live traffic warn and alarm; nil: nothing is watched.
    package let liveLines: WatchLines?

    /// - Parameters:
    ///   - hashes: of each policy as it stands, and of each pack's content.
    ///   - candidate: as certificates know a model.
    ///   - now: Unix milliseconds.
    package init(
        _ settings: Settings,
        _ gate: GateState,
        policyHashes: [String: String],
        packHashes: [String: String],
        candidate: (Model) -> GateState.Candidate,
        now: UInt64
    ) {
        var entries: [Entry] = []
        for route in settings.routes {
            guard let watching = route.watch, let name = route.requirement?.policy,
                let policy = settings.policies.first(where: { $0.name == name })
            else { continue }
            for model in settings.models where route.serve.contains(model.name) && route.boundary.holds(model) {
                let standing = gate.standing(
                    of: candidate(model),
                    under: name,
                    hash: policyHashes[name] ?? "",
                    now: now
                )
                let certificate = standing.certifying.flatMap { gate.certificates[$0]?.certificate }
                var streams: [WatchStream.Name: WatchStream.Baseline] = [:]
                let rules = policy.packs.map { ($0.pack, $0.ceiling) } + watching.packs.map { ($0, Watch.usualRate) }
                var unreadable: [String] = []
                for (pack, ceiling) in rules {
                    guard let hash = packHashes[pack] else {
                        unreadable.append(pack)
                        continue
                    }
                    let stream = WatchStream.Name(model: model.name, policy: name, pack: pack)
                    guard streams[stream] == nil else { continue }
                    streams[stream] = Self.baseline(certificate, pack, hash, ceiling: ceiling)
                }
                entries.append(
                    Entry(
                        place: WatchPlace(route: route.name, model: model.name),
                        policy: name,
                        certificate: certificate?.id,
                        watching: watching,
                        streams: streams,
                        unreadable: unreadable
                    )
                )
            }
        }
        self.entries = entries.sorted { $0.place < $1.place }
        // Half of the false alarms that there may be are the probes', half are live traffic's.
        let days = 2 * Double(settings.watch.falseAlarmEvery.components.seconds) / 86_400
        budget = FleetBudget(
            daysBetweenFalseAlarms: days,
            trialsPerDay: Double(entries.reduce(0) { $0 + $1.watching.probesPerDay }),
            streams: Set(entries.flatMap(\.streams.keys)).count
        )
        let live = Set(entries.map(\.place.model)).count * LiveStreams.Kind.allCases.count
        liveLines = FleetBudget(
            daysBetweenFalseAlarms: days,
            trialsPerDay: Double(live * Watcher.livePerDay),
            streams: live
        ).map { WatchLines(warn: $0.warn, act: $0.act) }
    }

    /// What a certificate says of another edition of the pack is no promise about this one.
    private static func baseline(_ certificate: Certificate?, _ pack: String, _ hash: String, ceiling: Int)
        -> WatchStream.Baseline
    {
        let result = certificate?.packs.first { $0.pack == pack && $0.hash == hash }
        guard let certificate, let rate = result?.rate else {
            return WatchStream.Baseline(certificate: nil, packHash: hash, rate: ceiling)
        }
        return WatchStream.Baseline(certificate: certificate.id, packHash: hash, rate: rate.high)
    }

    package subscript(place: WatchPlace) -> Entry? { entries.first { $0.place == place } }
}

extension GateState.Standing {
    /// The certificate whose numbers still say something of the model.
    fileprivate var certifying: String? {
        switch self {
        case .valid(let id, _), .stale(let id, _): id
        case .missing, .refused, .void: nil
        }
    }
}
