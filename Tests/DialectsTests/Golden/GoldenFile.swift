import Dialects
import Domain
import Foundation
import Testing

/// What came out, as a file that people review. `HOLDFAST_RECORD=1` writes it anew; otherwise it is compared byte for
/// byte.
enum GoldenFile {
    static let isRecording = ProcessInfo.processInfo.environment["HOLDFAST_RECORD"] == "1"

    /// - Parameter path: below `Fixtures/golden`.
    static func check(_ path: String, _ text: String, _ location: SourceLocation = #_sourceLocation) throws {
        let file = Fixture.folder.appending(path: "golden/\(path)")
        let bytes = Data(text.utf8)
        if isRecording {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try bytes.write(to: file)
            return
        }
        guard let golden = try? Data(contentsOf: file) else {
            Issue.record("golden/\(path) is missing. Record it with HOLDFAST_RECORD=1.", sourceLocation: location)
            return
        }
        guard golden != bytes else { return }
        Issue.record(
            "golden/\(path) differs.\n\(difference(String(decoding: golden, as: UTF8.self), text))",
            sourceLocation: location
        )
    }

    /// The lines around the first difference: `-` as recorded, `+` as it came out.
    static func difference(_ golden: String, _ text: String) -> String {
        let (old, new) = (lines(golden), lines(text))
        let same = zip(old, new).prefix { $0 == $1 }.count
        let sameEnd = zip(old.dropFirst(same).reversed(), new.dropFirst(same).reversed()).prefix { $0 == $1 }.count
        let before = old[max(0, same - 3)..<same].map { "  \($0)" }
        let removed = old[same..<(old.count - sameEnd)].prefix(12).map { "- \($0)" }
        let added = new[same..<(new.count - sameEnd)].prefix(12).map { "+ \($0)" }
        return (["line \(same + 1):"] + before + removed + added).joined(separator: "\n")
    }

    /// A renamed fixture must not leave its old outcome behind.
    static func expectNoOrphans() throws {
        for (kind, fixtures) in [
            ("requests", Fixture.requests), ("answers", Fixture.answers), ("streams", Fixture.streams),
        ] {
            let known = Set(fixtures.map { "\($0.dialect.rawValue)/\($0.name)" })
            let root = Fixture.folder.appending(path: "golden/\(kind)")
            for file in try FileManager.default.subpathsOfDirectory(atPath: root.path)
            where file.hasSuffix(".json") || file.hasSuffix(".sse") {
                let name = file.split(separator: ".").first.map(String.init) ?? file
                #expect(known.contains(name), "golden/\(kind)/\(file) has no fixture; delete it.")
            }
        }
    }

    private static func lines(_ text: String) -> [Substring] {
        text.split(separator: "\n", omittingEmptySubsequences: false)
    }
}
