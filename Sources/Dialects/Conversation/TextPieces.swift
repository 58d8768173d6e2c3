/// The strings of an event's JSON, and of which text each one is a piece.
///
/// Works on the bytes, for some of these strings can be no `String` yet. Pieces of one text stand under the same names, and
/// in objects that say the same of where they belong: choices, calls and parts by their `index`, and what has none by its
/// place in its list.
struct TextPieces {
    struct Piece {
        /// Between its quotes.
        let range: Range<Int>
        fileprivate let node: Int
        fileprivate let name: String
    }

    private struct Node {
        let parent: Int?
        /// Its key, or its place in a list.
        let name: String
        let isElement: Bool
        var marks: [String: String] = [:]
    }

    /// Where the walk is.
    private struct Level {
        let node: Int
        let isList: Bool
        var count = 0
        var key: String?

        var name: String { isList ? String(count) : key ?? "" }
    }

    /// What an object says of where it belongs.
    private static let indices: Set<String> = ["index", "output_index", "content_index", "summary_index"]
    private static let marks = indices.union(["item_id", "type"])
    /// Far beyond any event's.
    private static let mostLevels = 128
    private static let mostPieces = 1 << 16

    /// In their order, as far as the bytes are JSON.
    private(set) var pieces: [Piece] = []
    private var nodes: [Node] = []

    init(_ json: UnsafeRawBufferPointer) {
        var levels: [Level] = []
        var place = 0
        while place < json.count, levels.count <= Self.mostLevels, nodes.count + pieces.count < Self.mostPieces {
            let start = place
            place += 1
            switch json[start] {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                let outer = levels.last
                nodes.append(
                    Node(parent: outer?.node, name: outer?.name ?? "", isElement: outer?.isList ?? false)
                )
                levels.append(Level(node: nodes.count - 1, isList: json[start] == UInt8(ascii: "[")))
            case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = levels.popLast()
            case UInt8(ascii: ","):
                guard let last = levels.indices.last else { return }
                levels[last].count += 1
                levels[last].key = nil
            case UInt8(ascii: "\""):
                guard let end = Self.stringEnd(json, from: place), let last = levels.indices.last else { return }
                let range = place..<end
                place = end + 1
                if !levels[last].isList, levels[last].key == nil {
                    levels[last].key = Self.text(json, range)
                } else {
                    pieces.append(Piece(range: range, node: levels[last].node, name: levels[last].name))
                    mark(levels[last], json, range)
                }
            case UInt8(ascii: "-"), 0x30...0x39:
                while place < json.count, (0x30...0x39).contains(json[place]) { place += 1 }
                if let level = levels.last { mark(level, json, start..<place) }
            default: break
            }
        }
    }

    private mutating func mark(_ level: Level, _ json: UnsafeRawBufferPointer, _ value: Range<Int>) {
        guard let key = level.key, Self.marks.contains(key), value.count <= Peek.longestID else { return }
        nodes[level.node].marks[key] = Self.text(json, value)
    }

    private static func text(_ json: UnsafeRawBufferPointer, _ range: Range<Int>) -> String {
        String(decoding: json[range], as: UTF8.self)
    }

    private static func stringEnd(_ json: UnsafeRawBufferPointer, from start: Int) -> Int? {
        var place = start
        while place < json.count {
            switch json[place] {
            case UInt8(ascii: "\""): return place
            case UInt8(ascii: "\\"): place += 2
            default: place += 1
            }
        }
        return nil
    }

    /// What the pieces of one text have in common, and no other piece has.
    func text(of piece: Piece) -> [String] {
        var path = [piece.name]
        var next: Int? = piece.node
        while let place = next {
            let node = nodes[place]
            // Some servers change the ids of their items all the time.
            let item = node.marks["output_index"] == nil ? node.marks["item_id"].map { ["item_id", $0] } ?? [] : []
            // Further in, the type is of what the object holds, and stands in its first piece alone.
            let type = node.parent == nil ? node.marks["type"].map { ["type", $0] } ?? [] : []
            path += item + type
            for key in Self.indices.sorted() { path += node.marks[key].map { [key, $0] } ?? [] }
            if !node.isElement || node.marks["index"] == nil { path.append(node.name) }
            next = node.parent
        }
        return path
    }
}
