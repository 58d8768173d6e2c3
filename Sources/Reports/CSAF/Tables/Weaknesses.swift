/// Names of weaknesses in the Common Weakness Enumeration (MITRE), for the few that advisories about models and gateways
/// are about: its Top 25 lists of 2024 and 2025, and those about prompts and models. Of all others we say nothing.
enum Weaknesses {
    /// The present name first, then those it had before; nil: we do not know the weakness.
    static func names(of id: String) -> [String]? { table[id] }

    private static let table: [String: [String]] = [
        "CWE-20": ["Improper Input Validation"],
        "CWE-22": ["Improper Limitation of a Pathname to a Restricted Directory ('Path Traversal')"],
        "CWE-77": ["Improper Neutralization of Special Elements used in a Command ('Command Injection')"],
        "CWE-78": ["Improper Neutralization of Special Elements used in an OS Command ('OS Command Injection')"],
        "CWE-79": ["Improper Neutralization of Input During Web Page Generation ('Cross-site Scripting')"],
        "CWE-89": ["Improper Neutralization of Special Elements used in an SQL Command ('SQL Injection')"],
        "CWE-94": ["Improper Control of Generation of Code ('Code Injection')"],
        "CWE-119": ["Improper Restriction of Operations within the Bounds of a Memory Buffer"],
        "CWE-120": ["Buffer Copy without Checking Size of Input ('Classic Buffer Overflow')"],
        "CWE-121": ["Stack-based Buffer Overflow"],
        "CWE-122": ["Heap-based Buffer Overflow"],
        "CWE-125": ["Out-of-bounds Read"],
        "CWE-190": ["Integer Overflow or Wraparound"],
        "CWE-200": ["Exposure of Sensitive Information to an Unauthorized Actor"],
        "CWE-269": ["Improper Privilege Management"],
        "CWE-284": ["Improper Access Control"],
        "CWE-287": ["Improper Authentication"],
        "CWE-306": ["Missing Authentication for Critical Function"],
        "CWE-352": ["Cross-Site Request Forgery (CSRF)"],
        "CWE-400": ["Uncontrolled Resource Consumption"],
        "CWE-416": ["Use After Free"],
        "CWE-434": ["Unrestricted Upload of File with Dangerous Type"],
        "CWE-476": ["NULL Pointer Dereference"],
        "CWE-502": ["Deserialization of Untrusted Data"],
        "CWE-639": ["Authorization Bypass Through User-Controlled Key"],
        "CWE-770": ["Allocation of Resources Without Limits or Throttling"],
        "CWE-787": ["Out-of-bounds Write"],
        "CWE-798": ["Use of Hard-coded Credentials"],
        "CWE-862": ["Missing Authorization"],
        "CWE-863": ["Incorrect Authorization"],
        "CWE-918": ["Server-Side Request Forgery (SSRF)"],
        // About prompts and models.
        "CWE-1039": [
            "Inadequate Detection or Handling of Adversarial Input Perturbations in Automated Recognition Mechanism",
            "Automated Recognition Mechanism with Inadequate Detection or Handling of Adversarial Input Perturbations",
        ],
        "CWE-1426": ["Improper Validation of Generative AI Output"],
        "CWE-1427": ["Improper Neutralization of Input Used for LLM Prompting"],
        "CWE-1434": ["Insecure Setting of Generative AI/ML Model Inference Parameters"],
    ]
}
