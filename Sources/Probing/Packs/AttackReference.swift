/// An attack as a pack refers to it: the words, not the code.
package struct AttackReference: Sendable, Hashable {
    /// `base64`, `rot13+fake-system-turn`.
    package var id: String
    package var version: Int

    package init(id: String, version: Int) {
        self.id = id
        self.version = version
    }
}
