import Domain
import HoldfastTesting
import Ledger
import Testing

@Suite("Log audit")
struct LogAuditTests {
    @Test("a log of any size is right", arguments: [0, 1, 2, 255, 256, 257, 513, 66_000])
    func right(size: Int) throws {
        let log = try PublishedLog(size: size)
        #expect(try log.audit() == log.point)
        #expect(log.files.count == LogFile.all(size: size).count)
    }

    @Test("whatever byte of whatever file is changed, it is found, and a changed entry by its index")
    func changed() throws {
        let log = try PublishedLog(size: 600)
        var random = SeededRandom(seed: 2)
        for file in log.files.keys {
            for _ in 0..<8 {
                var other = log
                var bytes = try #require(other.files[file])
                let place = random.below(bytes.count)
                bytes[place] ^= UInt8(1 << random.below(8))
                other.files[file] = bytes
                #expect(throws: LogAudit.Fault.self, "\(file.path) at \(place)") { try other.audit() }
            }
        }
        var other = log
        try other.replace(entry: 300, by: [1, 2, 3])
        #expect(throws: LogAudit.Fault.entry(300)) { try other.audit() }
        // With its hash beside it, the tile above gives it away.
        other.replace(hash: 300, by: .leaf([1, 2, 3]))
        #expect(throws: LogAudit.Fault.entries(256..<512)) { try other.audit() }
    }

    @Test("a file that is missing, cut or too long is named")
    func missing() throws {
        let log = try PublishedLog(size: 300)
        for file in log.files.keys {
            for change in [nil, [UInt8](), Array((log.files[file] ?? []).dropLast()), (log.files[file] ?? []) + [0]] {
                var other = log
                other.files[file] = change
                let fault = #expect(throws: LogAudit.Fault.self) { try other.audit() }
                #expect(fault?.description.contains(file.path) == true)
            }
        }
    }

    @Test("entries that were taken away or put in another order are found")
    func order() throws {
        let log = try PublishedLog(size: 10)
        var other = log
        let bundle = LogFile.tile(Tile(.entries, number: 0, count: 10))
        var entries = try #require(EntryBundle.entries(log.files[bundle] ?? []))
        entries.swapAt(3, 4)
        other.files[bundle] = try EntryBundle.bytes(entries)
        #expect(throws: LogAudit.Fault.entry(3)) { try other.audit() }
    }

    @Test("a log continues what it was, and a kept checkpoint convicts one that was written anew")
    func since() throws {
        let log = try PublishedLog(size: 600)
        for size in [0, 1, 255, 256, 300, 600] {
            let kept = try PublishedLog(size: size).files[.checkpoint]
            #expect(try log.audit(since: kept) == log.point)
        }
        let newer = try PublishedLog(size: 601).files[.checkpoint]
        #expect(throws: LogAudit.Fault.shrunk(size: 600, kept: 601)) { try log.audit(since: newer) }
        let anew = try PublishedLog(size: 600, salt: 1).files[.checkpoint]
        #expect(throws: LogAudit.Fault.forked(size: 600)) { try log.audit(since: anew) }
        let other = try PublishedLog(size: 600, name: "other").files[.checkpoint]
        #expect(throws: LogAudit.Fault.note(path: "The kept checkpoint", .unsigned)) { try log.audit(since: other) }
    }

    @Test("a checkpoint of another log under this key is refused")
    func otherLog() throws {
        var log = try PublishedLog(size: 1)
        let text = Checkpoint(origin: "elsewhere", size: 1, root: log.point.root).text
        log.files[.checkpoint] = try #require(log.signer.sign(text)).bytes
        #expect(throws: LogAudit.Fault.note(path: "checkpoint", .otherLog)) { try log.audit() }
    }

    @Test("a log that is signed for more entries than there can be is refused at its first file")
    func endless() throws {
        var log = try PublishedLog(size: 1)
        for size in [100_000_000_000, Int.max] {
            let text = Checkpoint(origin: log.point.origin, size: size, root: log.point.root).text
            log.files[.checkpoint] = try #require(log.signer.sign(text)).bytes
            #expect(throws: LogAudit.Fault.missing(path: "tile/entries/000")) { try log.audit() }
        }
    }

    @Test("an entry as long as its length can say is bundled, and a longer one is refused")
    func longEntries() throws {
        let longest = [UInt8](repeating: 1, count: 65_535)
        #expect(EntryBundle.entries(try EntryBundle.bytes([longest, []])) == [longest, []])
        #expect(throws: LedgerEntry.Fault.tooLarge) { try EntryBundle.bytes([longest + [1]]) }
    }

