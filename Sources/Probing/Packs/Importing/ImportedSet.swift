import Crypto
import Domain
import Settings

/// A person's own set made into a pack: the pack, and the document to write beside the set.
///
/// The document is complete in itself: the set is not needed to run it, and its `source` says of which bytes it was made.
package struct ImportedSet: Sendable, Hashable {
    package var pack: Pack
    /// In the format of packs; reading it gives `pack` again.
    package var document: String

    /// Largest file that is read, in bytes.
    package static let largestFile = ImportedRows.file

    /// - Parameter file: the set's path, for complaints; its last part is recorded.
    package init(
        bytes: [UInt8],
        file: String,
        manifest: ImportManifest,
        attacks: AttackNames
    ) throws(PackErrors) {
        let rows: ImportedRows
        do {
            rows = try ImportedRows(bytes, manifest)
        } catch {
            throw PackErrors(
                file: file,
                problems: [PackProblem(at: error.place, path: "", message: error.message, hint: error.hint)]
            )
        }
        var builder = ImportedGoals(manifest: manifest, rows: rows)
        let goals = builder.build()
        guard builder.problems.isEmpty else { throw PackErrors(file: file, problems: builder.problems) }
        let pack = Self.pack(
            goals,
            manifest,
            PackSource(
                file: file.split(separator: "/").last.map(String.init) ?? file,
                sha256: Hex.text(SHA256.hash(data: bytes)),
                origin: manifest.origin,
                rows: rows.rows.count,
                kept: goals.count
            )
        )
        let document = PackWriter.document(of: pack)
        // What the manifest names, and what only the whole shows, is told at the document: there it can be mended by hand.
        self.pack = try PackLoader.load(text: document, file: "\(manifest.name).yaml", attacks: attacks)
        self.document = document
    }

    private static func pack(_ goals: [Goal], _ manifest: ImportManifest, _ source: PackSource) -> Pack {
        let languages = Set(goals.map(\.language)).subtracting([manifest.language]).sorted()
        return Pack(
            id: manifest.name,
            version: manifest.version,
            title: manifest.title,
            about: manifest.about,
            licence: manifest.licence,
            severity: manifest.severity,
            languages: [manifest.language] + languages,
            tags: manifest.tags,
            trials: manifest.trials,
            goalSets: [GoalSet(id: "rows", title: manifest.title, secrets: manifest.secrets, goals: goals)],
            cells: [PackCell(goals: "rows", named: manifest.attacks, attacks: [])],
            source: source
        )
    }
}
