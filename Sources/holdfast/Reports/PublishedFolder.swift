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
        try FileOutput.writeMakingFolders(Self.bytes(list), to: "\(folder)/\(Self.manifest)")
    }

    /// - Returns: the files' paths in the folder.
    private static func files(_ evidence: EvidenceSource, _ board: StatusBoard) -> [(path: String, bytes: [UInt8])] {
        var files: [(path: String, bytes: [UInt8])] = []
        files += [("feed.atom", board.atom), ("feed.rss", board.rss), ("feed.json", bytes(board.jsonFeed))]
        files += board.statuspage.map { ("api/v2/\($0.file)", bytes($0.document)) }
        for component in board.components {
            guard let card = evidence.card(component.name, as: component.kind) else { continue }
            files += [
                ("\(component.card).html", card.page.html), ("\(component.card).md", Array(card.page.markdown.utf8)),
                ("\(component.card).json", bytes(card.json)), ("\(component.card).cdx.json", bytes(card.cycloneDX)),
            ]
        }
        // Last: whatever a page speaks of is there when it is.
        for words in StatusWords.all {
            let isFirst = words.language == StatusWords.english.language
            let others = StatusWords.all.filter { $0.language != words.language }.map { other in
                (
                    words: other,
                    address: (isFirst ? "" : "../")
                        + (other.language == StatusWords.english.language
                            ? "index.html" : "\(other.language)/index.html")
                )
            }
            let page = board.html(words, root: isFirst ? "" : "../", others: others)
            files.append((isFirst ? "index.html" : "\(words.language)/index.html", page))
        }
        return files
    }

    private static func bytes(_ value: JSONValue) -> [UInt8] { Array((value.indented + "\n").utf8) }

    /// Everything, anew.
    ///
    /// - Returns: what it says, how many files it has and how many were written.
    func publish(
        _ settings: Settings,
        address: String?,
        past: RouteTraffic = RouteTraffic()
    ) async throws -> (board: StatusBoard, files: Int, written: Int, past: RouteTraffic) {
        try claim()
        // What is signed by this is what the page speaks of.
        let ledger = try StateFolder.existing(settings.state) == nil ? nil : LedgerDesk(settings)
        if let ledger { _ = try await LedgerFolder(ledger, "\(folder)/ledger").write() }
        let evidence = try EvidenceSource(settings, past: past)
        let board = evidence.board(address: address)
        let files = Self.files(evidence, board)
        return (board, files.count, try write(files), evidence.past)
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
