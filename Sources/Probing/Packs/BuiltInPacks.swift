import PackData

/// The packs in the product, embedded in the binary: a pack cannot be lost or changed beside it.
package enum BuiltInPacks {
    /// In the order in which `holdfast pack list` shows them.
    package static var names: [String] { PackData.documents.map(\.name) }

    /// The YAML as written; nil when there is no such pack.
    package static func text(named name: String) -> String? {
        PackData.documents.first { $0.name == name }.map { String(decoding: $0.bytes(), as: UTF8.self) }
    }

    /// - Returns: nil when there is no such pack.
    /// - Throws: only when a pack of the box names an attack that the library does not have.
    package static func load(named name: String, attacks: AttackNames) throws(PackErrors) -> Pack? {
        guard let text = text(named: name) else { return nil }
        return try PackLoader.load(text: text, file: "\(name).yaml", attacks: attacks)
    }
}
