/// The committed pages of a SQLite write-ahead log (SQLite file format §4).
struct WriteAheadLog {
    private static let headerLength = 32
    private static let frameHeaderLength = 24

    private let pageSize: Int
    /// By page number, from 1: where the page's last committed bytes begin in `bytes`.
    private var pages: [Int: Int] = [:]
    /// Of the database after the last commit, in pages.
    private var size = 0
    private let bytes: [UInt8]

    /// nil: there is nothing in it, or it is no such log.
    init?(_ bytes: [UInt8]) {
        self.bytes = bytes
        guard bytes.count >= Self.headerLength, Self.word(bytes, 0) & ~1 == 0x377F_0682 else { return nil }
        let isBigEndian = Self.word(bytes, 0) & 1 == 1
        pageSize = Int(Self.word(bytes, 8))
        guard (512...65_536).contains(pageSize), pageSize.nonzeroBitCount == 1 else { return nil }
        var sums = Self.sums(bytes[0..<24], from: (0, 0), isBigEndian)
        guard sums == (Self.word(bytes, 24), Self.word(bytes, 28)) else { return nil }
        var uncommitted: [Int: Int] = [:]
        var place = Self.headerLength
        // A frame counts when it is of this log's round and its sums go on from those before it.
        while place + Self.frameHeaderLength + pageSize <= bytes.count {
            guard bytes[place + 8..<place + 16].elementsEqual(bytes[16..<24]) else { break }
            let start = place + Self.frameHeaderLength
            sums = Self.sums(bytes[place..<place + 8], from: sums, isBigEndian)
            sums = Self.sums(bytes[start..<start + pageSize], from: sums, isBigEndian)
            guard sums == (Self.word(bytes, place + 16), Self.word(bytes, place + 20)) else { break }
            let number = Int(Self.word(bytes, place))
            guard number > 0 else { break }
            uncommitted[number] = start
            let committed = Int(Self.word(bytes, place + 4))
            if committed > 0 {
                pages.merge(uncommitted) { $1 }
                uncommitted = [:]
                size = committed
            }
            place = start + pageSize
        }
        guard size > 0 else { return nil }
    }

    /// Brings the pages into the database's bytes.
    func apply(to database: inout [UInt8]) {
        let length = size * pageSize
        if database.count > length { database.removeLast(database.count - length) }
        if database.count < length { database += [UInt8](repeating: 0, count: length - database.count) }
        for (number, start) in pages where number <= size {
            let place = (number - 1) * pageSize
            database.replaceSubrange(place..<place + pageSize, with: bytes[start..<start + pageSize])
        }
    }

    private static func word(_ bytes: [UInt8], _ place: Int) -> UInt32 {
        bytes[place..<place + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// The log's checksum (§4.2), over a multiple of eight bytes.
    private static func sums(
        _ bytes: ArraySlice<UInt8>,
        from start: (UInt32, UInt32),
        _ isBigEndian: Bool
    ) -> (UInt32, UInt32) {
        var (first, second) = start
        bytes.withUnsafeBytes { raw in
            for place in stride(from: 0, to: raw.count, by: 8) {
                let words = (
                    raw.loadUnaligned(fromByteOffset: place, as: UInt32.self),
                    raw.loadUnaligned(fromByteOffset: place + 4, as: UInt32.self)
                )
                first &+= (isBigEndian ? UInt32(bigEndian: words.0) : UInt32(littleEndian: words.0)) &+ second
                second &+= (isBigEndian ? UInt32(bigEndian: words.1) : UInt32(littleEndian: words.1)) &+ first
            }
        }
        return (first, second)
    }
}
