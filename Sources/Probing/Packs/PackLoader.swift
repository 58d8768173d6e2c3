/// A pack's document → the pack, or everything that is wrong with it, each problem with its place.
package enum PackLoader {
    /// - Throws: when there is any fault; remarks are left to `check`.
    package static func load(text: String, file: String, attacks: AttackNames) throws(PackErrors) -> Pack {
        let (pack, problems) = check(text: text, attacks: attacks)
        let faults = problems.filter { $0.grade == .fault }
        guard faults.isEmpty, let pack else { throw PackErrors(file: file, problems: faults) }
        return pack
    }

    /// For `holdfast pack check`: faults and remarks, in the document's order.
    ///
    /// - Returns: no pack when not even its head can be read; then there is at least one fault.
    package static func check(text: String, attacks: AttackNames) -> (pack: Pack?, problems: [PackProblem]) {
        let problems = PackProblems()
        guard let node = PackDocument.parse(text, problems) else { return (nil, problems.all) }
        let pack = PackReader(problems: problems, attacks: attacks)
            .read(PackValue(node, path: "", problems: problems))
        if let pack {
            for problem in PackCheck.problems(in: pack, places: problems.places) { problems.add(problem) }
        }
        return (pack, PackErrors(file: "", problems: problems.all).problems)
    }
}
