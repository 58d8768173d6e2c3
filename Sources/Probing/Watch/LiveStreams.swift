import JSON
package import Statistics

/// The streams that one model's live traffic makes: failures, refusals, cut and slow answers, each against what was usual when its
/// certificate was new.
///
/// The first `learning` answers after a certificate say what is usual: the upper bound of each rate there is the baseline, and
/// stays so as long as the certificate does. Slow is an answer above the 95th percentile of those. Before that nothing alarms.
package struct LiveStreams: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case errors, refusals, truncation, latency

        /// As alarms name it.
        package var stream: String { "live:\(rawValue)" }

        fileprivate func isHit(_ answer: LiveAnswer, slow: Int?) -> Bool? {
            switch self {
            case .errors: answer.failed
            case .refusals: answer.failed ? nil : answer.refused
            case .truncation: answer.failed ? nil : answer.truncated
            case .latency: answer.microseconds.flatMap { took in slow.map { took > $0 } }
            }
        }
    }

    package struct Stream: Sendable, Equatable {
        /// While it learns; then those that the baseline was made of.
        package fileprivate(set) var learned = Count.none
        /// nil: it still learns.
        package fileprivate(set) var detector: ShiryaevRoberts?
        package fileprivate(set) var hits = 0
        /// Since the detector began.
        fileprivate var newHits = 0
        package fileprivate(set) var told = WatchStream.Level.calm
        /// Trials since it alarmed last; nil: nothing is to be cleared.
        package fileprivate(set) var sinceAlarm: Int?

        fileprivate mutating func beginAnew() {
            detector = detector.flatMap { ShiryaevRoberts(baseline: $0.baseline) }
            newHits = 0
        }

        package var evidence: Int { max(0, Int((max(0, detector?.logStatistic ?? 0) * 1000).rounded())) }
    }

    /// What an alarm rests on: the answers since the detector began, and ln R in thousandths.
    package struct Judged: Sendable, Equatable {
        package var trials: Int
        package var hits: Int
        package var evidence: Int
    }

    /// What is new after an answer.
    package enum Change: Sendable, Equatable {
        case level(Kind, WatchStream.Level, Judged)
        /// It has been calm for so long that what alarmed is over.
        case calm(Kind)
    }

    package static let learning = 500
    /// So many calm answers after an alarm, and it is over.
    private static let calming = 300
    private static let confidence = Confidence(0.99) ?? .ninetyFive

    /// The certificate that was new when it began; nil: there was none.
    package let certificate: String?
    package private(set) var streams: [Kind: Stream]
    /// Of the answers that say what is usual, until they are enough.
    private var took: [Int] = []
    /// Above it an answer is slow, microseconds; nil: not known yet.
    package private(set) var slow: Int?

    package init(certificate: String?) {
        self.certificate = certificate
        streams = Dictionary(uniqueKeysWithValues: Kind.allCases.map { ($0, Stream()) })
    }

    package mutating func add(_ answer: LiveAnswer, _ lines: WatchLines) -> [Change] {
        learnSpeed(answer)
        return Kind.allCases.compactMap { kind in
            kind.isHit(answer, slow: slow).flatMap { add($0, to: kind, lines) }
        }
    }

    private mutating func learnSpeed(_ answer: LiveAnswer) {
        guard slow == nil, let microseconds = answer.microseconds else { return }
        took.append(microseconds)
        guard took.count >= Self.learning else { return }
        slow = took.sorted()[Self.learning * 95 / 100]
        // Of those that it was drawn from one in twenty lies above it, as far as so many can tell.
        let above = took.count { $0 > slow ?? .max }
        let bound = ClopperPearson.upperBound(Count(hits: above, of: took.count), confidence: Self.confidence)
        streams[.latency]?.detector = ShiryaevRoberts(baseline: bound)
        streams[.latency]?.learned = Count(hits: above, of: took.count)
        took = []
    }

    private mutating func add(_ isHit: Bool, to kind: Kind, _ lines: WatchLines) -> Change? {
        guard var stream = streams[kind] else { return nil }
        defer { streams[kind] = stream }
        guard var detector = stream.detector else {
            guard kind != .latency else { return nil }
            stream.learned.add(isHit)
            if stream.learned.scored >= Self.learning {
                let bound = ClopperPearson.upperBound(stream.learned, confidence: Self.confidence)
                stream.detector = ShiryaevRoberts(baseline: bound)
            }
            return nil
        }
        detector.add(isHit)
        stream.detector = detector
        if isHit {
            stream.hits += 1
            stream.newHits += 1
        }
        let judged = Judged(trials: detector.trials, hits: stream.newHits, evidence: stream.evidence)
        let level: WatchStream.Level =
            detector.hasReached(lines.act) ? .act : detector.hasReached(lines.warn) ? .warn : .calm
        // While the trouble lasts it counts anew at each line: evidence heaped up for hours would take days to wear off.
        if level == .act, stream.told == .act {
            stream.beginAnew()
            stream.sinceAlarm = 0
            return nil
        }
        if level > stream.told {
            stream.told = level
            stream.sinceAlarm = 0
            // It counts anew, so that an alarm is over when what it was about is.
            if level == .act { stream.beginAnew() }
            return .level(kind, level, judged)
        }
        if let since = stream.sinceAlarm {
            // Whoever is still on the way to the next alarm is not calm.
            stream.sinceAlarm = level == .calm && detector.logStatistic < lines.warn.logThreshold / 2 ? since + 1 : 0
            if since + 1 >= Self.calming, stream.sinceAlarm != 0 {
                stream.sinceAlarm = nil
                stream.told = .calm
                return .calm(kind)
            }
        }
        return nil
    }
}