    @Test("a receipt holds for its entry alone, and only as it was signed")
    func receipts() throws {
        let log = try PublishedLog(size: 300)
        let note = try SignedNote(log.files[.checkpoint] ?? [])
        let path = TreeProof.inclusion(of: 7, in: 300, log.hash)
        let proof = InclusionProof(index: 7, path: path, note: note)
        let read = try InclusionProof(proof.bytes)
        #expect(read == proof)
        #expect(try read.verify(log.entries[7], by: log.signer.key) == log.point)
        #expect(throws: InclusionProof.Fault.notIncluded) { try read.verify(log.entries[8], by: log.signer.key) }
        let text = String(decoding: proof.bytes, as: UTF8.self)
        #expect(text.hasPrefix("c2sp.org/tlog-proof@v1\nindex 7\n"))
        let extra = text.replacing("\nindex 7", with: "\nextra AAAA\nindex 7")
        #expect(try InclusionProof(Array(extra.utf8)).verify(log.entries[7], by: log.signer.key) == log.point)
        for (old, new) in [
            ("@v1", "@v2"), ("index 7", "index 07"), ("index 7", "index -7"), ("index 7", "Index 7"),
            ("index 7\n", "index 7\nnot base64\n"), ("index 7\n", "index 7\nAAAA\n"), ("\n\n", "\n"),
        ] {
            let changed = Array(text.replacing(old, with: new, maxReplacements: 1).utf8)
            #expect(throws: InclusionProof.Fault.self, "\(old) to \(new)") {
                try InclusionProof(changed).verify(log.entries[7], by: log.signer.key)
            }
        }
        let six = Array(text.replacing("index 7", with: "index 6").utf8)
        #expect(throws: InclusionProof.Fault.notIncluded) {
            try InclusionProof(six).verify(log.entries[7], by: log.signer.key)
        }
    }
}

/// A log as it is published, in memory.
private struct PublishedLog {
    let entries: [[UInt8]]
    let signer: NoteSigner
    let point: Checkpoint
    var files: [LogFile: [UInt8]] = [:]
    private var tiles: [Tile: [TreeHash]] = [:]

    init(size: Int, salt: UInt8 = 0, name: String = "log.example/test") throws {
        entries = (0..<size).map { number in
            Array("entry \(number)".utf8) + [salt] + [UInt8](repeating: 7, count: number % 5)
        }
        signer = try #require(NoteSigner(name: name, seed: [UInt8](repeating: 5, count: 32)))
        var edge = TreeEdge()
        for entry in entries {
            edge.append(.leaf(entry))
            for (level, number, hashes) in edge.takeChanged() {
                tiles[Tile(.hashes(level: level), number: number)] = hashes
            }
        }
        point = Checkpoint(origin: name, size: size, root: edge.root)
        for file in LogFile.all(size: size) {
            switch file {
            case .checkpoint: files[file] = try #require(signer.sign(point.text)).bytes
            case .tile(let tile) where tile.row == .entries:
                let first = tile.number * Tile.width
                files[file] = try EntryBundle.bytes(Array(entries[first..<first + tile.count]))
            case .tile(let tile):
                files[file] = tiles[Tile(tile.row, number: tile.number)]?.prefix(tile.count).flatMap(\.bytes)
            }
        }
    }

    func audit(since: [UInt8]? = nil) throws(LogAudit.Fault) -> Checkpoint {
        try LogAudit.verify(key: signer.key, since: since) { files[$0] }
    }

    func hash(_ node: TreeNode) -> TreeHash {
        Tile.hash(of: node) { tiles[Tile(.hashes(level: $0), number: $1)] } ?? .empty
    }

    mutating func replace(entry index: Int, by entry: [UInt8]) throws {
        let tile = Tile.all(.entries, size: entries.count)[index / Tile.width]
        var all = EntryBundle.entries(files[.tile(tile)] ?? []) ?? []
        all[index % Tile.width] = entry
        files[.tile(tile)] = try EntryBundle.bytes(all)
    }

    mutating func replace(hash index: Int, by hash: TreeHash) {
        let tile = Tile.all(.hashes(level: 0), size: entries.count)[index / Tile.width]
        var bytes = files[.tile(tile)] ?? []
        let start = index % Tile.width * TreeHash.length
        bytes.replaceSubrange(start..<start + TreeHash.length, with: hash.bytes)
        files[.tile(tile)] = bytes
    }
}
