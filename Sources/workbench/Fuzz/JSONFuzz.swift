import Domain
import Foundation
import HoldfastTesting
import JSON

/// JSON: what our reader accepts, Foundation reads with the same values; duplicate keys are never accepted.
enum JSONFuzz: FuzzTarget {
    static let question = FuzzQuestion.json

    private static let tokens: [[UInt8]] =
        [
            "{", "}", "[", "]", ":", ",", "\"", "\\", "\\u00e9", "\\ud83d\\ude00", "\\ud83d", "\\udc00", "\\n", "\\/",
            "null",
            "true", "false", "0", "-0", "01", "1e5", "1E+2", "1e400", "-1.5", "1.", ".5",
            "123456789012345678901234567890",
            "9007199254740993", "\"model\":\"a\",", "\"\\u006dodel\":1,", " ", "\t", "\n", "\0", "\u{1F}", "\u{7F}",
            "é",
            "\u{FEFF}", "\u{2028}", "//", "NaN",
        ].map { Array($0.utf8) } + [[0xC0, 0x80], [0xED, 0xA0, 0x80], [0xFF], [0xF4, 0x90, 0x80, 0x80]]

    static func input(_ source: inout SeededRandom) -> [UInt8] {
        var text: [UInt8] = []
        write(&text, depth: 0, &source)
        return Mutation.apply(text, tokens: tokens, &source)
    }

    private static let keys = ["model", "stream", "a", "é", "e\u{301}", "", "\\u0061", "b\\n", "messages", "x y"]

    private static func write(_ text: inout [UInt8], depth: Int, _ source: inout SeededRandom) {
        func add(_ piece: String) { text.append(contentsOf: piece.utf8) }
        switch source.below(depth > 5 ? 5 : 9) {
        case 0: add(source.pick(["null", "true", "false"]))
        case 1:
            add(
                source.pick([
                    "0", "-1", "12.50", "1e3", "-0.0", "18446744073709551615", "9223372036854775808", "4e-320",
                ])
            )
        case 2: add("\(Int(truncatingIfNeeded: source.next()))")
        case 3, 4:
            add("\"" + source.pick(["", "plain", "é😀", "\\\"", "\\u0000", "\\ud83d\\ude00", "tab\\t", "/"]) + "\"")
        case 5, 6:
            add("[")
            for index in 0..<source.below(4) {
                if index > 0 { add(source.pick([",", " , ", ",\n"])) }
                write(&text, depth: depth + 1, &source)
            }
            add("]")
        default:
            add("{")
            for index in 0..<source.pick([0, 1, 2, 3, 30]) {
                if index > 0 { add(",") }
                // Many keys at once try the set that takes over from comparing each with all.
                add("\"" + (source.chance(2) ? source.pick(keys) : "k\(source.below(200))") + "\":")
                write(&text, depth: depth + 4, &source)
            }
            add("}")
        }
    }

    static func check(_ input: [UInt8], _ source: inout SeededRandom) -> (problem: String?, wasAccepted: Bool) {
        guard let ours = try? JSONValue(parsing: input) else { return (nil, false) }
        let theirs: Any
        do {
            theirs = try JSONSerialization.jsonObject(with: Data(input), options: .fragmentsAllowed)
        } catch {
            return ("accepted here, refused by Foundation", true)
        }
        return (difference(ours, theirs, "$"), true)
    }

    private static func difference(_ ours: JSONValue, _ theirs: Any, _ path: String) -> String? {
        switch ours {
        case .null: return theirs is NSNull ? nil : "\(path): null here, not there"
        case .bool(let flag):
            guard let number = theirs as? NSNumber, isBool(number), number.boolValue == flag else {
                return "\(path): \(flag) here"
            }
            return nil
        case .number(let text):
            guard let number = theirs as? NSNumber, !isBool(number), isSame(number, text) else {
                return "\(path): number \(text) here, \(theirs) there"
            }
            return nil
        case .string(let text):
            guard let other = theirs as? String, isSame(other, text) else { return "\(path): another string" }
            return nil
        case .array(let elements):
            guard let others = theirs as? [Any], others.count == elements.count else { return "\(path): another array" }
            for (index, pair) in zip(elements, others).enumerated() {
                if let found = difference(pair.0, pair.1, "\(path)[\(index)]") { return found }
            }
            return nil
        case .object(let members):
            return difference(members, theirs, path)
        }
    }

    private static func difference(_ members: [JSONValue.Member], _ theirs: Any, _ path: String) -> String? {
        guard let others = theirs as? [String: Any] else { return "\(path): an object here, not there" }
        let bytes = Set(members.map { Array($0.key.utf8) })
        if bytes.count != members.count { return "\(path): a key twice" }
        // Foundation's dictionaries take strings for equal that differ in bytes (é and e with an accent): of those it
        // keeps one. That is its dictionary and not its reading; such objects are not compared.
        if Set(members.map(\.key)).count != members.count { return nil }
        if members.contains(where: { $0.key.unicodeScalars.contains("\u{FEFF}") }) { return nil }
        guard others.count == members.count else { return "\(path): \(members.count) keys here, \(others.count) there" }
        for member in members {
            guard let other = others[member.key] else { return "\(path): a key is missing there" }
            if let found = difference(member.value, other, "\(path).\(member.key)") { return found }
        }
        return nil
    }

    /// Integers exactly, and so the decimals that Foundation reads long numbers into, whose doubles round once a power of
    /// ten; other numbers to the fifteen digits that a double always keeps.
    private static func isSame(_ number: NSNumber, _ text: String) -> Bool {
        if let integer = Int64(text) { return number.int64Value == integer }
        guard let value = Double(text) else { return false }
        if let decimal = number as? NSDecimalNumber { return Decimal(string: text) == decimal.decimalValue }
        return abs(number.doubleValue - value) <= abs(value) * 1e-15
    }

    /// Foundation loses the byte order marks that stand where a run of plain characters begins. Nobody may lose a prompt
    /// that was pasted with one, so they are accepted here and not compared.
    private static func isSame(_ theirs: String, _ ours: String) -> Bool {
        func unmarked(_ text: String) -> [UInt8] {
            var plain = String.UnicodeScalarView()
            plain.append(contentsOf: text.unicodeScalars.filter { $0 != "\u{FEFF}" })
            return Array(String(plain).utf8)
        }
        return unmarked(theirs) == unmarked(ours)
    }

    private static func isBool(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }
}
