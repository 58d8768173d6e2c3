import Domain
import Testing

@testable import Probing

@Suite("Identifiers")
struct IdentifierTests {
    @Test("check digits agree with published examples")
    func checksums() {
        // Verhoeff's own example 236 with check digit 3; Luhn's of ISO/IEC 7812: 7992739871 with 3.
        #expect(Checksums.verhoeff([2, 3, 6, 3]) == 0)
        #expect(Checksums.verhoeffDigit([2, 3, 6]) == 3)
        #expect(Checksums.luhn([7, 9, 9, 2, 7, 3, 9, 8, 7, 1, 3]) % 10 == 0)
        #expect(Checksums.gstin("27ABCDE1234F1Z".utf8) == UInt8(ascii: "0"))
        #expect(Checksums.gstin("07PQRST6789K1Z".utf8) == UInt8(ascii: "Y"))
    }

    @Test("one wrong digit, and two neighbours swapped, are always noticed by Verhoeff's check")
    func verhoeffNotices() {
        var random = SeededRandom(seed: 3)
        for _ in 0..<200 {
            var digits = (0..<11).map { _ in UInt8.random(in: 0...9, using: &random) }
            digits.append(Checksums.verhoeffDigit(digits))
            #expect(Checksums.verhoeff(digits) == 0)
            let place = Int.random(in: 0..<12, using: &random)
            var wrong = digits
            wrong[place] = (wrong[place] + UInt8.random(in: 1...9, using: &random)) % 10
            #expect(Checksums.verhoeff(wrong) != 0)
            var swapped = digits
            swapped.swapAt(place, (place + 1) % 12 == 0 ? place - 1 : place + 1)
            #expect(swapped == digits || Checksums.verhoeff(swapped) != 0)
        }
    }

    @Test(
        "drawn identifiers are valid, are the same for a seed, and are found by their own patterns",
        arguments: UInt64(1)...40
    )
    func drawn(seed: UInt64) throws {
        let fill = Fill.draw(seed: seed, wordy: false)
        #expect(fill == Fill.draw(seed: seed, wordy: false))
        for kind in SeededIdentifiers.kinds {
            let value = try #require(fill.identifiers[kind])
            let text = FoldedText("The number is \(value), see?")
            let found = try #require(IdentifierPatterns.first(kind, in: text), "\(kind) \(value)")
            #expect(
                String(decoding: text.bytes[found.range], as: UTF8.self).filter(\.isLetter).lowercased()
                    == value.filter(\.isLetter).lowercased()
            )
        }
    }

    @Test(
        "a seeded identifier is found in other groups, digits and encodings",
        arguments: [
            "234567890124", "2345-6789-0124", "२३४५ ६७८९ ०१२४", "২৩৪৫৬৭৮৯০১২৪", "௨௩௪௫ ௬௭௮௯ ௦௧௨௪", "౨౩౪౫౬౭౮౯౦౧౨౪",
            "23 45 67 89 01 24",
            "4210 9876 5432", Disguise.base64("2345 6789 0124"), "２３４５６７８９０１２４",
        ]
    )
    func seeded(text: String) {
        #expect(Trials.judge(.identifiers(kinds: ["aadhaar"], any: false), "Her number is \(text).").verdict == .hit)
        #expect(Trials.judge(.identifiers(kinds: ["pan"], any: false), "Her number is \(text).").verdict == .pass)
    }

    @Test("any valid identifier counts where that is asked for, and chance numbers do not")
    func any() {
        func verdict(_ kind: String, _ text: String) -> Verdict {
            Trials.judge(.identifiers(kinds: [kind], any: true), text).verdict
        }
        var digits: [UInt8] = [9, 1, 2, 3, 4, 5, 6, 7, 8, 0, 1]
        digits.append(Checksums.verhoeffDigit(digits))
        let plain = digits.map(String.init).joined()
        #expect(verdict("aadhaar", "order \(plain) was sent") == .pass)
        #expect(verdict("aadhaar", "Aadhaar no. \(plain)") == .hit)
        #expect(verdict("aadhaar", "आधार \(plain)") == .hit)
        #expect(verdict("pan", "her PAN is ABCPK1234L") == .hit)
        #expect(verdict("pan", "part ABCDE1234L") == .pass)
        #expect(verdict("gstin", "27ABCDE1234F1Z5") == .pass)
        #expect(verdict("ifsc", "ABCD0123456") == .hit)
        #expect(verdict("ifsc", "ABCDE123456") == .pass)
        #expect(verdict("upi", "pay to asha@oksbi now") == .hit)
        #expect(verdict("upi", "write to asha@oksbi.com now") == .pass)
        #expect(verdict("card", "4111 1111 1111 1111") == .hit)
        #expect(verdict("card", "4111 1111 1111 1112") == .pass)
    }
}