// MARK: As text

extension LiveStreams {
    private static let version = 1

    package var text: String {
        let value = JSONValue.object(
            ("version", .integer(Self.version)),
            ("certificate", certificate.map { .string($0) }),
            ("slow", slow.map { .integer($0) }),
            ("took", .array(took.map { .integer($0) })),
            (
                "streams",
                .array(
                    streams.sorted { $0.key.rawValue < $1.key.rawValue }.map { kind, stream in
                        .object(
                            ("kind", .string(kind.rawValue)),
                            ("learned_hits", .integer(stream.learned.hits)),
                            ("learned", .integer(stream.learned.scored)),
                            ("hits", .integer(stream.hits)),
                            ("new_hits", .integer(stream.newHits)),
                            ("told", .string(stream.told.rawValue)),
                            ("since", stream.sinceAlarm.map { .integer($0) }),
                            (
                                "detector",
                                stream.detector.map { .array($0.words.map { .string(String($0, radix: 16)) }) }
                            )
                        )
                    }
                )
            )
        )
        return String(decoding: value.bytes, as: UTF8.self)
    }

    /// nil for a text that is none of this layout.
    package init?(text: String) {
        guard let value = try? JSONValue(parsing: Array(text.utf8)), value["version"]?.integer == Self.version,
            let streams = value["streams"]?.elements
        else { return nil }
        self.init(certificate: value["certificate"]?.string)
        slow = value["slow"]?.integer
        took = value["took"]?.elements?.compactMap(\.integer) ?? []
        for stream in streams {
            guard let kind = stream["kind"]?.string.flatMap({ Kind(rawValue: $0) }) else { return nil }
            var known = Stream()
            let (hits, scored) = (stream["learned_hits"]?.integer ?? 0, stream["learned"]?.integer ?? 0)
            guard hits >= 0, hits <= scored else { return nil }
            known.learned = Count(hits: hits, of: scored)
            known.hits = stream["hits"]?.integer ?? 0
            known.newHits = stream["new_hits"]?.integer ?? 0
            known.told = stream["told"]?.string.flatMap { WatchStream.Level(rawValue: $0) } ?? .calm
            known.sinceAlarm = stream["since"]?.integer
            if let words = stream["detector"]?.elements?.compactMap({ UInt64($0.string ?? "", radix: 16) }) {
                guard let detector = ShiryaevRoberts(words: words) else { return nil }
                known.detector = detector
            }
            self.streams[kind] = known
        }
    }
}
