import Testing

@testable import Reports

/// Vectors with the scores that the specifications print beside them, and some that were computed by hand.
@Suite("CVSS arithmetic")
struct CVSSScoresTests {
    private func scores(_ text: String, _ version: CVSSVersion) throws -> [Set<Int>] {
        let scores = CVSSScores(try CVSSVector(text, version))
        return [scores.base, scores.temporal, scores.environmental]
    }

    /// A Complete Guide to CVSS version 2.0, section 3.3: the three vulnerabilities and, of the ranges printed there, the upper
    /// ends.
    @Test(
        "version 2",
        arguments: [
            ("AV:N/AC:L/Au:N/C:N/I:N/A:C/E:F/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:H", [78, 64, 92]),
            ("AV:N/AC:L/Au:N/C:N/I:N/A:C/E:F/RL:OF/RC:C/CDP:N/TD:N/CR:M/IR:M/AR:H", [78, 64, 0]),
            ("AV:N/AC:L/Au:N/C:C/I:C/A:C/E:F/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:L", [100, 83, 90]),
            ("AV:L/AC:H/Au:N/C:C/I:C/A:C/E:POC/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:M", [62, 49, 75]),
            ("AV:N/AC:L/Au:N/C:N/I:N/A:N", [0, 0, 0]),
            // The equation of the environment gives less than nothing.
            ("AV:L/AC:H/Au:M/C:N/I:N/A:P/E:U/TD:M/AR:L", [8, 7, 0]),
        ]
    )
    func two(vector: String, tenths: [Int]) throws {
        #expect(try scores(vector, .two) == tenths.map { [$0] })
    }

    /// Base scores of CVSS v3.1 Examples (FIRST).
    @Test(
        "version 3.1",
        arguments: [
            ("AV:N/AC:L/PR:L/UI:N/S:U/C:L/I:L/A:L", 63), ("AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H", 88),
            ("AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 61), ("AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N", 31),
            ("AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N", 64), ("AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", 75),
            ("AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 98), ("AV:N/AC:L/PR:H/UI:N/S:C/C:H/I:H/A:H", 91),
            ("AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H", 78), ("AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 68),
            ("AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", 100), ("AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", 0),
        ]
    )
    func threeOne(vector: String, tenths: Int) throws {
        #expect(try scores("CVSS:3.1/" + vector, .threeOne)[0] == [tenths])
        #expect(try scores("CVSS:3.0/" + vector, .three)[0].contains(tenths))
    }

    @Test("time and environment")
    func environment() throws {
        let base = "AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
        #expect(try scores("CVSS:3.1/\(base)/E:P/RL:O/RC:C", .threeOne) == [[98], [88], [88]])
        // Nothing left to lose.
        #expect(try scores("CVSS:3.1/\(base)/MC:N/MI:N/MA:N", .threeOne) == [[98], [98], [0]])
        #expect(try scores("CVSS:3.1/\(base)/MAV:P", .threeOne)[2] == [68])
        // What is not defined is as the base metric says.
        #expect(try scores("CVSS:3.1/\(base)/MAV:X/CR:X/E:X", .threeOne) == [[98], [98], [98]])
        // Where the scope is changed the two versions have two formulas of impact: 7.0 by 6.1280, 6.9 by 6.0472.
        let changed = "AV:P/AC:H/PR:L/UI:R/S:C/C:H/I:H/A:H/CR:H/IR:H/AR:H"
        #expect(try scores("CVSS:3.1/\(changed)", .threeOne)[2] == [70])
        #expect(try scores("CVSS:3.0/\(changed)", .three)[2] == [69])
    }

    @Test("severities")
    func severities() {
        let bounds = [0, 1, 39, 40, 69, 70, 89, 90, 100].map { CVSSScores.severity(ofTenths: $0) }
        #expect(
            bounds == ["NONE", "LOW", "LOW", "MEDIUM", "MEDIUM", "HIGH", "HIGH", "CRITICAL", "CRITICAL"]
        )
    }

    @Test("a vector without all base metrics, with one twice, or with what is none")
    func problems() {
        #expect(throws: CVSSVector.Problem.missing(["I", "A"])) {
            try CVSSVector("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H", .threeOne)
        }
        #expect(throws: CVSSVector.Problem.twice("AV")) { try CVSSVector("AV:N/AV:N/AC:L/Au:N/C:C/I:C/A:C", .two) }
        for text in ["", "CVSS:3.1/", "CVSS:3.0/AV:N", "CVSS:3.1/av:N", "CVSS:3.1/AV:N//AC:L", "CVSS:3.1/AV:N:L"] {
            #expect(throws: CVSSVector.Problem.unreadable) { try CVSSVector(text, .threeOne) }
        }
    }
}
