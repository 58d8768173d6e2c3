/// Where an imported pack came from: what a person needs to find the same file again and to know what may be done with it.
package struct PackSource: Sendable, Hashable {
    /// The name of the file that was read, without its folder.
    package var file: String
    /// Of the file's bytes, 64 hexadecimal characters.
    package var sha256: String
    /// Where it can be had, if the manifest says so.
    package var origin: String?
    /// That the file has.
    package var rows: Int
    /// That became goals; the manifest's `only` left the others out.
    package var kept: Int

    package init(file: String, sha256: String, origin: String?, rows: Int, kept: Int) {
        self.file = file
        self.sha256 = sha256
        self.origin = origin
        self.rows = rows
        self.kept = kept
    }
}
