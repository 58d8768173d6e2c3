import JSON
import Statistics

/// As it is kept across restarts: with the detector's own words, so that it goes on bit for bit.
extension WatchStream {
    private static let version = 1

    package var text: String {
        let value = JSONValue.object(
            ("version", .integer(Self.version)),
            ("model", .string(name.model)),
            ("policy", .string(name.policy)),
            ("pack", .string(name.pack)),
            ("certificate", baseline.certificate.map { .string($0) }),
            ("pack_hash", .string(baseline.packHash)),
            ("rate", .integer(baseline.rate)),
            ("detector", .array(detector.words.map { .string(String($0, radix: 16)) })),
            ("next", .integer(next)),
            ("hits", .integer(hits)),
            ("scored", .integer(scored)),
            ("unscored", .integer(unscored)),
            ("errors", .integer(errors)),
            ("last_at", lastAt.map { .string(String($0)) }),
            ("told", .string(told.rawValue)),
            ("suspects", .array(suspects.map { .string($0) })),
            ("curve", .array(curve.map { .array([.string(String($0.at)), .integer($0.evidence)]) }))
        )
        return String(decoding: value.bytes, as: UTF8.self)
    }

    /// nil for a text that is no stream of this layout.
    package init?(text: String) {
        guard let value = try? JSONValue(parsing: Array(text.utf8)), value["version"]?.integer == Self.version,
            let model = value["model"]?.string, let policy = value["policy"]?.string, let pack = value["pack"]?.string,
            let hash = value["pack_hash"]?.string, let rate = value["rate"]?.integer,
            let words = value["detector"]?.elements?.map({ UInt64($0.string ?? "", radix: 16) }),
            !words.contains(nil), let detector = ShiryaevRoberts(words: words.compactMap(\.self)),
            let next = value["next"]?.integer, let told = value["told"]?.string.flatMap({ Level(rawValue: $0) })
        else { return nil }
        self.init(
            Name(model: model, policy: policy, pack: pack),
            Baseline(certificate: value["certificate"]?.string, packHash: hash, rate: rate),
            detector
        )
        self.next = next
        hits = value["hits"]?.integer ?? 0
        scored = value["scored"]?.integer ?? 0
        unscored = value["unscored"]?.integer ?? 0
        errors = value["errors"]?.integer ?? 0
        lastAt = value["last_at"]?.string.flatMap { UInt64($0) }
        self.told = told
        suspects = value["suspects"]?.elements?.compactMap(\.string) ?? []
        curve = value["curve"]?.elements?.compactMap(Self.point) ?? []
    }

    private static func point(_ value: JSONValue) -> Point? {
        guard let pair = value.elements, pair.count == 2, let at = pair[0].string.flatMap({ UInt64($0) }),
            let evidence = pair[1].integer
        else { return nil }
        return Point(at: at, evidence: evidence)
    }
}
