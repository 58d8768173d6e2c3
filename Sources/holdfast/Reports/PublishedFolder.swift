import Control
import Foundation
import JSON
import Reports
import Settings
import Storage

/// The status page with all that belongs to it, as files that any web server can serve and that need no server of ours.
struct PublishedFolder {
    private let folder: String

    /// Which files we wrote, so that those nobody needs any more can be removed, and nobody else's.
    private static let manifest = "holdfast-files.json"

    init(_ folder: String) {
        self.folder = folder
    }

    /// Takes the folder.
    ///
    /// - Throws: where other people's files lie.
    private func claim() throws {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        guard files.isEmpty || files.contains(Self.manifest) else {
            throw Failure(
                .failed,
                "\(folder) holds files that `holdfast publish` did not write. Choose an empty or a new folder."
            )
        }
        if files.isEmpty { try list([]) }
    }

    private func list(_ paths: Set<String>) throws {
        let list = JSONValue.object(("files", .array(paths.sorted().map { .string($0) })))
        try FileOutput.writeMakingFolders(list.document, to: "\(folder)/\(Self.manifest)")
    }

    private typealias Advisories = (advisories: [Advisory], files: [(path: String, bytes: [UInt8])])

    /// - Parameter advisories: those that are published, with their files.
    /// - Returns: the files' paths in the folder.
    private static func files(
        _ evidence: EvidenceSource,
        _ board: StatusBoard,
        _ advisories: Advisories
    ) -> [(path: String, bytes: [UInt8])] {
        let paths = Dictionary(advisories.advisories.map { ($0.recall.id, $0.path) }) { first, _ in first }
        var board = board
        for place in board.incidents.indices {
            board.incidents[place].hasNotice = true
            board.incidents[place].advisoryPath = paths[board.incidents[place].recall.id]
        }
        var files = advisories.files
        for incident in evidence.incidents {
            let notice = evidence.notice(of: incident)
            for words in NoticeWords.all {
                files.append((folder(words.status) + incident.noticePath, notice.page(words).html))
            }
        }
        files += [("feed.atom", board.atom), ("feed.rss", board.rss), ("feed.json", board.jsonFeed.document)]
        files += board.statuspage.map { ("api/v2/\($0.file)", $0.document.document) }
        for component in board.components {
            guard let card = evidence.card(component.name, as: component.kind) else { continue }
            files += [
                ("\(component.card).html", card.page.html), ("\(component.card).md", Array(card.page.markdown.utf8)),
                ("\(component.card).json", card.json.document), ("\(component.card).cdx.json", card.cycloneDX.document),
            ]
        }
        // Last: whatever a page speaks of is there when it is.
        for words in StatusWords.all {
            let isFirst = words.language == StatusWords.english.language
            let others = StatusWords.all.filter { $0.language != words.language }.map { other in
                (
                    words: other,
                    address: (isFirst ? "" : "../")
                        + folder(other) + "index.html"
                )
            }
            let page = board.html(words, root: isFirst ? "" : "../", others: others)
            files.append((folder(words) + "index.html", page))
        }
        return files
    }

    /// Empty: that of the first language is the folder itself.
    private static func folder(_ words: StatusWords) -> String {
        words.language == StatusWords.english.language ? "" : "\(words.language)/"
    }

    /// What a publication came to.
    struct Outcome {
        var board: StatusBoard
        var files: Int
        var written: Int
        var advisories: Int
        /// Why there are no advisories; nil: there are, as far as there are recalls.
        var missing: String?
        /// Of the traffic, for the next time.
        var past: RouteTraffic
    }

    /// Everything, anew.
    func publish(_ settings: Settings, address: String?, past: RouteTraffic = RouteTraffic()) async throws -> Outcome {
        try claim()
        // What is signed by this is what the page speaks of.
        let ledger = try StateFolder.existing(settings.state) == nil ? nil : LedgerDesk(settings)
        if let ledger { _ = try await LedgerFolder(ledger, "\(folder)/ledger").write() }
        let evidence = try EvidenceSource(settings, past: past)
        let board = evidence.board(address: address)
        let (advisories, missing) = try Self.advisories(evidence, address)
        let files = Self.files(evidence, board, advisories)
        return Outcome(
            board: board,
            files: files.count,
            written: try write(files),
            advisories: advisories.advisories.count,
            missing: missing,
            past: evidence.past
        )
    }

    /// - Returns: and why there are none.
    private static func advisories(_ evidence: EvidenceSource, _ address: String?) throws -> (
        Advisories, missing: String?
    ) {
        guard let address else {
            return (
                ([], []),
                "nobody said where they will be found. Give --address a URL such as https://status.example.org/."
            )
        }
        do {
            return (try evidence.advisoryFiles(address: address), nil)
        } catch let missing as AdvisoryMaker.Missing {
            return (([], []), missing.description)
        }
    }

    /// Writes what has changed, each file in one piece, and removes what was ours and is no more.
    ///
    /// - Returns: how many files were written.
    private func write(_ files: [(path: String, bytes: [UInt8])]) throws -> Int {
        let before = known()
        var written = 0
        for (path, bytes) in files where FileOutput.readIfThere("\(folder)/\(path)") != bytes {
            try FileOutput.writeMakingFolders(bytes, to: "\(folder)/\(path)")
            written += 1
        }
        let now = Set(files.map(\.path))
        try list(now)
        for path in before.subtracting(now) { try? FileManager.default.removeItem(atPath: "\(folder)/\(path)") }
        return written
    }

    /// Nothing outside the folder, whatever somebody wrote into the list.
    private func known() -> Set<String> {
        guard let bytes = FileOutput.readIfThere("\(folder)/\(Self.manifest)"),
            let list = try? JSONValue(parsing: bytes)
        else {
            return []
        }
        let paths = list["files"]?.elements?.compactMap(\.string) ?? []
        return Set(paths.filter { path in !path.hasPrefix("/") && !path.split(separator: "/").contains("..") })
    }
}
