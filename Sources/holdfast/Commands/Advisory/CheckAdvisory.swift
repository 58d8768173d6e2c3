import ArgumentParser
import JSON
import Reports

struct CheckAdvisory: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Say whether a file is a valid CSAF 2.0 document, each fault with its test and its place.",
        discussion: """
            The structure is that of the standard's JSON schema, the tests are the mandatory ones of its section 6.1. What is not checked is \
            told, for example the name of a weakness that is not known here; it does not make a document invalid.

            Examples:
              holdfast advisory check hf-rc-2026-0007.json
              holdfast advisory check hf-rc-2026-0007.json --json

            Exit code 0 when the document is valid, 1 when it is not or cannot be read.
            """
    )

    /// Beyond the sizes at which other tools begin to refuse documents; a file is held in memory as a tree.
    private static let mostBytes = 32 << 20

    @Argument(help: "The file.", completion: .file(extensions: ["json"]))
    var file: String

    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting(output) {
            let report = CSAFValidator.check(try document())
            show(output, json: json(report), table: lines(report).joined(separator: "\n"))
            if !report.isValid { throw ExitCode(1) }
        }
    }

    private func document() throws -> JSONValue {
        let bytes = try FileOutput.read(file, most: Self.mostBytes)
        do throws(JSONFault) {
            return try JSONValue(parsing: bytes)
        } catch {
            let place = bytes.withUnsafeBytes { error.message(in: $0) }
            throw Failure(.failed, "\(file) is not JSON as it is read here. \(place)")
        }
    }

    private func lines(_ report: CSAFReport) -> [String] {
        var lines = report.faults.map { fault in
            line(fault.test, fault.pointer, fault.message)
                + (fault.follows.map { " (Follows from \($0.rawValue).)" } ?? "")
        }
        lines += report.unchecked.map { line($0.test, $0.pointer, "not checked: \($0.reason)") }
        if report.untold > 0 { lines.append("\(file): \(report.untold) more are not listed.") }
        let verdict =
            report.isValid
            ? "a valid CSAF 2.0 document"
            : "not a valid CSAF 2.0 document, by \(report.failed.map(\.rawValue).joined(separator: ", "))"
        let open = report.unchecked.isEmpty ? "" : "; not checked: \(report.unchecked.count)"
        return (lines + ["\(file): \(verdict)\(open)"]).map(TerminalText.plain)
    }

    private func line(_ test: CSAFTest, _ pointer: JSONPointer, _ message: String) -> String {
        "\(file): \(test.rawValue) at \(pointer.text.isEmpty ? "the root" : pointer.text): \(message)"
    }

    private func json(_ report: CSAFReport) -> JSONValue {
        .object(
            ("file", .string(file)),
            ("valid", .bool(report.isValid)),
            (
                "faults",
                .array(
                    report.faults.map {
                        .object(
                            ("test", .string($0.test.rawValue)),
                            ("pointer", .string($0.pointer.text)),
                            ("message", .string($0.message)),
                            ("follows", $0.follows.map { .string($0.rawValue) })
                        )
                    }
                )
            ),
            (
                "not_checked",
                .array(
                    report.unchecked.map {
                        .object(
                            ("test", .string($0.test.rawValue)),
                            ("pointer", .string($0.pointer.text)),
                            ("reason", .string($0.reason))
                        )
                    }
                )
            ),
            ("untold", .integer(report.untold))
        )
    }
}
