import Testing

@testable import Access

@Suite("Secret text")
struct SecretTextTests {
    @Test("what is made is read back, and no two are alike", arguments: [SecretText.Kind.key, .operator])
    func roundTrip(kind: SecretText.Kind) throws {
        var seen: Set<String> = []
        for _ in 0..<200 {
            let (prefix, text) = SecretText.make(kind)
            let parsed = try #require(parse(text))
            #expect(parsed.kind == kind)
            #expect(parsed.prefix == prefix)
            #expect(parsed.text == Array(text.utf8))
            #expect(text.hasPrefix("\(kind.rawValue)_\(prefix)_"))
            seen.insert(text)
        }
        #expect(seen.count == 200)
    }

    @Test("any one character that is changed, lost or added is noticed")
    func mistyped() {
        let (_, text) = SecretText.make(.key)
        let bytes = Array(text.utf8)
        var unnoticed = 0
        for index in bytes.indices {
            var changed = bytes
            changed[index] = bytes[index] == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0")
            // Twenty bits of checksum: one in a million slips may pass, none of them as somebody's key.
            if parse(changed) != nil { unnoticed += 1 }
            var shorter = bytes
            shorter.remove(at: index)
            #expect(parse(shorter) == nil)
        }
        #expect(unnoticed == 0)
        #expect(parse(bytes + [UInt8(ascii: "0")]) == nil)
        #expect(parse(Array(text.uppercased().utf8)) == nil)
    }

    @Test(
        "other things are no secret text",
        arguments: ["", "hf_", "sk-abc", "hf_00000000_", String(repeating: "h", count: 4096)]
    )
    func foreign(text: String) {
        #expect(parse(text) == nil)
    }

    private func parse(_ text: String) -> SecretText.Parsed? { parse(Array(text.utf8)) }

    private func parse(_ bytes: [UInt8]) -> SecretText.Parsed? { bytes.withUnsafeBytes { SecretText.parse($0) } }
}
