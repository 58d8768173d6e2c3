import Crypto
import Domain
import JSON
import Reports

/// Advisories as the files of a folder, with what leads programs to them.
struct AdvisoryFiles {
    /// Sections 7.1.18 and 7.1.19 of CSAF 2.0: as `sha256sum` and `sha512sum` write and read it.
    ///
    /// - Throws: where a document would not be valid; then nothing is written.
    static func files(_ index: AdvisoryIndex, _ advisories: [Advisory]) throws -> [(path: String, bytes: [UInt8])] {
        var files: [(path: String, bytes: [UInt8])] = []
        for advisory in advisories {
            let bytes = try advisory.checked(.security).document
            let name = advisory.path.split(separator: "/").last.map(String.init) ?? advisory.path
            files += [
                (advisory.path, bytes),
                ("\(advisory.path).sha256", Array("\(Hex.text(SHA256.hash(data: bytes)))  \(name)\n".utf8)),
                ("\(advisory.path).sha512", Array("\(Hex.text(SHA512.hash(data: bytes)))  \(name)\n".utf8)),
            ]
        }
        return files + index.files
    }
}
