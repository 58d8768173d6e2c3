import ArgumentParser
import Foundation
import JSON
import Probing
import Settings

struct PackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pack",
        abstract: "Packs of probes: what is in them, whether one is right, and sets of your own.",
        discussion: """
            A pack is goals and attacks as data; docs/packs.md has the format. Packs of the product are part of it; imported ones lie in \
            the state folder.
            """,
        subcommands: [List.self, Show.self, CheckPack.self, Import.self]
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the packs that there are.")

        @OptionGroup var source: SettingsOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            try await reporting(output) {
                let shelf = PackShelf(try source.load().settings)
                let packs = try shelf.names.map { try shelf.pack($0) }
                var table = Table([
                    .init("pack"), .init("version", isNumber: true), .init("goals", isNumber: true),
                    .init("probes", isNumber: true), .init("trials", isNumber: true), .init("from"), .init("licence"),
                    .init("title"),
                ])
                for pack in packs {
                    table.add([
                        pack.id, "\(pack.version)", "\(pack.goals.count)", "\(pack.probeCount)", "\(pack.trials)",
                        shelf.isBuiltIn(pack.id) ? "product" : "import", pack.licence,
                        pack.title + (pack.review.map { " (\($0))" } ?? ""),
                    ])
                }
                show(
                    output,
                    json: .object(("packs", .array(packs.map { PackCommand.json($0, shelf) }))),
                    table: table.text
                )
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a pack: its sets of goals, what each is crossed with, and every probe.",
            discussion: "Exit code 1 when there is no such pack."
        )

        @Argument(help: "The pack's name.")
        var name: String

        @Flag(help: "List every probe by its id.")
        var probes = false

        @OptionGroup var source: SettingsOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            try await reporting(output) {
                let shelf = PackShelf(try source.load().settings)
                let pack = try shelf.pack(name)
                show(output, json: PackCommand.json(pack, shelf, probes: probes), table: table(pack))
            }
        }

        private func table(_ pack: Pack) -> String {
            var table = Table([
                .init("set"), .init("goals", isNumber: true), .init("attacks", isNumber: true),
                .init("probes", isNumber: true),
            ])
            for count in pack.counts {
                table.add([count.goalSet, "\(count.goals)", "\(count.attacks)", "\(count.probes)"])
            }
            let head = [
                "\(pack.id) version \(pack.version): \(pack.title)", pack.about,
                pack.review.map { "review \($0)" } ?? "",
                "licence \(pack.licence), severity \(pack.severity.rawValue), \(pack.trials) trials a certification",
                "languages \(pack.languages.joined(separator: ", "))",
                pack.tags.isEmpty ? "" : "tags \(pack.tags.joined(separator: ", "))", "hash \(pack.hash)",
            ]
            return (head.filter { !$0.isEmpty } + ["", table.text] + (probes ? [""] + pack.probes.map(\.id) : []))
                .joined(separator: "\n")
        }
    }

    struct CheckPack: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Say what is wrong with a pack's file.",
            discussion: """
                A file that is in order may bear the name of a pack that there is, of the product or of the state folder that --config names; \
                that is told and is no fault. Exit code 1 when something is wrong.
                """
        )

        @Argument(help: "The file.", completion: .file(extensions: ["yaml"]))
        var file: String

        @OptionGroup var source: SettingsOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            try await reporting(output) {
                let (pack, problems) = PackLoader.check(text: try PackFile.text(path: file), attacks: .standard)
                let known = try pack.flatMap { try standing($0.id) }
                let faults = problems.filter { $0.grade == .fault }
                show(
                    output,
                    json: .object(
                        ("file", .string(file)),
                        ("ok", .bool(faults.isEmpty)),
                        ("problems", .array(problems.map { .string($0.line(in: file)) })),
                        ("probes", pack.map { .integer($0.probeCount) }),
                        ("hash", pack.map { .string($0.hash) }),
                        ("name_taken_by", known.map { .string($0) })
                    ),
                    table: (problems.map { $0.line(in: file) }
                        + (faults.isEmpty ? ["\(file): in order, \(pack?.probeCount ?? 0) probes"] : [])
                        + (known.map { ["\(file): there is a pack of that name: \($0)"] } ?? []))
                        .joined(separator: "\n")
                )
                if !faults.isEmpty { throw ExitCode(1) }
            }
        }

        /// Where a pack of that name is from, its hash with it; nil: there is none.
        ///
        /// Settings that nobody named and that are wrong have nothing to do with the file.
        private func standing(_ name: String) throws -> String? {
            let settings = source.config == nil ? try? source.load().settings : try source.load().settings
            guard let settings else { return nil }
            let shelf = PackShelf(settings)
            guard let pack = try? shelf.pack(name) else { return nil }
            return "\(shelf.isBuiltIn(name) ? "product" : "import"), version \(pack.version), hash \(pack.hash)"
        }
    }

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take in a pack of your own, or make one of a set that you bring.",
            discussion: """
                FILE is a pack as docs/packs.md describes it; it is taken in as it stands. Or it is a set, in CSV, JSON or JSON Lines, and \
                --manifest says which column is what, whose the set is and how it is judged; the pack that is made of it keeps the set's licence \
                and SHA-256. Packs lie in the state folder from then on.

                Examples:
                  holdfast pack import our-shop.yaml
                  holdfast pack import my-set.csv --manifest my-set.yaml

                Exit code 1 when something is wrong with either, or a pack of that name is there and --replace is not given.
                """
        )

        @Argument(help: "The pack, or the set.")
        var file: String

        @Option(help: "What the set is.")
        var manifest: String?

        @Flag(help: "Put it in the place of the imported pack of the same name.")
        var replace = false

        @OptionGroup var source: SettingsOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            let kind = (file as NSString).pathExtension.lowercased()
            guard manifest != nil || !["csv", "tsv", "json", "jsonl", "ndjson"].contains(kind) else {
                throw ValidationError(
                    "A set needs --manifest FILE, which says what its columns are and how it is judged; docs/packs.md has an example."
                )
            }
        }

        func run() async throws {
            try await reporting(output) {
                let shelf = PackShelf(try source.load().settings)
                let (pack, document) = try read()
                guard !shelf.isBuiltIn(pack.id) else {
                    throw Failure(
                        .failed,
                        "`\(pack.id)` is a pack of the product. Give yours another name\(manifest == nil ? "" : " in the manifest")."
                    )
                }
                let path = shelf.path(of: pack.id)
                if FileManager.default.fileExists(atPath: path), !replace {
                    throw Failure(
                        .failed,
                        "There is an imported pack `\(pack.id)`. Add --replace, and raise its version\(manifest == nil ? "" : " in the manifest")."
                    )
                }
                do {
                    try FileManager.default.createDirectory(
                        atPath: shelf.folder,
                        withIntermediateDirectories: true,
                        attributes: [.posixPermissions: 0o700]
                    )
                } catch {
                    throw Failure(
                        .storage,
                        "The folder \(shelf.folder) cannot be made. May you write to the state folder?"
                    )
                }
                try FileOutput.write(Array(document.utf8), to: path, isPrivate: true)
                let source = pack.source
                show(
                    output,
                    json: .object(
                        ("pack", .string(pack.id)),
                        ("path", .string(path)),
                        ("probes", .integer(pack.probeCount)),
                        ("rows", source.map { .integer($0.rows) }),
                        ("kept", source.map { .integer($0.kept) }),
                        ("sha256", source.map { .string($0.sha256) }),
                        ("licence", .string(pack.licence))
                    ),
                    table: "\(pack.id): " + (source.map { "\($0.kept) of \($0.rows) rows, " } ?? "")
                        + "\(pack.probeCount) probes, licence \(pack.licence)\n"
                        + (source.map { "sha256 \($0.sha256)\n" } ?? "") + path
                )
            }
        }

        /// The pack, and the document that is kept of it.
        private func read() throws -> (Pack, String) {
            guard let manifest else {
                let document = try PackFile.text(path: file)
                return (try PackLoader.load(text: document, file: file, attacks: .standard), document)
            }
            let set = try ImportedSet(
                bytes: try PackFile.bytes(path: file, most: ImportedSet.largestFile),
                file: file,
                manifest: try ImportManifest.read(text: try PackFile.text(path: manifest), file: manifest, set: file),
                attacks: .standard
            )
            return (set.pack, set.document)
        }
    }

    private static func json(_ pack: Pack, _ shelf: PackShelf, probes: Bool = false) -> JSONValue {
        .object(
            ("pack", .string(pack.id)),
            ("version", .integer(pack.version)),
            ("title", .string(pack.title)),
            ("review", pack.review.map { .string($0) }),
            ("licence", .string(pack.licence)),
            ("severity", .string(pack.severity.rawValue)),
            ("languages", .array(pack.languages.map { .string($0) })),
            ("tags", .array(pack.tags.map { .string($0) })),
            ("trials", .integer(pack.trials)),
            ("hash", .string(pack.hash)),
            ("from", .string(shelf.isBuiltIn(pack.id) ? "product" : "import")),
            (
                "sets",
                .array(
                    pack.counts.map {
                        .object(
                            ("set", .string($0.goalSet)),
                            ("goals", .integer($0.goals)),
                            ("attacks", .integer($0.attacks)),
                            ("probes", .integer($0.probes))
                        )
                    }
                )
            ),
            ("probes", probes ? .array(pack.probes.map { .string($0.id) }) : nil)
        )
    }
}
