import JSON
import Testing

@Suite("JSON reader")
struct JSONReaderTests {
    @Test(
        "accepts what RFC 8259 allows",
        arguments: [
            "0", "-0", "-0.0", "1E+2", "1e-400", "0.5e1", "123456789012345678901234567890", "true", "false", "null",
            #""""#, #""\/\b\f\n\r\t\"\\""#, #""\u0000""#, #""\ud83d\ude00""#, "\"\u{7F}\u{E9}\u{20AC}\u{1F600}\"",
            " [ ] ", "{}", "\t\r\n {\"a\" : [ 1 , 2 ] } ", #"{"a":{"a":1},"b":[{"a":1},{"a":2}]}"#,
            #"{"":1,"a":2,"A":3}"#,
        ]
    )
    func accepts(text: String) throws {
        _ = try JSONValue(parsing: Array(text.utf8))
    }

    @Test(
        "refuses everything else, and says where",
        arguments: [
            ("", .empty, 0), ("   ", .unexpectedEnd, 3), ("{", .unexpectedEnd, 1), (#"{"a":1,}"#, .unexpectedByte, 7),
            (#"{"a" 1}"#, .unexpectedByte, 5), ("{a:1}", .unexpectedByte, 1), (#"{"a":1 "b":2}"#, .unexpectedByte, 7),
            ("[1,]", .unexpectedByte, 3), ("[,1]", .unexpectedByte, 1), ("[1 2]", .unexpectedByte, 3),
            ("[1", .unexpectedEnd, 2), ("]", .unexpectedByte, 0), ("tru", .unexpectedByte, 0),
            ("True", .unexpectedByte, 0), ("nul", .unexpectedByte, 0), ("'a'", .unexpectedByte, 0),
            ("// a\n1", .unexpectedByte, 0), ("{} x", .trailingBytes, 3), ("nullx", .trailingBytes, 4),
            ("1 1", .trailingBytes, 2), ("{}{}", .trailingBytes, 2), ("0x10", .trailingBytes, 1),
            (#"{"a":1,"a":2}"#, .duplicateKey, 8), (#"{"a":1,"\u0061":2}"#, .duplicateKey, 8),
            (#"{"\/":1,"/":2}"#, .duplicateKey, 9), (#"[{"b":1,"b":1}]"#, .duplicateKey, 9),
            (#""\ud800""#, .badEscape, 1), (#""\udc00""#, .badEscape, 1), (#""\ud800\u0041""#, .badEscape, 1),
            (#""a\ud800x""#, .badEscape, 2), (#""\ud800\ud800""#, .badEscape, 1), (#""\x41""#, .badEscape, 1),
            (#""\u12g4""#, .badEscape, 1), (#""\u12""#, .unexpectedEnd, 6), ("\"\\", .unexpectedEnd, 1),
            ("\"abc", .unexpectedEnd, 4), ("\"a\nb\"", .badString, 2), ("\"\u{0}\"", .badString, 1),
            ("\u{FEFF}{}", .unexpectedByte, 0),
        ] as [(String, JSONFault.Code, Int)]
    )
    func refuses(text: String, code: JSONFault.Code, offset: Int) {
        #expect(fault(Array(text.utf8)) == JSONFault(code, at: offset))
    }

    @Test(
        "refuses numbers that are written otherwise or that no double holds",
        arguments: [
            "-", "01", "-01", "00", "1.", "1.e3", "1e", "1e+", "-e1", "1e400", "-1e400",
            "1" + String(repeating: "0", count: 400), "1" + String(repeating: "0", count: 400) + ".5",
        ]
    )
    func refusesNumbers(text: String) {
        #expect(fault(Array(text.utf8)) == JSONFault(.badNumber, at: 0))
        #expect(fault(Array("[\(text)]".utf8)) == JSONFault(.badNumber, at: 1))
    }

    @Test("refuses signs and words for numbers", arguments: ["+1", ".5", "NaN", "Infinity", "-Infinity"])
    func refusesWords(text: String) {
        #expect(fault(Array(text.utf8)) != nil)
    }

    @Test(
        "refuses bytes that are not UTF-8",
        arguments: [
            [0xFF], [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x28, 0xA1],
            [0xE2, 0x82], [0xF0, 0x80, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80],
            [0xF0, 0x9F, 0x98],
        ] as [[UInt8]]
    )
    func refusesUTF8(bytes: [UInt8]) {
        #expect(fault([0x22] + bytes + [0x22]) == JSONFault(.badUTF8, at: 1))
        #expect(fault([0x22] + bytes) == JSONFault(.badUTF8, at: 1))
    }

    @Test("nests to its limit and no further", arguments: [("[", "]"), (#"{"a":"#, "}")])
    func depth(open: String, close: String) {
        func nested(_ depth: Int) -> [UInt8] {
            let middle = open == "[" ? "" : "1"
            return Array((String(repeating: open, count: depth) + middle + String(repeating: close, count: depth)).utf8)
        }
        #expect(fault(nested(JSONReader.maximumDepth)) == nil)
        #expect(fault(nested(JSONReader.maximumDepth + 1))?.code == .tooDeep)
        #expect(fault(nested(100_000))?.code == .tooDeep)
    }

    @Test("wants a comma between members at every depth, and none before the first")
    func commas() {
        for depth in 1...JSONReader.maximumDepth {
            func inside(_ members: String) -> [UInt8] {
                let open = String(repeating: #"{"a":"#, count: depth - 1)
                return Array("\(open){\(members)}\(String(repeating: "}", count: depth - 1))".utf8)
            }
            #expect(fault(inside(#""x":1,"y":2"#)) == nil)
            #expect(fault(inside(#""x":1"y":2"#))?.code == .unexpectedByte)
            #expect(fault(inside(#","x":1"#))?.code == .unexpectedByte)
            #expect(fault(inside(#""x":1,"x":2"#))?.code == .duplicateKey)
        }
    }

    @Test("knows which keys it may have passed: of those it has, always")
    func passedKeys() throws {
        func passed(_ text: String, _ name: StaticString) throws -> Bool {
            try Array(text.utf8).withUnsafeBytes { bytes in
                var reader = JSONReader(bytes, isStrict: false)
                try reader.skip()
                return reader.mayHavePassed(name)
            }
        }
        #expect(try passed(#"{"a":[{"signature":"x"}]}"#, "signature"))
        #expect(try passed(#"{"sign\u0061ture":1}"#, "signature"))
        #expect(try !passed(#"{"id":1,"usage":{"prompt_tokens":2},"":3}"#, "signature"))
        #expect(try !passed(#"["signature"]"#, "signature"))
    }

    @Test("finds the second key however many there are", arguments: 1..<60)
    func manyKeys(count: Int) {
        let members = (0..<count).map { #""key\#($0)":{"key0":0}"# }.joined(separator: ",")
        #expect(fault(Array("{\(members)}".utf8)) == nil)
        // The same keys again, in an object that stands where the first one's keys were kept.
        #expect(fault(Array("[{\(members)},{\(members)}]".utf8)) == nil)
        for twice in [0, count / 2, count - 1] {
            #expect(fault(Array(#"{\#(members),"\u006bey\#(twice)":1}"#.utf8))?.code == .duplicateKey)
        }
    }

    @Test("passes plain bytes and stops at special ones, at every offset and length")
    func strings() {
        let specials: [(bytes: [UInt8], code: JSONFault.Code?)] = [
            ([0x1F], .badString), ([0x00], .badString), ([0xFF], .badUTF8), ([0x5C, 0x78], .badEscape),
            ([0x5C, 0x22], nil), ([0x5C, 0x5C], nil), ([0xC3, 0xA9], nil), ([0x7F], nil), ([0x20], nil), ([0x21], nil),
            ([0x23], nil), ([0x5B], nil), ([0x5D], nil),
        ]
        for lead in 0..<9 {
            for length in 0..<26 {
                for offset in 0...length {
                    for (special, code) in specials {
                        let before = [UInt8](repeating: 0x20, count: lead) + [0x22]
                        var inside = [UInt8](repeating: UInt8(ascii: "x"), count: length)
                        inside.insert(contentsOf: special, at: offset)
                        let seen = fault(before + inside + [0x22])
                        let expected = code.map { JSONFault($0, at: before.count + offset) }
                        if seen != expected {
                            Issue.record("\(lead) \(length) \(offset) \(special): \(String(describing: seen))")
                        }
                    }
                }
            }
        }
    }

    @Test("a fault tells line and column and nothing of the text")
    func message() {
        let text = Array("{\n  \"secret\": 1,\n  \"secret\": 2}".utf8)
        let seen = fault(text)
        let message = text.withUnsafeBytes { seen?.message(in: $0) }
        #expect(message == "An object names the same key twice, at offset 20 (line 3, column 4).")
    }

    @Test(
        "reads integers that fit and no other number",
        arguments: [
            ("0", 0), ("-12", -12), ("999999999999999999", 999_999_999_999_999_999), ("1.0", nil), ("1e2", nil),
            ("9999999999999999999", nil),
        ] as [(String, Int?)]
    )
    func integers(text: String, value: Int?) throws {
        let read = try Array(text.utf8).withUnsafeBytes { bytes throws -> Int? in
            var reader = JSONReader(bytes)
            return try reader.integer()
        }
        #expect(read == value)
    }
}

/// nil when the bytes are accepted.
func fault(_ bytes: [UInt8]) -> JSONFault? {
    do throws(JSONFault) {
        _ = try JSONValue(parsing: bytes)
        return nil
    } catch {
        return error
    }
}
