/// A receipt: that one entry stands in a log, checkable by whoever has the log's key and nothing else (C2SP tlog-proof,
/// the text of a `.tlog-proof` file).
package struct InclusionProof: Sendable, Equatable {
    private static let title = "c2sp.org/tlog-proof@v1"
    /// A path is at most as long as a size has bits.
    private static let maximumPath = 63

    package enum Fault: Error, Sendable, Equatable, CustomStringConvertible {
        case malformed
        case note(SignedNote.Fault)
        /// The entry, the index or the path does not lead to the root.
        case notIncluded

        package var description: String {
            switch self {
            case .malformed, .note(.malformed): "This is no receipt in the format tlog-proof."
            case .note(.unsigned): "The receipt is not signed by this key."
            case .note(.forged): "The receipt's checkpoint was changed after it was signed."
            case .note(.otherLog): "The receipt is signed, but by no log of the key's name."
            case .notIncluded: "The receipt does not hold: this entry does not stand in the log at its index."
            }
        }
    }

    package var index: Int
    package var path: [TreeHash]
    /// A checkpoint of the log that the entry stands in.
    package var note: SignedNote

    package init(index: Int, path: [TreeHash], note: SignedNote) {
        self.index = index
        self.path = path
        self.note = note
    }

    package init(_ bytes: [UInt8]) throws(Fault) {
        guard let text = String(validating: bytes, as: UTF8.self), let end = text.firstRange(of: "\n\n") else {
            throw .malformed
        }
        var lines = text[..<end.lowerBound].split(separator: "\n", omittingEmptySubsequences: false)[...]
        guard lines.popFirst() == Self.title[...] else { throw .malformed }
        if let extra = lines.first, extra.hasPrefix("extra ") {
            guard Base64.bytes(extra.dropFirst(6)) != nil else { throw .malformed }
            lines.removeFirst()
        }
        guard let line = lines.popFirst(), line.hasPrefix("index "), let index = Checkpoint.number(line.dropFirst(6)),
            lines.count <= Self.maximumPath
        else { throw .malformed }
        let path = lines.compactMap { Base64.bytes($0).flatMap { TreeHash($0) } }
        guard path.count == lines.count else { throw .malformed }
        let note: SignedNote
        do throws(SignedNote.Fault) {
            note = try SignedNote(Array(text[end.upperBound...].utf8))
        } catch {
            throw .note(error)
        }
        self.init(index: index, path: path, note: note)
    }

    package var bytes: [UInt8] {
        let lines = [Self.title, "index \(index)"] + path.map { Base64.text($0.bytes) }
        return Array((lines.joined(separator: "\n") + "\n\n").utf8) + note.bytes
    }

    /// - Returns: the checkpoint that vouches for the entry.
    @discardableResult
    package func verify(_ entry: [UInt8], by key: NoteKey) throws(Fault) -> Checkpoint {
        let point: Checkpoint
        do throws(SignedNote.Fault) {
            point = try note.checkpoint(of: key)
        } catch {
            throw .note(error)
        }
        guard TreeProof.isIncluded(.leaf(entry), at: index, in: point.size, path, root: point.root) else {
            throw .notIncluded
        }
        return point
    }
}
