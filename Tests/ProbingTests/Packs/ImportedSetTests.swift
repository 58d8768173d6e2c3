import Crypto
import Domain
import Testing

@testable import Probing

@Suite("Importing a set")
struct ImportedSetTests {
    private static let manifest = """
        import: my-set
        licence: CC-BY-4.0
        origin: https://sets.example/my-set
        columns: {ask: prompt}
        detector: refusal
        severity: low
        """

    @Test("makes a pack of CSV, with its licence, its hash and its rows")
    func csv() throws {
        let text = "id,prompt,kind\nA 1,\"Is {this} fine, or not?\",safe\n,Why?,unsafe\nA 1,कैसे?,safe\n"
        let manifest = """
            import: my-set
            licence: CC-BY-4.0
            origin: https://sets.example/my-set
            columns: {ask: prompt, id: id, category: kind}
            only: {kind: safe}
            detector: refusal
            attacks: [plain, encoders]
            """
        let set = try imported(text, manifest, file: "/tmp/My Set.csv")
        #expect(set.pack.id == "my-set")
        #expect(set.pack.licence == "CC-BY-4.0")
        #expect(
            set.pack.source
                == PackSource(
                    file: "My Set.csv",
                    sha256: Hex.text(SHA256.hash(data: Array(text.utf8))),
                    origin: "https://sets.example/my-set",
                    rows: 3,
                    kept: 2
                )
        )
        #expect(set.pack.goals.map(\.id) == ["a-1", "row-4"])
        #expect(set.pack.goals.map(\.ask) == ["Is {{this}} fine, or not?", "कैसे?"])
        #expect(set.pack.goals.map(\.domain) == ["safe", "safe"])
        #expect(set.pack.cells.first?.attacks.count == 26)
        #expect(try PackFixtures.load(set.document) == set.pack)
    }

    @Test("reads JSON and JSON Lines alike")
    func json() throws {
        let rows = [#"{"prompt": "One?", "n": 1, "more": [1]}"#, #"{"prompt": "Two?", "n": 2}"#]
        let array = try imported("[" + rows.joined(separator: ",") + "]", Self.manifest, file: "s.json")
        let lines = try imported(rows.joined(separator: "\r\n\n") + "\n", Self.manifest, file: "s.jsonl")
        #expect(array.pack.goals.map(\.ask) == ["One?", "Two?"])
        #expect(lines.pack.goals.map(\.ask) == ["One?", "Two?"])
        #expect(lines.pack.goals.map(\.id) == ["row-1", "row-3"])
        #expect(array.pack.source?.sha256 != lines.pack.source?.sha256)
    }

    @Test("puts a fresh secret where the row's own stood")
    func canary() throws {
        let manifest = """
            import: secrets
            licence: MIT
            columns: {ask: prompt, system: sys, canary: secret}
            secrets: word
            detector: canary
            """
        let set = try imported("sys,secret,prompt\nIt is MANGO. Yes {MANGO}.,MANGO,What is it?\n", manifest)
        #expect(set.pack.goals.first?.system == "It is {canary}. Yes {{{canary}}}.")
        #expect(set.pack.goalSets.first?.secrets == .word)
        for row in ["It is secret.,MANGO,What is it?", "It is MANGO.,MANGO,Is it MANGO?"] {
            let found = faults("sys,secret,prompt\n\(row)\n", manifest)
            #expect(
                found == [
                    "s.csv:2:1: The row's secret must stand in its system prompt as a word of its own, and not in what is asked. Leave it out by `only`."
                ]
            )
        }
    }

    @Test("replaces the secret where it is a word of its own, and refuses what is too short to be one")
    func wholeWords() throws {
        let manifest = "import: s\nlicence: MIT\ncolumns: {ask: q, system: sys, canary: c}\ndetector: canary\n"
        for (system, canary, filled) in [
            (
                "Planning: the plan is plan, not plan2 or aplan.", "plan",
                "Planning: the {canary} is {canary}, not plan2 or aplan."
            ),
            ("A1b2A1b2A1b2 is it: A1b2", "A1b2", "A1b2A1b2A1b2 is it: {canary}"), ("(a-b-c)", "a-b-c", "({canary})"),
            ("密码是MANGO。", "MANGO", "密码是{canary}。"), ("$ecret! goes", "$ecret!", "{canary} goes"),
        ] {
            let set = try imported("sys,c,q\n\"\(system)\",\(canary),Explain planning?\n", manifest)
            #expect(set.pack.goals.first?.system == filled)
        }
        #expect(
            faults("sys,c,q\nThe bank says an.,an,What?\n", manifest) == [
                "s.csv:2:1: The secret `an` is too short to tell from the text around it: it has 2 of at least 4 characters. "
                    + "Write a longer one in its place in both columns, or leave the row out by `only`."
            ]
        )
        for row in ["Planning only,plan,What?", "The plan,plan,What is the plan?"] {
            #expect(faults("sys,c,q\n\(row)\n", manifest).first?.contains("as a word of its own") == true)
        }
    }

    @Test(
        "an empty file is told with what to do",
        arguments: [
            ("", "s.csv", "first row"), ("\u{FEFF} \n", "s.csv", "first row"), ("", "s.json", "array"),
            ("\n\n", "s.jsonl", "its own line"),
        ]
    )
    func empty(text: String, file: String, form: String) {
        let found = faults(text, Self.manifest, file: file)
        #expect(found.count == 1)
        #expect(
            found.first?.hasPrefix("\(file):1:1: The file is empty. Check its path, or export the set again. A") == true
        )
        #expect(found.first?.contains(form) == true)
        #expect(
            faults("[]", Self.manifest, file: "s.json").first?.contains("no rows. A JSON file holds an array") == true
        )
    }

    @Test("takes right answers from a column, several of them between bars")
    func answers() throws {
        let manifest = "import: quiz\nlicence: MIT\ncolumns: {ask: q, answer: a, language: l}"
        let set = try imported("q;a;l\nCapital?;Delhi | New Delhi;en\nराजधानी?;दिल्ली;hi\n", manifest + "\ndelimiter: ;")
        #expect(set.pack.goals.map(\.detector) == [.knownAnswer(["Delhi", "New Delhi"]), .knownAnswer(["दिल्ली"])])
        #expect(set.pack.languages == ["en", "hi"])
    }

    @Test(
        "says which row or column is at fault",
        arguments: [
            ("promt\nx\n", "s.csv:1:1: The set has no column `prompt`. Did you mean `promt`?"),
            (
                "prompt\n",
                "s.csv:1:1: The file has no rows. A CSV file holds the names of its columns in the first row, and one goal in each row below."
            ),
            ("prompt,prompt\na,b\n", "s.csv:1:1: Two columns have the same name. The first row names the columns."),
            (
                "prompt\na\n \"b\n",
                "s.csv:3:2: A quote stands in a field that does not begin with one. Put the field in quotes."
            ),
            ("prompt,x\na,1\n,2\n", "s.csv:3:1: The row has nothing in the column `prompt`. Leave it out by `only`."),
        ]
    )
    func faulty(text: String, problem: String) {
        #expect(faults(text, Self.manifest) == [problem])
    }

    @Test("refuses bytes that are no text, and JSON that is no set")
    func bytes() {
        #expect(
            faults([0x70, 0xFF, 0x0A], Self.manifest) == ["s.csv:1:1: The file is not UTF-8 text. Save it as UTF-8."]
        )
        #expect(
            faults("{\"prompt\": 1}", Self.manifest, file: "s.json").first?.contains("is an array of objects") == true
        )
        #expect(
            faults("{\"prompt\": \"a\"}\n{oops", Self.manifest, file: "s.jsonl").first?.contains(
                "s.jsonl:2:1: This is not JSON."
            ) == true
        )
        #expect(faults("[1]", Self.manifest, file: "s.json").first?.contains("A row is an object") == true)
    }

    @Test(
        "asks the manifest for what it needs",
        arguments: [
            ("licence: MIT\ncolumns: {ask: a}\ndetector: refusal", "`import` is missing here."),
            ("import: a\ncolumns: {ask: a}\ndetector: refusal", "`licence` is missing here."),
            ("import: a\nlicence: MIT\ndetector: refusal", "`columns` is missing here."),
            ("import: a\nlicence: MIT\ncolumns: {}\ndetector: refusal", "`ask` is missing here"),
            ("import: a\nlicence: MIT\ncolumns: {ask: a}", "Nothing says what judges the goals."),
            ("import: a\nlicence: MIT\ncolumns: {ask: a, sytem: b}\ndetector: refusal", "Did you mean `system`?"),
            ("import: a\nlicence: MIT\ncolumns: {ask: a, canary: b}\ndetector: canary", "needs a `system` column"),
            ("import: a\nlicence: MIT\ncolumns: {ask: a}\ndetector: refusal\ndelimiter: x", "A delimiter is a comma"),
            ("import: a\nlicence: MIT\ncolumns: {ask: a}\ndetector: refusal\nformat: xls", "`xls` is not known here."),
        ]
    )
    func manifest(text: String, problem: String) {
        let found = faults("a\nx\n", text)
        #expect(found.contains { $0.contains(problem) }, "\(found)")
    }

    @Test("tells what only the whole shows at the document")
    func whole() {
        let manifest = Self.manifest.replacing("detector: refusal", with: "detector: canary")
        #expect(faults("prompt\nx\n", manifest).first?.hasPrefix("my-set.yaml:") == true)
        let attack = Self.manifest + "\nattacks: [plan]"
        #expect(
            faults("prompt\nx\n", attack).first?.contains("The attack `plan` is not known. Did you mean `plain`?")
                == true
        )
    }

    private func imported(_ text: String, _ manifest: String, file: String = "s.csv") throws(PackErrors) -> ImportedSet
    {
        try imported(Array(text.utf8), manifest, file: file)
    }

    private func imported(_ bytes: [UInt8], _ manifest: String, file: String) throws(PackErrors) -> ImportedSet {
        let manifest = try ImportManifest.read(text: manifest, file: "m.yaml", set: file)
        return try ImportedSet(bytes: bytes, file: file, manifest: manifest, attacks: PackFixtures.attacks)
    }

    private func faults(_ text: String, _ manifest: String, file: String = "s.csv") -> [String] {
        faults(Array(text.utf8), manifest, file: file)
    }

    private func faults(_ bytes: [UInt8], _ manifest: String, file: String = "s.csv") -> [String] {
        do throws(PackErrors) {
            _ = try imported(bytes, manifest, file: file)
            return []
        } catch {
            return error.description.split(separator: "\n").map(String.init)
        }
    }
}
