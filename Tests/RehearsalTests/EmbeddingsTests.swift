import Dialects
import Domain
import Foundation
import JSON
import Testing

@testable import Rehearsal

@Suite("Embeddings")
struct EmbeddingsTests {
    private let asked = Asked()

    private func vectors(_ fields: String) throws -> [[Double]] {
        let answer = try asked.plain(.embeddings, fields)
        return (answer["data"]?.elements ?? []).map { ($0["embedding"]?.elements ?? []).compactMap(\.double) }
    }

    @Test("each input gets a vector of length 1, the same for the same input only")
    func unitVectors() throws {
        let vectors = try vectors(#"{"model":"m","input":["one","two","one"]}"#)
        #expect(vectors.count == 3)
        #expect(vectors[0] == vectors[2])
        #expect(vectors[0] != vectors[1])
        for vector in vectors {
            #expect(vector.count == 64)
            #expect(abs(vector.reduce(0) { $0 + $1 * $1 } - 1) < 1e-5)
        }
    }

    @Test("base64 holds the same numbers as 32-bit floats, little-endian")
    func base64() throws {
        let plain = try vectors(#"{"model":"m","input":"one","dimensions":5}"#)[0]
        let packed = try asked.plain(
            .embeddings,
            #"{"model":"m","input":"one","dimensions":5,"encoding_format":"base64"}"#
        )
        let data = try #require(Data(base64Encoded: packed.at("data", 0, "embedding")?.string ?? ""))
        #expect(data.count == 20)
        let numbers = stride(from: 0, to: 20, by: 4).map { start in
            let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(data[start + $1]) << (8 * UInt32($1)) }
            return Float(bitPattern: bits)
        }
        #expect(numbers == plain.map { Float($0) })
    }

    @Test("base64 pads as the standard says", arguments: ["", "a", "ab", "abc", "abcd"])
    func padding(text: String) {
        #expect(Base64.text(Array(text.utf8)) == Data(text.utf8).base64EncodedString())
    }

    @Test(
        "every shape of input is taken",
        arguments: [(#""text""#, 1), (#"["a","b"]"#, 2), ("[1,2,3]", 1), ("[[1,2],[3]]", 2)]
    )
    func shapes(input: String, count: Int) throws {
        #expect(try vectors(#"{"model":"m","input":\#(input)}"#).count == count)
    }

    @Test(
        "what is no request gets a 400",
        arguments: [
            "[]", "7", "{}", #"["a",1]"#, #""x","encoding_format":"hex""#, #""x","dimensions":100000"#,
            #""x","dimensions":0"#,
        ]
    )
    func refusal(input: String) {
        #expect(asked.reply(.embeddings, #"{"model":"m","input":\#(input)}"#).status == 400)
    }
}
