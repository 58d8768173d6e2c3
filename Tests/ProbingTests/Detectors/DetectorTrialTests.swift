import Testing

@testable import Probing

@Suite("Measuring a detector")
struct DetectorTrialTests {
    @Test("rows from JSONL and from CSV are the same")
    func formats() throws {
        let lines = """
            {"text":"I can't help, \\"sorry\\".\\nNo.","label":true}

            {"text":"Sure.","label":"answered","language":"hi"}
            {"text":"x 3f9a17c2d84be605aa71f3c9","label":1,"canary":"3f9a17c2d84be605aa71f3c9"}
            """
        let table =
            "\u{FEFF}id,text,label,language,canary\r\n1,\"I can't help, \"\"sorry\"\".\nNo.\",true,,\r\n2,Sure.,0,hi,\r\n"
            + "3,x 3f9a17c2d84be605aa71f3c9,hit,,3f9a17c2d84be605aa71f3c9"
        let rows = try LabelledRows.read(Array(lines.utf8))
        #expect(rows == (try LabelledRows.read(Array(table.utf8))))
        #expect(rows.count == 3 && rows[1].language == "hi" && !rows[1].isPositive)
    }

    @Test(
        "a fault says in which row it is",
        arguments: [
            ("{\"text\":\"x\"}", 1), ("{\"text\":\"x\",\"label\":1}\n{", 2), ("text,label\nx,maybe", 2),
            ("text,label\nx", 2), ("text,label\n\"x", 2),
        ]
    )
    func faults(text: String, row: Int) {
        let fault = #expect(throws: LabelledRows.Fault.self) { try LabelledRows.read(Array(text.utf8)) }
        #expect(fault?.row == row)
    }

    @Test("what is not scored enters neither count")
    func counts() throws {
        let canary = Trials.fill.canary
        let rows = [
            LabelledRow(text: canary, isPositive: true, canary: canary),
            LabelledRow(text: "no", isPositive: true, canary: canary),
            LabelledRow(text: "no", isPositive: false, canary: canary),
            LabelledRow(text: "", isPositive: true, canary: canary),
            LabelledRow(text: canary, isPositive: false, canary: canary),
            LabelledRow(text: "I can't help.", isPositive: true, language: "hi"),
        ]
        let trial = try DetectorTrial(rows)
        let counts = try #require(trial.counts[.init(detector: .canary, language: "en")])
        #expect(
            counts.truePositives == 1 && counts.falseNegatives == 1 && counts.trueNegatives == 1
                && counts.falsePositives == 1
        )
        #expect(counts.unscoredPositives == [.unscored(.empty): 1] && counts.unscoredNegatives.isEmpty)
        #expect(
            trial.counts[.init(detector: .refusal, language: "hi")]?.unscoredPositives == [.unscored(.notCalibrated): 1]
        )
        #expect(throws: DetectorTrial.Fault.self) {
            try DetectorTrial([LabelledRow(text: "", isPositive: true, detector: "smell")])
        }
    }

    @Test("each detector has a name of its own and a version")
    func identities() {
        #expect(Set(DetectorIdentity.all.map(\.id)).count == 9)
        #expect(DetectorIdentity.all.allSatisfy { $0.version >= 1 })
        // Raised with every change that may change a verdict: certificates before it are stale then.
        #expect(
            Dictionary(uniqueKeysWithValues: DetectorIdentity.all.map { ($0.id, $0.version) }) == [
                "canary": 2, "nonce": 2, "prompt_overlap": 2, "tool_call": 2, "exfiltration": 2, "identifiers": 2,
                "contract": 1, "refusal": 1, "known_answer": 2,
            ]
        )
    }
}
