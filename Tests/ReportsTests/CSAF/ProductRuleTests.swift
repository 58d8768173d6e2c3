import JSON
import Reports
import Testing

@Suite("CSAF: products and what is said of them")
struct ProductRuleTests {
    private static let vulnerability = "/vulnerabilities/0"
    private static let status = "/vulnerabilities/0/product_status"
    private static let named = "/product_tree/full_product_names"
    private static let helper = "/product_tree/full_product_names/0/product_identification_helper"

    private static func relation(_ id: String, _ from: String, _ to: String) -> String {
        """
        {"category": "installed_on", "full_product_name": {"product_id": "\(id)", "name": "N"},
         "product_reference": "\(from)", "relates_to_product_reference": "\(to)"}
        """
    }

    @Test("each change does what it must", arguments: definitions + statuses + statements + repetitions)
    func change(change: Change) throws { try change.verify() }

    private static let definitions: [Change] = [
        .keeps("nothing") { try SampleAdvisory.recall() },
        .breaks(.missingProduct, "\(status)/recommended/0", "a product that nobody defined is recommended") {
            try SampleAdvisory.recall().with("\(status)/recommended", json: #"["MODEL-C"]"#)
        },
        .breaks(.missingProduct, "/product_tree/product_groups/0/product_ids/1", "a group has it") {
            try SampleAdvisory.recall().with(
                "/product_tree/product_groups/0/product_ids",
                json: #"["MODEL-A", "MODEL-C"]"#
            )
            .with("\(vulnerability)/remediations/1/product_ids", json: #"["MODEL-A", "A-IN-GATEWAY"]"#)
        },
        .breaks(.missingProduct, "\(vulnerability)/scores/0/products/0", "a score is of it") {
            try SampleAdvisory.recall().with("\(vulnerability)/scores/0/products", json: #"["MODEL-C"]"#)
        },
        .breaks(.missingProduct, "\(vulnerability)/flags/0/product_ids/0", "a flag names it") {
            try SampleAdvisory.recall().with(
                "\(vulnerability)/flags",
                json: #"[{"label": "component_not_present", "product_ids": ["MODEL-C"]}]"#
            )
        },
        .breaks(.missingProduct, "/product_tree/relationships/0/product_reference", "a relationship leads to it") {
            try SampleAdvisory.recall().with("/product_tree/relationships/0/product_reference", .string("MODEL-C"))
        },
        .keeps("the product of a relationship is recommended") {
            try SampleAdvisory.recall().with("\(status)/recommended", json: #"["A-IN-GATEWAY"]"#)
        },
        .breaks(.productDefinedTwice, "\(named)/1/product_id", "a product is listed twice") {
            try SampleAdvisory.recall().with("\(named)/1", json: #"{"product_id": "GATEWAY", "name": "Other"}"#)
        },
        .breaks(.productDefinedTwice, "\(named)/1/product_id", "a product of a branch is listed again") {
            try SampleAdvisory.recall().with("\(named)/1", json: #"{"product_id": "MODEL-B", "name": "Other"}"#)
        },
        .keeps("two products have one name") {
            try SampleAdvisory.recall().with("\(named)/1", json: #"{"product_id": "GATEWAY-2", "name": "Holdfast"}"#)
        },
        .breaks(
            .circularProduct,
            "/product_tree/relationships/1/full_product_name/product_id",
            "a product is installed on itself"
        ) {
            try SampleAdvisory.recall().with("/product_tree/relationships/1", json: relation("X", "MODEL-A", "X"))
        },
        .breaks(
            .circularProduct,
            "/product_tree/relationships/3/full_product_name/product_id",
            "a circle of two, and a third that leads into it"
        ) {
            try SampleAdvisory.recall().with("/product_tree/relationships/1", json: relation("X", "Y", "A-IN-GATEWAY"))
                .with("/product_tree/relationships/2", json: relation("Y", "MODEL-B", "X"))
                .with("/product_tree/relationships/3", json: relation("Z", "X", "MODEL-A"))
        },
        .keeps("a chain of relationships that ends, met by two ways") {
            try SampleAdvisory.recall().with(
                "/product_tree/relationships/1",
                json: relation("X", "A-IN-GATEWAY", "MODEL-B")
            )
            .with("/product_tree/relationships/2", json: relation("Y", "X", "A-IN-GATEWAY"))
        },
        .breaks(
            .missingGroup,
            "\(vulnerability)/remediations/0/group_ids/1",
            "a group that nobody defined has a remedy"
        ) {
            try SampleAdvisory.recall().with("\(vulnerability)/remediations/0/group_ids", json: #"["PATHS", "OTHERS"]"#)
        },
        .breaks(.missingGroup, "\(vulnerability)/threats/1/group_ids/0", "a threat is to it") {
            try SampleAdvisory.recall().with(
                "\(vulnerability)/threats/1",
                json: #"{"category": "target_set", "details": "Banks.", "group_ids": ["OTHERS"]}"#
            )
        },
        .keeps("a threat is to a group that is there") {
            try SampleAdvisory.recall().with(
                "\(vulnerability)/threats/1",
                json: #"{"category": "target_set", "details": "Banks.", "group_ids": ["PATHS"]}"#
            )
        },
        .breaks(.groupDefinedTwice, "/product_tree/product_groups/1/group_id", "a group is defined twice") {
            try SampleAdvisory.recall().with(
                "/product_tree/product_groups/1",
                json: #"{"group_id": "PATHS", "product_ids": ["MODEL-A", "MODEL-B"]}"#
            )
        },
        .keeps("two groups have the same products") {
            try SampleAdvisory.recall().with(
                "/product_tree/product_groups/1",
                json: #"{"group_id": "PATHS-2", "product_ids": ["MODEL-A", "A-IN-GATEWAY"]}"#
            )
        },
    ]

    private static let statuses: [Change] = [
        .breaks(.contradictingStatus, "\(status)/known_affected/0", "a product is affected and fixed") {
            try SampleAdvisory.recall().with("\(status)/fixed", json: #"["MODEL-A"]"#)
        },
        .breaks(.contradictingStatus, "\(status)/under_investigation/0", "one is not affected and looked into") {
            try SampleAdvisory.recall().with("\(status)/under_investigation", json: #"["MODEL-B"]"#)
        },
        .keeps("a product is affected, first and last, and recommended all the same") {
            try SampleAdvisory.recall().with("\(status)/first_affected", json: #"["MODEL-A"]"#)
                .with("\(status)/last_affected", json: #"["MODEL-A"]"#)
                .with("\(status)/recommended", json: #"["MODEL-A"]"#)
        },
        .keeps("a product is fixed in another vulnerability") {
            try SampleAdvisory.recall().with(
                "/vulnerabilities/1",
                json: #"""
                    {"ids": [{"system_name": "S", "text": "T"}], "notes": [{"category": "other", "text": "N."}],
                     "product_status": {"fixed": ["MODEL-A"]}}
                    """#
            )
        },
    ]

    private static let statements: [Change] = [
        .breaks(.remediationWithoutProduct, "\(vulnerability)/remediations/2", "a remedy is for nothing") {
            try SampleAdvisory.recall().with(
                "\(vulnerability)/remediations/2",
                json: #"{"category": "mitigation", "details": "Filter."}"#
            )
        },
        .keeps("a remedy is for a group") {
            try SampleAdvisory.recall().with(
                "\(vulnerability)/remediations/2",
                json: #"{"category": "mitigation", "details": "Filter.", "group_ids": ["PATHS"]}"#
            )
        },
        .breaks(.flagWithoutProduct, "\(vulnerability)/flags/0", "a flag is for nothing") {
            try SampleAdvisory.recall().with("\(vulnerability)/flags", json: #"[{"label": "component_not_present"}]"#)
        },
        .keeps("a flag is for a product") {
            try SampleAdvisory.recall().with(
                "\(vulnerability)/flags",
                json: #"[{"label": "component_not_present", "product_ids": ["MODEL-B"]}]"#
            )
        },
        .breaks(.severalFlags, "\(vulnerability)/flags/1", "a product has two flags, one of them by its group") {
            try SampleAdvisory.recall().with(
                "\(vulnerability)/flags",
                json: #"""
                    [{"label": "component_not_present", "product_ids": ["MODEL-A"]},
                     {"label": "vulnerable_code_not_present", "group_ids": ["PATHS"]}]
                    """#
            )
        },
        .keeps("a flag names a product itself and by its group") {
            try SampleAdvisory.recall().with(
                "\(vulnerability)/flags",
                json: #"[{"label": "component_not_present", "product_ids": ["MODEL-A"], "group_ids": ["PATHS"]}]"#
            )
        },
        .breaks(.versionRange, "/product_tree/branches/0/branches/0/branches/0/name", "a version is a range in words") {
            try SampleAdvisory.recall().with(
                "/product_tree/branches/0/branches/0/branches/0/name",
                .string("4.1 AND Earlier")
            )
        },
        .breaks(.versionRange, "/product_tree/branches/0/branches/0/branches/0/name", "a version is a range in signs") {
            try SampleAdvisory.recall().with("/product_tree/branches/0/branches/0/branches/0/name", .string(">=4.1"))
        },
        .keeps("a version holds the word within another") {
            try SampleAdvisory.recall().with(
                "/product_tree/branches/0/branches/0/branches/0/name",
                .string("all-hands priority")
            )
        },
        .keeps("a range calls itself one") {
            try SampleAdvisory.recall().with("/product_tree/branches/0/branches/0/branches/0/name", .string("<4.1"))
                .with("/product_tree/branches/0/branches/0/branches/0/category", .string("product_version_range"))
        },
    ]

    private static let repetitions: [Change] = [
        .breaks(.vulnerabilityTwice, "/vulnerabilities/1/cve", "two items are about one CVE") {
            let document = try SampleAdvisory.recall().with("\(vulnerability)/cve", .string("CVE-2026-12345"))
            return document.with("/vulnerabilities/1", document["vulnerabilities"]?.elements?.first)
        },
        .keeps("two items are about two CVEs, and of one finding") {
            let document = try SampleAdvisory.recall().with("\(vulnerability)/cve", .string("CVE-2026-12345"))
            return document.with("/vulnerabilities/1", document["vulnerabilities"]?.elements?.first)
                .with("/vulnerabilities/1/cve", .string("CVE-2026-12346"))
        },
        .breaks(
            .involvementTwice,
            "\(vulnerability)/involvements/2",
            "a party stands twice at one moment, written in two zones"
        ) {
            try SampleAdvisory.recall().with(
                "\(vulnerability)/involvements/2",
                json: #"{"party": "vendor", "status": "disputed", "date": "2026-06-12T23:05:00+02:00"}"#
            )
        },
        .keeps("a party stands twice, a fraction of a second apart") {
            try SampleAdvisory.recall().with(
                "\(vulnerability)/involvements/2",
                json: #"{"party": "vendor", "status": "disputed", "date": "2026-06-12T21:05:00.0001Z"}"#
            )
        },
        .breaks(
            .hashAlgorithmTwice,
            "\(helper)/hashes/0/file_hashes/1/algorithm",
            "a file has two hashes of one algorithm"
        ) {
            try SampleAdvisory.recall().with("\(helper)/hashes", json: hashes("sha256", "sha256"))
        },
        .keeps("a file has hashes of two algorithms") {
            try SampleAdvisory.recall().with("\(helper)/hashes", json: hashes("sha256", "sha512"))
        },
    ]

    private static func hashes(_ one: String, _ other: String) -> String {
        let value = String(repeating: "0a", count: 32)
        return """
            [{"filename": "weights", "file_hashes": [
              {"algorithm": "\(one)", "value": "\(value)"}, {"algorithm": "\(other)", "value": "\(value)"}]}]
            """
    }
}
