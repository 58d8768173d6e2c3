import Domain
import Testing

@testable import Probing

@Suite("Reading comma-separated values")
struct CSVReaderTests {
    @Test(
        "follows RFC 4180",
        arguments: [
            ("a,b,c", [["a", "b", "c"]]),
            ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]),
            ("a,b\nc,d", [["a", "b"], ["c", "d"]]),
            ("\u{FEFF}a\n", [["a"]]),
            ("\"a\",\"b\"", [["a", "b"]]),
            ("\"a,b\",c", [["a,b", "c"]]),
            ("\"a\r\nb\",c\n", [["a\r\nb", "c"]]),
            ("\"say \"\"hi\"\"\",\"\"\n", [["say \"hi\"", ""]]),
            (",\n,", [["", ""], ["", ""]]),
            (" a , b ", [[" a ", " b "]]),
            ("\"\"\"\"", [["\""]]),
            ("नमस्ते,\"স্বাগত\"", [["नमस्ते", "স্বাগত"]]),
            ("", []),
            ("\n", [[""]]),
        ]
    )
    func sound(text: String, rows: [[String]]) throws {
        #expect(try read(text).map(\.fields) == rows)
    }

    @Test("remembers on which line a row began")
    func lines() throws {
        #expect(try read("a\n\"b\nb\"\nc\n").map(\.line) == [1, 2, 4])
    }

    @Test(
        "guesses at nothing",
        arguments: [
            ("a,b\nc", 2, 1, "The row has 1 fields, and the first row has 2."),
            ("a,b\"c", 1, 4, "A quote stands in a field that does not begin with one."),
            ("\"a\"b", 1, 4, "Something follows the closing quote of a field."),
            ("a\n\"b\nc", 2, 1, "The file ends inside quotes that open here."),
            ("a\rb", 1, 2, "A carriage return stands alone."),
            ("\"a\"\rb", 1, 4, "Something follows the closing quote of a field."),
            ("a,b,c,d,e", 1, 9, "The row has more than 4 fields."),
            ("a\nb\nc\nd\ne\nf", 6, 1, "The file has more than 5 rows."),
        ]
    )
    func faults(text: String, line: Int, column: Int, message: String) {
        do throws(ImportFault) {
            let rows = try read(text)
            Issue.record("read as \(rows)")
        } catch {
            #expect(error.message == message)
            #expect(error.place == .init(line: line, column: column))
        }
    }

    @Test("takes other delimiters")
    func delimiters() throws {
        var reader = CSVReader(Array("a;b,c\td".utf8), delimiter: UInt8(ascii: ";"), mostFields: 4, mostRows: 5)
        #expect(try reader.read().map(\.fields) == [["a", "b,c\td"]])
    }

    @Test("gives back what was written, whatever it was")
    func walk() throws {
        var random = SeededRandom(seed: 4)
        let letters: [Character] = ["a", ",", "\"", "\n", "\r\n", " ", "é", "क", "{"]
        for _ in 0..<300 {
            let width = Int.random(in: 1...4, using: &random)
            let rows = (0..<Int.random(in: 1...5, using: &random)).map { _ in
                (0..<width).map { _ in
                    String(
                        (0..<Int.random(in: 0...6, using: &random)).map { _ in
                            letters.randomElement(using: &random) ?? "a"
                        }
                    )
                }
            }
            let text = rows.map { row in
                row.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",")
            }.joined(separator: "\r\n")
            #expect(try read(text).map(\.fields) == rows)
        }
    }

    private func read(_ text: String) throws(ImportFault) -> [CSVReader.Row] {
        var reader = CSVReader(Array(text.utf8), delimiter: UInt8(ascii: ","), mostFields: 4, mostRows: 5)
        return try reader.read()
    }
}
