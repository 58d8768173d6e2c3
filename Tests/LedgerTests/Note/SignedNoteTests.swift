import Ledger
import Testing

@Suite("Signed note")
struct SignedNoteTests {
    /// The example of golang.org/x/mod/sumdb/note, which others sign and check as well.
    private static let signerText = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
    private static let keyText = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    private static let text =
        "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    private static let signature =
        "\u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    private static let other =
        "\u{2014} Somebody x08goAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"

    @Test("keys read and write as others write them")
    func keys() throws {
        let signer = try #require(NoteSigner(Self.signerText))
        #expect(signer.text == Self.signerText)
        #expect(signer.key.text == Self.keyText)
        #expect(NoteKey(Self.keyText) == signer.key)
        // A plus and a slash in the base64 are no ends of a part.
        #expect(NoteKey("EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop") != nil)
        #expect(NoteKey("TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6") != nil)
    }

    @Test(
        "no other text is a key: wrong ids, types, lengths and names",
        arguments: [
            "", "PeterNeumann", "PeterNeumann+c74f20a3",
            "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "peterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10T",
            "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2",
        ]
    )
    func noKey(text: String) {
        #expect(NoteKey(text) == nil)
    }

    @Test("signs byte for byte as others do, and reads it back")
    func signs() throws {
        let signer = try #require(NoteSigner(Self.signerText))
        let note = try #require(signer.sign(Self.text))
        #expect(String(decoding: note.bytes, as: UTF8.self) == Self.text + "\n" + Self.signature)
        #expect(try SignedNote(note.bytes) == note)
        #expect(try note.verified(by: signer.key) == Self.text)
    }

    @Test("signatures of others are passed over, before and after")
    func others() throws {
        let key = try #require(NoteKey(Self.keyText))
        let note = try SignedNote(Array((Self.text + "\n" + Self.other + Self.signature + Self.other).utf8))
        #expect(note.signatures.count == 3)
        #expect(try note.verified(by: key) == Self.text)
        let unsigned = try SignedNote(Array((Self.text + "\n" + Self.other).utf8))
        #expect(throws: SignedNote.Fault.unsigned) { try unsigned.verified(by: key) }
    }

    @Test("a changed letter, and one bad signature beside a good one, refuse the note")
    func forged() throws {
        let key = try #require(NoteKey(Self.keyText))
        let changed = try SignedNote(Array((Self.text.replacing("know", with: "Know") + "\n" + Self.signature).utf8))
        #expect(throws: SignedNote.Fault.forged) { try changed.verified(by: key) }
        let bad = Self.signature.replacing("ZJku", with: "ZJkv")
        let both = try SignedNote(Array((Self.text + "\n" + Self.signature + bad).utf8))
        #expect(throws: SignedNote.Fault.forged) { try both.verified(by: key) }
    }

    @Test("a text may hold blank lines: the last one parts it from the signatures")
    func blankLines() throws {
        let signer = try #require(NoteSigner(Self.signerText))
        let note = try #require(signer.sign("a\n\n\nb\n"))
        #expect(try SignedNote(note.bytes).text == "a\n\n\nb\n")
    }

    @Test(
        "what is not a note is refused",
        arguments: [
            "", "\n", "a\n", "a\n\n", "\n\(signature)", "a\n\(signature)",
            "a\n\n\(signature.dropLast())",
            "a\n\n\(signature)\n", "a\r\n\n\(signature)", "a\u{0}\n\n\(signature)", "a\n\n- PeterNeumann x08go/ZJ\n",
            "a\n\n\u{2014} PeterNeumann\n", "a\n\n\u{2014} PeterNeumann x08goA==\n",
            "a\n\n\u{2014} PeterNeumann !!!!\n",
            "a\n\n\u{2014}  PeterNeumann x08go/ZJ\n", "a\n\n\(signature)b\n",
        ]
    )
    func malformed(text: String) {
        #expect(throws: SignedNote.Fault.malformed) { try SignedNote(Array(text.utf8)) }
    }

    @Test("more signatures or bytes than any checkpoint has are refused, and so are bytes that are not text")
    func bounds() {
        let many = "a\n\n" + String(repeating: Self.other, count: 65)
        #expect(throws: SignedNote.Fault.malformed) { try SignedNote(Array(many.utf8)) }
        let long = String(repeating: "a", count: 65_536) + "\n\n" + Self.other
        #expect(throws: SignedNote.Fault.malformed) { try SignedNote(Array(long.utf8)) }
        #expect(throws: SignedNote.Fault.malformed) { try SignedNote([0xFF, 0x0A, 0x0A] + Array(Self.other.utf8)) }
    }
}
