import Foundation
import HoldfastTesting
import JSON
import Testing

extension Acceptance {
    @Suite("advisory check")
    struct AdvisoryCommandTests {
        private let folder: TemporaryFolder

        init() throws { folder = try TemporaryFolder() }

        private func check(_ arguments: String...) async throws -> GatewayProcess.Outcome {
            let process = try RunningProcess(
                try GatewayProcess.binary(),
                ["advisory", "check"] + arguments,
                environment: [:],
                output: folder.path + "/command-\(UUID().uuidString).log"
            )
            let code = try await process.ended()
            return .init(code: code, output: process.standardOutput, errors: process.standardError)
        }

        private static let document = #"""
            {"document": {"category": "csaf_base", "csaf_version": "2.0", "title": "Recall of a model",
              "publisher": {"category": "user", "name": "North Bank", "namespace": "https://bank.example"},
              "tracking": {"id": "HF-RC-2026-0011", "status": "final", "version": "1",
                "current_release_date": "2026-06-12T21:30:00Z", "initial_release_date": "2026-06-12T21:30:00Z",
                "revision_history": [{"date": "2026-06-12T21:30:00Z", "number": "1", "summary": "First notice."}]}},
             "product_tree": {"full_product_names": [{"product_id": "A", "name": "harbour-3"}]},
             "vulnerabilities": [{"product_status": {"known_affected": ["A"]}}]}
            """#

        @Test("a valid document ends with 0, for people and for programs")
        func valid() async throws {
            let file = try folder.write(Self.document, to: "recall.json")
            let shown = try await check(file)
            #expect(shown.code == 0 && shown.output == "\(file): a valid CSAF 2.0 document\n", "\(shown)")
            let told = try await check(file, "--json")
            #expect(told.code == 0 && told.json?["valid"]?.bool == true, "\(told)")
            #expect(told.json?["faults"]?.elements?.isEmpty == true && told.json?["untold"]?.integer == 0)
        }

        @Test(
            "an invalid one ends with 1, each fault with test and place; what is not checked is told and changes nothing"
        )
        func invalid() async throws {
            let words = Self.document.replacing("[\"A\"]", with: "[\"B\"]")
                .replacing("\"version\": \"1\"", with: "\"version\": \"1.0.0-a\"")
                .replacing("\"number\": \"1\"", with: "\"number\": \"1.0.0\"")
            let file = try folder.write(words, to: "recall.json")
            let shown = try await check(file)
            #expect(shown.code == 1 && shown.errors.isEmpty, "\(shown)")
            let place = "/vulnerabilities/0/product_status/known_affected/0"
            #expect(
                shown.output.contains("\(file): 6.1.1 at \(place): The product `B` is not defined."),
                "\(shown.output)"
            )
            #expect(shown.output.contains("(Follows from 6.1.20.)"), "\(shown.output)")
            #expect(shown.output.contains("not a valid CSAF 2.0 document, by 6.1.1, 6.1.16, 6.1.17, 6.1.20\n"))
            let told = try await check(file, "--json")
            let fault = told.json?["faults"]?.elements?.first
            #expect(told.code == 1 && told.json?["valid"]?.bool == false, "\(told)")
            #expect(fault?["test"]?.string == "6.1.1" && fault?["pointer"]?.string == place, "\(told.output)")
            let unknown = Self.document.replacing(
                "{\"product_status\"",
                with: "{\"cwe\": {\"id\": \"CWE-1104\", \"name\": \"\u{1B}[2J\"}, \"product_status\""
            )
            let open = try await check(try folder.write(unknown.replacing("\u{1B}", with: "\\u001b"), to: "open.json"))
            #expect(open.code == 0 && open.output.contains("6.1.11 at /vulnerabilities/0/cwe: not checked:"), "\(open)")
            #expect(open.output.hasSuffix("a valid CSAF 2.0 document; not checked: 1\n"))
        }

        @Test("words of a document do not move the terminal's cursor")
        func terminal() async throws {
            let words = Self.document.replacing("[\"A\"]", with: #"["\u001b[2J\u0007"]"#)
            let shown = try await check(try folder.write(words, to: "recall.json"))
            #expect(shown.code == 1 && shown.output.contains("[2J") && !shown.output.contains("\u{1B}"), "\(shown)")
        }

        @Test(
            "what cannot be read is said in one sentence, with its place",
            arguments: [
                ("", "The text is empty"), ("{\"document\": ", "The text ends in the middle of a value"),
                ("document: {}", "(line 1, column 1)"), ("{\"a\": 1, \"a\": 2}", "An object names the same key twice"),
                (String(repeating: "[", count: 100_000), "nested more than 128 deep"),
            ]
        )
        func unreadable(text: String, words: String) async throws {
            let file = try folder.write(text, to: "recall.json")
            let shown = try await check(file)
            #expect(shown.code == 1 && shown.output.isEmpty, "\(shown.code)")
            #expect(shown.errors.hasPrefix("holdfast: \(file) is not JSON as it is read here."), "\(shown.errors)")
            #expect(shown.errors.contains(words), "\(shown.errors)")
            let told = try await check(file, "--json")
            #expect(told.code == 1 && told.json?["error"]?["code"]?.string == "failed", "\(told.output)")
        }

        @Test("bytes that are no UTF-8, a file that is too large, none at all, a folder")
        func files() async throws {
            let path = folder.path + "/recall.json"
            try Data([0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D]).write(to: URL(fileURLWithPath: path))
            let bytes = try await check(path)
            #expect(bytes.code == 1 && bytes.errors.contains("A string is not valid UTF-8"), "\(bytes)")
            try Data(repeating: 0x20, count: (32 << 20) + 1).write(to: URL(fileURLWithPath: path))
            let large = try await check(path)
            #expect(large.code == 1 && large.errors.contains("is larger than 32 MiB"), "\(large)")
            for path in [folder.path + "/nothing.json", folder.path] {
                let none = try await check(path)
                #expect(none.code == 1 && none.errors.contains("cannot be read, or is no file."), "\(none)")
            }
        }

        @Test("a command that is not understood ends with 64")
        func usage() async throws {
            #expect(try await check().code == 64)
            #expect(try await check("a.json", "b.json").code == 64)
            #expect(try await check("a.json", "--frob").code == 64)
        }
    }
}
