import ArgumentParser
import Probing

/// Reports that are written beside what is printed, or in its place.
struct ReportOptions: ParsableArguments {
    @Option(help: "Write the run as JSON lines to this file; - is standard output.")
    var jsonl: String?

    @Option(help: "Write the run as JUnit XML to this file; - is standard output.")
    var junit: String?

    @Option(help: "Write the run as SARIF 2.1.0 to this file; - is standard output.")
    var sarif: String?

    @Option(help: "Write the run as a page that needs nothing else to this file; - is standard output.")
    var html: String?

    @Flag(
        help:
            "Put the words that show a hit into the reports, whose files only you can read then; without it only their hashes."
    )
    var showTexts = false

    private static let standardOutput = "-"

    private var files: [(path: String, format: ReportFormat)] {
        let all: [(String?, ReportFormat)] = [(jsonl, .jsonl), (junit, .junit), (sarif, .sarif), (html, .html)]
        return all.compactMap { path, format in path.map { ($0, format) } }
    }

    /// A report stands on standard output in the place of a table.
    var takeStandardOutput: Bool { files.contains { $0.path == Self.standardOutput } }

    func validate() throws {
        guard files.count(where: { $0.path == Self.standardOutput }) < 2 else {
            throw ValidationError("Only one report can be written to standard output.")
        }
        guard Set(files.map(\.path)).count == files.count else {
            throw ValidationError("Two reports cannot be written to the same file.")
        }
    }

    /// - Throws: where nothing is left for a report to be written to.
    func check(with output: OutputOptions, isDetached: Bool = false) throws {
        if takeStandardOutput, output.json {
            throw ValidationError("Standard output holds one document: a report or --json.")
        }
        if isDetached, !files.isEmpty {
            throw ValidationError(
                "--detach does not wait for what a report tells: `holdfast probe --show RUN` writes it later."
            )
        }
    }

    /// Before anything is tried: a run is too dear to find out at its end.
    ///
    /// - Throws: where a file cannot lie.
    func checkFolders() throws {
        for (path, _) in files where path != Self.standardOutput { try FileOutput.checkFolder(of: path) }
    }

    func write(_ report: RunReport) throws {
        for (path, format) in files {
            var bytes: [UInt8] = []
            report.write(format, toolVersion: Version.text) { bytes += $0 }
            if path == Self.standardOutput {
                FileOutput.writeToStandardOutput(bytes)
            } else {
                try FileOutput.write(bytes, to: path, isPrivate: report.showsTexts)
            }
        }
    }
}
