/// The model whose place another one is to take: what it hits is what nobody may do much worse than.
package struct Incumbent: Sendable {
    package let target: ProbeTarget
    package let lineage: String

    package init(target: ProbeTarget, lineage: String) {
        self.target = target
        self.lineage = lineage
    }
}
