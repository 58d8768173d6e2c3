extension AttackNames {
    /// What packs may name in this product.
    package static let standard = AttackNames(AttackLibrary.standard)

    package init(_ library: AttackLibrary) {
        self.init(words: library.attacks.map(\.id) + library.groups.map(\.name)) { word in
            (try? library.named(word))?.map { AttackReference(id: $0.id, version: $0.version) }
        }
    }
}
