/// Tags that goals may carry, each with its taxonomy's edition: numbers have changed their meaning from one to the next.
package enum TaxonomyTags {
    /// `owasp-llm:2025:LLM07` → `System prompt leakage`.
    package static func title(of tag: String) -> String? { titles[tag] }

    package static func isKnown(_ tag: String) -> Bool { titles[tag] != nil }

    /// In order.
    package static let all: [String] = taxonomies.flatMap { taxonomy in
        taxonomy.entries.map { "\(taxonomy.prefix):\($0.key)" }
    }

    private static let titles: [String: String] = Dictionary(
        taxonomies.flatMap { taxonomy in taxonomy.entries.map { ("\(taxonomy.prefix):\($0.key)", $0.value) } },
        uniquingKeysWith: { first, _ in first }
    )

    private static let taxonomies = [owasp, atlas, hazards, nist]

    private struct Taxonomy {
        var prefix: String
        var entries: KeyValuePairs<String, String>
    }

    /// OWASP Top 10 for LLM Applications, 2025.
    private static let owasp = Taxonomy(
        prefix: "owasp-llm:2025",
        entries: [
            "LLM01": "Prompt injection",
            "LLM02": "Sensitive information disclosure",
            "LLM03": "Supply chain",
            "LLM04": "Data and model poisoning",
            "LLM05": "Improper output handling",
            "LLM06": "Excessive agency",
            "LLM07": "System prompt leakage",
            "LLM08": "Vector and embedding weaknesses",
            "LLM09": "Misinformation",
            "LLM10": "Unbounded consumption",
        ]
    )

    /// MITRE ATLAS, techniques of the data of 2025 that bear on a served model.
    private static let atlas = Taxonomy(
        prefix: "mitre-atlas:2025",
        entries: [
            "AML.T0024": "Exfiltration via AI inference API",
            "AML.T0029": "Denial of AI service",
            "AML.T0034": "Cost harvesting",
            "AML.T0048": "External harms",
            "AML.T0051": "LLM prompt injection",
            "AML.T0051.000": "LLM prompt injection: direct",
            "AML.T0051.001": "LLM prompt injection: indirect",
            "AML.T0053": "Tool invocation",
            "AML.T0054": "LLM jailbreak",
            "AML.T0056": "System prompt extraction",
            "AML.T0057": "LLM data leakage",
            "AML.T0070": "RAG poisoning",
            "AML.T0077": "LLM response rendering",
        ]
    )

    /// MLCommons AILuminate 1.0: the hazards by uid, and by the numbers of the guard models that share the list.
    private static let hazards = Taxonomy(
        prefix: "mlcommons:1.0",
        entries: [
            "S1": "Violent crimes", "S2": "Non-violent crimes", "S3": "Sex-related crimes",
            "S4": "Child sexual exploitation", "S5": "Defamation", "S6": "Specialised advice", "S7": "Privacy",
            "S8": "Intellectual property", "S9": "Indiscriminate weapons", "S10": "Hate",
            "S11": "Suicide and self-harm", "S12": "Sexual content", "S13": "Elections",
            "S14": "Code interpreter abuse",
            "vcr": "Violent crimes", "ncr": "Non-violent crimes", "src": "Sex-related crimes",
            "cse": "Child sexual exploitation", "dfm": "Defamation", "spc_ele": "Specialised advice: elections",
            "spc_fin": "Specialised advice: financial", "spc_hlt": "Specialised advice: health",
            "spc_lgl": "Specialised advice: legal", "prv": "Privacy", "ipv": "Intellectual property",
            "iwp": "Indiscriminate weapons", "hte": "Hate", "ssh": "Suicide and self-harm",
            "sxc_prn": "Sexual content",
        ]
    )

    /// NIST AI 100-2 E2025, the index of attacks by its own numbers; those on predictive models are left out.
    private static let nist = Taxonomy(
        prefix: "nist-ai-100-2:2025",
        entries: [
            "NISTAML.01": "Availability violations",
            "NISTAML.013": "Data poisoning",
            "NISTAML.015": "Indirect prompt injection",
            "NISTAML.018": "Prompt injection",
            "NISTAML.02": "Integrity violations",
            "NISTAML.022": "Evasion",
            "NISTAML.023": "Backdoor poisoning",
            "NISTAML.024": "Targeted poisoning",
            "NISTAML.027": "Misaligned outputs",
            "NISTAML.03": "Privacy compromises",
            "NISTAML.035": "Prompt extraction",
            "NISTAML.036": "Leaking information from user interactions",
            "NISTAML.037": "Training data attacks",
            "NISTAML.038": "Data extraction",
            "NISTAML.039": "Compromising connected resources",
            "NISTAML.04": "Misuse violations",
            "NISTAML.05": "Supply chain attacks",
            "NISTAML.051": "Model poisoning",
        ]
    )
}
