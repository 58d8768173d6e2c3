/// 6.1.23 to 6.1.25: what may stand only once.
extension CSAFRule {
    static let repetitions = [vulnerabilityTwice, involvementTwice, hashAlgorithmTwice]

    private static let vulnerabilityTwice = CSAFRule(.vulnerabilityTwice) { facts, found in
        var seen: [String: JSONPointer] = [:]
        for placed in facts.vulnerabilities.compactMap({ $0["cve"] }) {
            guard let number = placed.string else { continue }
            guard let first = seen[number] else {
                seen[number] = placed.pointer
                continue
            }
            found.fault(placed.pointer, "\(number.excerpt) is told at \(first) already. Make one item of the two.")
        }
    }

    /// Involvements without a date are not compared: there is no date at which they would meet.
    private static let involvementTwice = CSAFRule.ofVulnerabilities(.involvementTwice) { vulnerability, _, found in
        var seen: [String: [Moment: JSONPointer]] = [:]
        for involvement in vulnerability.items("involvements") {
            guard let party = involvement.string("party"), let date = involvement.string("date").flatMap(Moment.init)
            else {
                continue
            }
            guard let first = seen[party]?[date] else {
                seen[party, default: [:]][date] = involvement.pointer
                continue
            }
            found.fault(
                involvement.pointer,
                "The party `\(party.excerpt)` stands with this date at \(first) already. Keep one of the two, or correct the date."
            )
        }
    }

    private static let hashAlgorithmTwice = CSAFRule(.hashAlgorithmTwice) { facts, found in
        for product in facts.products {
            for item in product["product_identification_helper"]?.items("hashes") ?? [] {
                var seen: Set<String> = []
                for placed in item.items("file_hashes").compactMap({ $0["algorithm"] }) {
                    guard let name = placed.string, !seen.insert(name).inserted else { continue }
                    found.fault(
                        placed.pointer,
                        "A file has one hash of `\(name.excerpt)`, and this is another. Keep the one that is right."
                    )
                }
            }
        }
    }
}
