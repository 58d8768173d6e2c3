import Crypto
import Domain
import JSON
import Ledger
import Testing

@Suite("Ledger entry")
struct LedgerEntryTests {
    @Test("leaf and private part read back")
    func roundTrip() throws {
        let entry = Self.entry(awareAt: 900)
        let read = try LedgerEntry(leaf: entry.leaf, privatePart: entry.privatePart)
        #expect(read == entry)
        #expect(read.leaf == entry.leaf && read.privatePart == entry.privatePart)
        #expect(read.privateFields["name"]?.value == .string("Ada"))
        #expect(read.awareAt == 900)
    }

    @Test("the leaf is canonical and shows commitments only")
    func leaf() throws {
        let entry = Self.entry()
        let name = try #require(entry.commitments["name"]), level = try #require(entry.commitments["level"])
        #expect(
            String(decoding: entry.leaf, as: UTF8.self)
                == #"{"id":"e1","kind":"k","private":{"level":"\#(Hex.text(level))","name":"\#(Hex.text(name))"},"#
                + #""public":{"open":true},"recorded_at":1000,"v":1}"#
        )
    }

    @Test("a commitment is the hash of label, salt and canonical value")
    func formula() throws {
        let secret = try #require(Self.entry().privateFields["name"])
        #expect(secret.salt.count == 32)
        let expected = SHA256.hash(data: Array("holdfast/commitment/v1".utf8) + secret.salt + Array(#""Ada""#.utf8))
        #expect(Self.entry().commitments["name"] == Array(expected))
    }

    @Test("no two fields, events or subjects share a salt")
    func salts() {
        let entries = [Self.entry(), Self.entry(id: "e2"), Self.entry(key: [9])]
        let salts = entries.flatMap { $0.privateFields.values.map(\.salt) }
        #expect(Set(salts).count == 6)
        #expect(Self.entry() == Self.entry())
    }

    @Test("an erased private part leaves the leaf as it was")
    func erased() throws {
        let entry = Self.entry()
        let read = try LedgerEntry(leaf: entry.leaf, privatePart: nil)
        #expect(read.privateFields.isEmpty)
        #expect(read.commitments == entry.commitments)
        #expect(read.leaf == entry.leaf)
    }

    @Test("one erased field leaves the others")
    func partlyErased() throws {
        var entry = Self.entry()
        entry.privateFields["name"] = nil
        let read = try LedgerEntry(leaf: entry.leaf, privatePart: entry.privatePart)
        #expect(read.privateFields.keys.sorted() == ["level"])
        #expect(read.commitments.keys.sorted() == ["level", "name"])
    }

    @Test(
        "a private part that does not belong to the leaf is named",
        arguments: [("Ada", "Bob"), (#""name""#, #""nome""#), ("\"salt\":\"", "\"salt\":\"00")]
    )
    func broken(from: String, to: String) throws {
        let entry = Self.entry()
        let text = String(decoding: entry.privatePart, as: UTF8.self).replacing(from, with: to)
        let fault = #expect(throws: LedgerEntry.Fault.self) {
            try LedgerEntry(leaf: entry.leaf, privatePart: Array(text.utf8))
        }
        guard case .brokenCommitment = fault else {
            Issue.record("\(String(describing: fault))")
            return
        }
    }

    @Test("what is not canonical to the last byte is refused")
    func notCanonical() throws {
        let leaf = String(decoding: Self.entry().leaf, as: UTF8.self)
        let commitment = Hex.text(try #require(Self.entry().commitments["name"]))
        for text in [
            "", "{}", leaf + " ", " " + leaf, leaf.replacing(#""v":1"#, with: #""v":2"#),
            leaf.replacing(#""v":1"#, with: #""v":1.0"#), leaf.replacing(#""id":"e1","#, with: ""),
            leaf.replacing(#"{"id":"e1","kind":"k""#, with: #"{"kind":"k","id":"e1""#),
            leaf.replacing("1000", with: "-1000"), leaf.replacing("true", with: "1.5"),
            leaf.replacing(#""v":1"#, with: #""v":1,"w":1"#), leaf.replacing(commitment, with: commitment.uppercased()),
            leaf.replacing(commitment, with: "xyz"), leaf.replacing("e1", with: "\\u0065\\u0031"),
        ] {
            #expect(throws: LedgerEntry.Fault.notCanonical, "\(text)") {
                try LedgerEntry(leaf: Array(text.utf8), privatePart: nil)
            }
        }
        for text in ["", "[]", #"{"name":1}"#, #"{"name":{"salt":"zz","value":1}}"#, #"{"name":{"salt":""}}"#] {
            #expect(throws: LedgerEntry.Fault.notCanonical, "\(text)") {
                try LedgerEntry(leaf: Self.entry().leaf, privatePart: Array(text.utf8))
            }
        }
    }

    @Test("a leaf fits a 16-bit length or is refused")
    func size() throws {
        let frame = Self.entry(note: "").leaf.count
        let largest = Self.entry(note: String(repeating: "x", count: LedgerEntry.maximumLeaf - frame))
        #expect(largest.leaf.count == LedgerEntry.maximumLeaf)
        #expect(try LedgerEntry(leaf: largest.leaf, privatePart: nil).leaf == largest.leaf)
        let larger = Self.entry(note: String(repeating: "x", count: LedgerEntry.maximumLeaf - frame + 1))
        #expect(throws: LedgerEntry.Fault.tooLarge) { try LedgerEntry(leaf: larger.leaf, privatePart: nil) }
    }

    private static func entry(
        id: String = "e1",
        awareAt: UInt64? = nil,
        note: String? = nil,
        key: [UInt8] = [1, 2, 3]
    ) -> LedgerEntry {
        var open: [String: CanonicalValue] = ["open": .bool(true)]
        open["note"] = note.map { .string($0) }
        return LedgerEntry(
            kind: "k",
            id: id,
            recordedAt: 1000,
            awareAt: awareAt,
            publicFields: open,
            privateFields: ["name": .string("Ada"), "level": .integer(3)],
            subjectKey: key
        )
    }
}
