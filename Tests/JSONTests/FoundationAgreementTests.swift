import Domain
import Foundation
import HoldfastTesting
import JSON
import Testing

@Suite("What is accepted, Foundation reads with the same values")
struct FoundationAgreementTests {
    @Test("valid texts", arguments: 0..<200)
    func valid(seed: Int) throws {
        var random = SeededRandom(seed: seed)
        for _ in 0..<20 {
            let text = Array(Self.text(&random, depth: 4).utf8)
            let ours = try JSONValue(parsing: text)
            try expectAgreement(ours, text)
            #expect(try JSONValue(parsing: ours.bytes) == ours)
            #expect(Self.passes(text), "\(String(decoding: text, as: UTF8.self))")
        }
    }

    @Test("texts with bytes changed, taken out and put in", arguments: 0..<200)
    func damaged(seed: Int) throws {
        var random = SeededRandom(seed: 1_000 + seed)
        for _ in 0..<100 {
            var text = Array(Self.text(&random, depth: 3).utf8)
            for _ in 0..<Int.random(in: 1...3, using: &random) { Self.damage(&text, &random) }
            guard let ours = try? JSONValue(parsing: text) else { continue }
            try expectAgreement(ours, text)
        }
    }

    private func expectAgreement(_ ours: JSONValue, _ text: [UInt8]) throws {
        let shown = String(decoding: text, as: UTF8.self)
        let theirs: Any
        do {
            theirs = try JSONSerialization.jsonObject(with: Data(text), options: .fragmentsAllowed)
        } catch {
            Issue.record("accepted here, refused there: \(shown)")
            return
        }
        #expect(Self.agree(ours, theirs), "\(shown)")
    }

    /// Whether a reader that only looks comes to the same end.
    private static func passes(_ text: [UInt8]) -> Bool {
        text.withUnsafeBytes { bytes in
            var reader = JSONReader(bytes, isStrict: false)
            guard (try? reader.skip()) != nil else { return false }
            return (try? reader.finish()) != nil
        }
    }

    private static func agree(_ ours: JSONValue, _ theirs: Any) -> Bool {
        switch ours {
        case .null: theirs is NSNull
        case .bool(let flag): theirs as? Bool == flag
        case .string(let text): (theirs as? String).map { Array($0.utf8) == Array(text.utf8) } ?? false
        case .number(let text): near((theirs as? NSNumber)?.doubleValue, Double(text))
        case .array(let elements):
            (theirs as? [Any]).map { $0.count == elements.count && zip(elements, $0).allSatisfy(agree) } ?? false
        case .object(let members):
            (theirs as? [String: Any]).map { object in
                object.count == members.count
                    && members.allSatisfy { member in object[member.key].map { agree(member.value, $0) } ?? false }
            } ?? false
        }
    }

    /// Foundation keeps some numbers as decimals and rounds a second time when asked for a double.
    private static func near(_ theirs: Double?, _ ours: Double?) -> Bool {
        guard let theirs, let ours else { return false }
        return abs(theirs - ours) <= 2 * ours.ulp
    }

    private static let strings = [
        "", "a", "model", "stream", #"\u0061"#, #"\n\t\\\""#, #"\ud83d\ude00"#, "\u{E9}", "\u{20AC}\u{1F600}", #"\/"#,
        "long enough for several words of eight bytes", #"\u0000"#, #"x\u00e9y"#,
    ]
    private static let numbers = [
        "0", "-0", "1", "-17", "1.5", "-0.25", "1e5", "1E-3", "2.5e+2", "9007199254740993", "123456789012345678",
        "0.1", "1e300", "12345678901234567890",
    ]

    private static func text(_ random: inout SeededRandom, depth: Int) -> String {
        let space = random.pick(["", "", " ", "\n", "\t "])
        switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &random) {
        case 0: return space + random.pick(["true", "false"])
        case 1: return "null" + space
        case 2: return random.pick(numbers)
        case 3, 4: return "\"\(random.pick(strings))\(random.pick(strings))\""
        case 5:
            let count = Int.random(in: 0..<4, using: &random)
            return "[" + (0..<count).map { _ in text(&random, depth: depth - 1) }.joined(separator: "," + space) + "]"
        default:
            let count = Int.random(in: 0..<(random.chance(1, in: 12) ? 40 : 4), using: &random)
            let members = (0..<count).map { index in
                "\"\(random.pick(strings))\(index)\"\(space):\(text(&random, depth: depth - 1))"
            }
            return "{" + members.joined(separator: ",") + space + "}"
        }
    }

    private static func damage(_ text: inout [UInt8], _ random: inout SeededRandom) {
        let bytes = Array("\"\\{}[]:,0123456789-+.eEtfnu \n\u{E9}".utf8) + [0x00, 0x80, 0xC0, 0xED, 0xFF]
        let place = Int.random(in: 0...text.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0 where place < text.count: text[place] = random.pick(bytes)
        case 1 where place < text.count: text.remove(at: place)
        default: text.insert(random.pick(bytes), at: place)
        }
    }
}
