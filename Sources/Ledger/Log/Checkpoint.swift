/// What a log says of itself at one moment (C2SP tlog-checkpoint 1.0.0): its name, how many entries it has, and their root.
package struct Checkpoint: Sendable, Equatable {
    package var origin: String
    package var size: Int
    package var root: TreeHash

    package init(origin: String, size: Int, root: TreeHash) {
        self.origin = origin
        self.size = size
        self.root = root
    }

    /// nil: not a checkpoint. Further lines, which others may add, are passed over.
    package init?(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 4, lines.last == "", !lines[0].isEmpty, let size = Self.number(lines[1]),
            let bytes = Base64.bytes(lines[2]), let root = TreeHash(bytes)
        else { return nil }
        self.init(origin: String(lines[0]), size: size, root: root)
    }

    package var text: String { "\(origin)\n\(size)\n\(Base64.text(root.bytes))\n" }

    /// Decimal, without sign or leading zeros.
    static func number(_ text: some StringProtocol) -> Int? {
        guard let number = Int(text), number >= 0, "\(number)" == text else { return nil }
        return number
    }
}

extension SignedNote {
    /// The checkpoint that the note is, signed by the key of its log.
    package func checkpoint(of key: NoteKey) throws(Fault) -> Checkpoint {
        guard let point = Checkpoint(try verified(by: key)), point.origin == key.name else { throw .otherLog }
        return point
    }
}
