import Domain
import NIOCore
import Testing

@testable import Relay

@Suite("Text of a head")
struct TextWriterTests {
    private func text(_ write: (inout TextWriter) -> Void) -> String {
        var buffer = ByteBuffer(string: "before ")
        buffer.write(atMost: 256, write)
        return String(buffer: buffer)
    }

    @Test("numbers as Swift writes them", arguments: [0, 7, 10, 99, 100, 65_535, -1, -10, .max, .min])
    func numbers(number: Int) {
        #expect(text { $0.write(number) } == "before \(number)")
    }

    @Test("pieces one behind the other, whatever kind of string they come from")
    func pieces() {
        let bridged = String(decoding: Array("a value that is longer than fifteen bytes, é".utf8), as: UTF8.self)
        let id = Identifier(milliseconds: 1, random: 2, moreRandom: 3)
        let written = text { writer in
            writer.writeField("name", "")
            writer.writeField("other", bridged)
            writer.write(id)
        }
        #expect(written == "before name: \r\nother: \(bridged)\r\nreq_\(id.text)")
    }

    @Test("a chunk's size in hexadecimal", arguments: [0, 9, 10, 15, 16, 255, 4096, .max])
    func hexadecimal(number: Int) {
        var buffer = ByteBuffer()
        buffer.writeHexadecimal(number)
        #expect(String(buffer: buffer) == String(number, radix: 16))
    }
}
