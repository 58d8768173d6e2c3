/// A text with signatures below it (C2SP signed-note 1.0.0).
package struct SignedNote: Sendable, Equatable {
    package struct Signature: Sendable, Equatable {
        package var name: String
        /// Four bytes, which tell what key made it.
        package var id: [UInt8]
        package var bytes: [UInt8]
    }

    package enum Fault: Error, Sendable, Equatable {
        /// Not text, a blank line, and lines of signatures.
        case malformed
        /// None of the signatures is by the key.
        case unsigned
        /// A signature names the key and does not fit the text.
        case forged
        /// Signed, but no checkpoint of the log that bears the key's name.
        case otherLog
    }

    /// More than any log's checkpoint needs, witnesses included.
    private static let maximumBytes = 65_536
    private static let maximumSignatures = 64

    /// Ends with a line end.
    package let text: String
    package let signatures: [Signature]

    package init(text: String, signatures: [Signature]) {
        self.text = text
        self.signatures = signatures
    }

    package init(_ bytes: [UInt8]) throws(Fault) {
        guard bytes.count <= Self.maximumBytes, !bytes.contains(where: { $0 < 0x20 && $0 != 0x0A }),
            let note = String(validating: bytes, as: UTF8.self)
        else { throw .malformed }
        let lines = note.split(separator: "\n", omittingEmptySubsequences: false)
        // The last blank line parts text and signatures; the file ends with a line end.
        guard lines.count >= 4, lines.last == "", let blank = lines.dropLast().lastIndex(of: ""), blank > 0,
            blank < lines.count - 2, lines.count - 2 - blank <= Self.maximumSignatures
        else { throw .malformed }
        text = lines[..<blank].joined(separator: "\n") + "\n"
        var signatures: [Signature] = []
        for line in lines[(blank + 1)..<(lines.count - 1)] {
            let parts = line.split(separator: " ", omittingEmptySubsequences: false)
            guard parts.count == 3, parts[0] == "\u{2014}", !parts[1].isEmpty, let blob = Base64.bytes(parts[2]),
                blob.count > 4
            else { throw .malformed }
            signatures.append(
                Signature(name: String(parts[1]), id: Array(blob.prefix(4)), bytes: Array(blob.dropFirst(4)))
            )
        }
        self.signatures = signatures
    }

    package var bytes: [UInt8] {
        let lines = signatures.map { "\u{2014} \($0.name) \(Base64.text($0.id + $0.bytes))\n" }
        return Array((text + "\n" + lines.joined()).utf8)
    }

    /// The text, if the key has signed it. Signatures by other keys are passed over.
    package func verified(by key: NoteKey) throws(Fault) -> String {
        let named = signatures.filter { $0.name == key.name && $0.id == key.id }
        guard !named.isEmpty else { throw .unsigned }
        guard named.allSatisfy({ key.isSignature($0.bytes, of: text) }) else { throw .forged }
        return text
    }
}
